package io.dispenser.telemetry.adapter.delta.groupcommit;

import io.dispenser.telemetry.adapter.delta.groupcommit.CommitLease.Hint;
import io.dispenser.telemetry.adapter.delta.io.JsonObject;
import io.dispenser.telemetry.adapter.delta.io.TablePaths;
import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.storage.StorageError.Reason;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The commit lease as numbered files below the log. Who wants it puts the next number with a put-if-absent, so of many one wins;
 * the file with the highest number is never deleted.
 */
final class StoreCommitLeases implements CommitLeases {

    private static final Pattern NAME = Pattern.compile("lease_(\\d{20})\\.json");

    private final TableStore store;
    private volatile long known = -1;

    StoreCommitLeases(TableStore store) {
        this.store = store;
    }

    @Override
    public Optional<CommitLease> read() throws TableStoreException {
        long number = known;
        if (number < 0) {
            return newest();
        }
        Optional<CommitLease> same = content(number);
        return same.isPresent() && !same.get().released() ? same : newest();
    }

    @Override
    public Optional<CommitLease> newest() throws TableStoreException {
        OptionalLong highest = highest();
        if (highest.isEmpty()) {
            return Optional.empty();
        }
        known = highest.getAsLong();
        return content(highest.getAsLong());
    }

    private OptionalLong highest() throws TableStoreException {
        OptionalLong highest = OptionalLong.empty();
        for (FileEntry file : store.list(TablePaths.GROUP_COMMIT, "lease_")) {
            Matcher name = NAME.matcher(file.name());
            if (name.matches()) {
                highest = OptionalLong.of(Long.parseLong(name.group(1)));
            }
        }
        return highest;
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
                number, holder, 1, false, before.map(CommitLease::hints).orElse(List.of()));
        if (!won(mine)) {
            return Optional.empty();
        }
        known = number;
        if (before.isPresent()) {
            store.delete(path(before.get().number()));
        }
        return Optional.of(mine);
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
        OptionalLong highest = highest();
        return highest.isPresent() && highest.getAsLong() <= lease.number();
    }

    private static String path(long number) {
        return TablePaths.GROUP_COMMIT + String.format(Locale.ROOT, "/lease_%020d.json", number);
    }

    private static byte[] content(CommitLease lease) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("holder", lease.holder());
        content.put("beat", lease.beat());
        content.put("released", lease.released());
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
                hints(content.text("commits").orElse("")));
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
