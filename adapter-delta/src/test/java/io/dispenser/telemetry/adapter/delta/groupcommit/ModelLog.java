package io.dispenser.telemetry.adapter.delta.groupcommit;

import io.dispenser.telemetry.adapter.delta.committer.GroupLog.View;
import io.dispenser.telemetry.adapter.delta.groupcommit.ModelRequest.PutCommit;
import io.dispenser.telemetry.adapter.delta.inbox.InboxName;
import io.dispenser.telemetry.adapter.delta.log.LoggedCommit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The table of the model.
 *
 * @param commits from version 0 on, also those that were cleaned away
 * @param cleaned how many of them were
 * @param ghosts commits that were put under names that cleaning had made free: no version of the table, but files that can be read
 * @param rows how often the row of a batch is there, by {@code writer number}
 * @param forgetful whether so much time has passed that numbers are forgotten
 */
record ModelLog(
        String tableId,
        List<Entry> commits,
        int cleaned,
        Map<Long, Entry> ghosts,
        Map<String, Long> numbers,
        Map<String, Integer> rows,
        boolean forgetful) {

    private static final String TABLE = "table ";

    /**
     * A commit.
     *
     * @param hour when it was made
     */
    record Entry(Map<String, Long> numbers, List<String> tokens, int hour) {}

    static ModelLog first() {
        return fresh(0, 0, false);
    }

    private static ModelLog fresh(int number, int hour, boolean forgetful) {
        Entry creation = new Entry(Map.of(), List.of(), hour);
        return new ModelLog(TABLE + number, List.of(creation), 0, Map.of(), Map.of(), Map.of(), forgetful);
    }

    /** Another table in its place. */
    ModelLog anew(int hour) {
        return fresh(Integer.parseInt(tableId.substring(TABLE.length())) + 1, hour, forgetful);
    }

    View view() {
        return new View(tableId, commits.size() - 1L, numbers);
    }

    /** Whether a commit can be put. */
    boolean takes(PutCommit commit) {
        return commit.tableId().equals(tableId)
                && (commit.version() == commits.size()
                        || (commit.version() < cleaned && !ghosts.containsKey(commit.version())));
    }

    ModelLog with(PutCommit commit, int hour) {
        Entry entry = new Entry(commit.numbers(), commit.tokens(), hour);
        if (commit.version() < commits.size()) {
            Map<Long, Entry> all = new HashMap<>(ghosts);
            all.put(commit.version(), entry);
            return new ModelLog(tableId, commits, cleaned, all, numbers, rows, forgetful);
        }
        List<Entry> all = new ArrayList<>(commits);
        all.add(entry);
        Map<String, Long> last = new HashMap<>(numbers);
        last.putAll(commit.numbers());
        Map<String, Integer> more = new HashMap<>(rows);
        commit.rows()
                .forEach((writer, batches) ->
                        batches.forEach(number -> more.merge(writer + " " + number, 1, Integer::sum)));
        return new ModelLog(tableId, List.copyOf(all), cleaned, ghosts, last, more, forgetful);
    }

    ModelLog withAlien(int hour) {
        return with(new PutCommit(tableId, commits.size(), Map.of(), Map.of(), List.of()), hour);
    }

    /** Without the commits that were replaced as the latest one before {@code hour}. */
    ModelLog cleaned(int hour) {
        int old = cleaned;
        while (old + 1 < commits.size() && commits.get(old + 1).hour() < hour) {
            old++;
        }
        return new ModelLog(tableId, commits, old, ghosts, numbers, rows, forgetful);
    }

    /** Without the number of a writer. */
    ModelLog forgetting(String writer) {
        Map<String, Long> left = new HashMap<>(numbers);
        left.remove(writer);
        return new ModelLog(tableId, commits, cleaned, ghosts, left, rows, true);
    }

    Optional<LoggedCommit> commit(long version) {
        Entry entry = ghosts.get(version);
        if (entry == null && version >= cleaned && version < commits.size()) {
            entry = commits.get((int) version);
        }
        return Optional.ofNullable(entry)
                .map(there -> new LoggedCommit(
                        version,
                        1,
                        there.numbers(),
                        true,
                        there.tokens().isEmpty()
                                ? Map.of()
                                : Map.of(LoggedCommit.INBOX_FILES, String.join(",", there.tokens())),
                        1,
                        1));
    }

    /** Versions that a lease may name for a file: those that have it, and the latest one. */
    List<Long> hints(InboxName file) {
        List<Long> hints = new ArrayList<>();
        for (int version = 0; version < commits.size(); version++) {
            if (version == commits.size() - 1 || commits.get(version).tokens().contains(file.token())) {
                hints.add((long) version);
            }
        }
        ghosts.forEach((version, ghost) -> {
            if (ghost.tokens().contains(file.token()) && !hints.contains(version)) {
                hints.add(version);
            }
        });
        return hints;
    }

    int count(String writer, long number) {
        return rows.getOrDefault(writer + " " + number, 0);
    }

    OptionalLong number(String writer) {
        Long number = numbers.get(writer);
        return number == null ? OptionalLong.empty() : OptionalLong.of(number);
    }
}
