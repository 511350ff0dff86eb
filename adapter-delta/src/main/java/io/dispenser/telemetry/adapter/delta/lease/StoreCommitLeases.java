package io.dispenser.telemetry.adapter.delta.lease;

import io.dispenser.telemetry.adapter.delta.io.JsonObject;
import io.dispenser.telemetry.adapter.delta.io.TablePaths;
import io.dispenser.telemetry.adapter.delta.lease.CommitLease.Hint;
import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.storage.StorageError.Reason;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The commit lease as numbered files below the log. Who wants it puts the next number with a put-if-absent, so of many one wins;
 * the file with the highest number is never deleted.
 */
public final class StoreCommitLeases implements CommitLeases {

    private static final Logger LOG = System.getLogger(StoreCommitLeases.class.getName());
    private static final String FIRST = TablePaths.GROUP_COMMIT + "/lease_";
    private static final Pattern NAME = Pattern.compile("lease_(\\d{20})\\.json");

    private final TableStore store;
    private volatile long known = -1;

    /** Files of leases that were replaced and could not be deleted, or not yet. */
    private volatile List<String> replaced = List.of();

    public StoreCommitLeases(TableStore store) {
        this.store = store;
    }

    @Override
    public Optional<CommitLease> read() throws TableStoreException {
        long number = known;
        if (number >= 0) {
            Optional<CommitLease> same = content(number);
            if (same.isPresent() && !same.get().released()) {
                return same;
            }
        }
        return newest().map(Listed::lease);
    }

    @Override
    public Optional<Listed> newest() throws TableStoreException {
        Optional<FileEntry> highest = highest();
        if (highest.isEmpty()) {
            return Optional.empty();
        }
        long number = number(highest.get());
        known = number;
        return content(number).map(lease -> new Listed(lease, highest.get().modified()));
    }

    /** Lists from the one on that was the highest before, for replaced ones may have to stay. */
    private Optional<FileEntry> highest() throws TableStoreException {
        List<FileEntry> leases = known < 0 ? List.of() : listed(path(known));
        if (leases.isEmpty()) {
            leases = listed(FIRST);
            replaced = leases.stream()
                    .limit(Math.max(0, leases.size() - 1))
                    .map(FileEntry::path)
                    .toList();
        }
        return leases.isEmpty() ? Optional.empty() : Optional.of(leases.get(leases.size() - 1));
    }

    private List<FileEntry> listed(String from) throws TableStoreException {
        return store.list(TablePaths.GROUP_COMMIT, from.substring(from.lastIndexOf('/') + 1)).stream()
                .filter(file -> NAME.matcher(file.name()).matches())
                .toList();
    }

    private static long number(FileEntry lease) {
        Matcher name = NAME.matcher(lease.name());
        return name.matches() ? Long.parseLong(name.group(1)) : -1;
    }

    private Optional<CommitLease> content(long number) throws TableStoreException {
        try {
            return Optional.of(parse(number, JsonObject.parse(store.readAll(path(number)))));
        } catch (TableStoreException e) {
            if (e.reason() == Reason.NOT_FOUND) {
                return Optional.empty(); // there is a higher one by now
            }
            throw e;
        }
    }

    @Override
    public Optional<CommitLease> take(Optional<CommitLease> before, String holder) throws TableStoreException {
        long number = before.map(CommitLease::number).orElse(0L) + 1;
        CommitLease mine = new CommitLease(
                number,
                holder,
                1,
                false,
                before.map(CommitLease::hints).orElse(List.of()),
                before.map(CommitLease::left).orElse(0L));
        if (!won(mine)) {
            return Optional.empty();
        }
        known = number;
        if (before.isPresent()) {
            forget(path(before.get().number()));
        }
        replaced.forEach(this::forget);
        replaced = List.of();
        return Optional.of(mine);
    }

    /** A lease of a lower number means nothing, there or not: no right to delete it, no lease lost. */
    private void forget(String lease) {
        try {
            store.delete(lease);
        } catch (TableStoreException e) {
            LOG.log(Level.DEBUG, "{0} stays: {1}", lease, e.getMessage());
        }
    }

    private boolean won(CommitLease mine) throws TableStoreException {
        try {
            return store.putIfAbsent(path(mine.number()), content(mine));
        } catch (TableStoreException e) {
            if (e.reason() != Reason.OUTCOME_UNKNOWN) {
                throw e;
            }
            return content(mine.number())
                    .filter(there -> there.holder().equals(mine.holder()))
                    .isPresent();
        }
    }

    @Override
    public void write(CommitLease lease) throws TableStoreException {
        store.put(path(lease.number()), content(lease));
    }

    @Override
    public boolean isNewest(CommitLease lease) throws TableStoreException {
        Optional<FileEntry> highest = highest();
        return highest.isPresent() && number(highest.get()) <= lease.number();
    }

    private static String path(long number) {
        return TablePaths.GROUP_COMMIT + String.format(Locale.ROOT, "/lease_%020d.json", number);
    }

    private static byte[] content(CommitLease lease) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("holder", lease.holder());
        content.put("beat", lease.beat());
        content.put("released", lease.released());
        content.put("left", lease.left());
        // One text: a line of a small file, that a person can read too.
        content.put(
                "commits",
                lease.hints().stream()
                        .map(hint -> hint.version() + ":" + String.join(",", hint.tokens()))
                        .reduce((one, next) -> one + " " + next)
                        .orElse(""));
        return JsonObject.line(content);
    }

    private static CommitLease parse(long number, JsonObject content) {
        return new CommitLease(
                number,
                content.text("holder").orElse("somebody"),
                content.number("beat").orElse(0),
                content.isTrue("released"),
                hints(content.text("commits").orElse("")),
                content.number("left").orElse(0));
    }

    private static List<Hint> hints(String text) {
        List<Hint> hints = new ArrayList<>();
        for (String each : text.split(" ", -1)) {
            int colon = each.indexOf(':');
            try {
                if (colon > 0) {
                    hints.add(new Hint(
                            Long.parseLong(each.substring(0, colon)),
                            Set.of(each.substring(colon + 1).split(",", -1))));
                }
            } catch (IllegalArgumentException e) {
                return hints; // a hint that can't be read is none
            }
        }
        return hints;
    }
}
