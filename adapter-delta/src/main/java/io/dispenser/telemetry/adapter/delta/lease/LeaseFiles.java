package io.dispenser.telemetry.adapter.delta.lease;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dispenser.telemetry.adapter.delta.io.JsonObject;
import io.dispenser.telemetry.adapter.delta.io.TablePaths;
import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.storage.StorageError.Reason;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Files in the log's directory that say which agent maintains the table. Readers of Delta tables pass over them: their names
 * don't begin with a version.
 *
 * <p>A lease is a numbered file, and it is its writer's for a while from its last modification on, by the store's clock,
 * which a freshly written file tells. Who wants it writes the next number with a put-if-absent, once the highest number has
 * expired or was released; so of many one wins. The file with the highest number is never deleted: a number that was used
 * stays used, and a slow agent that still puts an old one sees that there is a higher one. The holder renews its lease by
 * writing its file again. What a lease tells of work that was done is by the store's clock too.
 *
 * <p>An agent that sleeps through the end of its lease goes on beside the next one until it looks. That costs work and
 * nothing else: Delta's own check of conflicts keeps the table right.
 */
public final class LeaseFiles {

    private static final String PREFIX = TablePaths.AGENTS + "maintenance_";

    private static final String CLOCK = TablePaths.LOG + "/" + PREFIX + "clock.json";
    private static final String LEASE = PREFIX + "lease_";
    private static final Pattern NAME = Pattern.compile(LEASE + "(\\d{20})\\.json");

    private static final String HOLDER = "holder";
    private static final String HELD = "held";
    private static final String FINISHED = "finished";
    private static final String VACUUMED = "vacuumed";

    private static final int ATTEMPTS = 3;

    private final TableStore store;
    private final String holder;
    private final Duration duration;

    /** @param holder who asks, unique in the world; letters, digits and {@code .-/} */
    public LeaseFiles(TableStore store, String holder, Duration duration) {
        this.store = store;
        this.holder = holder;
        this.duration = duration;
    }

    /** The lease with the highest number. */
    public Optional<MaintenanceLease> current() throws TableStoreException {
        for (int attempt = 1; ; attempt++) {
            Optional<FileEntry> last = last(numbered());
            if (last.isEmpty()) {
                return Optional.empty();
            }
            try {
                return Optional.of(state(
                        last.get(), JsonObject.parse(store.readAll(last.get().path()))));
            } catch (TableStoreException e) {
                // It was the highest when it was listed. There is a higher one, or somebody removes the table.
                if (e.reason() != Reason.NOT_FOUND || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static MaintenanceLease state(FileEntry lease, JsonObject content) {
        return new MaintenanceLease(
                number(lease),
                lease.modified(),
                content.text(HOLDER).orElse("somebody"),
                content.isTrue(HELD),
                content.number(FINISHED).orElse(0),
                content.number(VACUUMED).orElse(0));
    }

    /**
     * Takes the lease.
     *
     * @param notWithin if all work was done less than this ago, it is left alone
     * @return empty if it is somebody else's, or left alone
     */
    public Optional<MaintenanceLease> take(Duration notWithin) throws TableStoreException {
        MaintenanceLease before = current().orElse(new MaintenanceLease(0, Instant.EPOCH, holder, false, 0, 0));
        boolean undecided = before.held() || (before.finished() > 0 && !notWithin.isZero());
        if (undecided) {
            Instant now = storeTime();
            before = before.at(now);
            boolean held = before.held() && before.modified().plus(duration).isAfter(now);
            if (held || Instant.ofEpochMilli(before.finished()).plus(notWithin).isAfter(now)) {
                return Optional.empty();
            }
        }
        MaintenanceLease mine = new MaintenanceLease(
                before.number() + 1, before.modified(), holder, true, before.finished(), before.vacuumed());
        if (!won(mine)) {
            return Optional.empty();
        }
        List<FileEntry> leases = numbered();
        Optional<FileEntry> last = last(leases);
        if (last.isEmpty() || number(last.get()) != mine.number()) {
            return Optional.empty();
        }
        for (FileEntry lease : leases) {
            if (number(lease) < mine.number()) {
                store.delete(lease.path());
            }
        }
        Instant taken = last.get().modified();
        return Optional.of(
                new MaintenanceLease(mine.number(), taken, holder, true, mine.finished(), mine.vacuumed()).at(taken));
    }

    /** Makes the lease last from now on; false if somebody else has taken it. */
    boolean renew(MaintenanceLease mine) throws TableStoreException {
        if (isTaken(mine)) {
            return false;
        }
        store.put(path(mine.number()), content(mine, true));
        return !isTaken(mine);
    }

    /** Lets the next one have it, and know what was done. */
    void release(MaintenanceLease mine) throws TableStoreException {
        if (!isTaken(mine)) {
            store.put(path(mine.number()), content(mine, false));
        }
    }

    /** What time it is for the store. */
    Instant storeTime() throws TableStoreException {
        store.put(CLOCK, "{}".getBytes(UTF_8));
        return store.stat(CLOCK)
                .map(FileEntry::modified)
                .orElseThrow(() -> new TableStoreException(
                        Reason.UNAVAILABLE, CLOCK + " in " + store.description() + " was removed just now", null));
    }

    private boolean won(MaintenanceLease mine) throws TableStoreException {
        String path = path(mine.number());
        try {
            return store.putIfAbsent(path, content(mine, true));
        } catch (TableStoreException e) {
            if (e.reason() != Reason.OUTCOME_UNKNOWN) {
                throw e;
            }
            try {
                return JsonObject.parse(store.readAll(path))
                        .text(HOLDER)
                        .filter(holder::equals)
                        .isPresent();
            } catch (TableStoreException missing) {
                if (missing.reason() == Reason.NOT_FOUND) {
                    return false;
                }
                throw missing;
            }
        }
    }

    private boolean isTaken(MaintenanceLease mine) throws TableStoreException {
        Optional<FileEntry> last = last(numbered());
        return last.isEmpty() || number(last.get()) != mine.number();
    }

    private byte[] content(MaintenanceLease state, boolean held) {
        Map<String, Object> content = new LinkedHashMap<>(); // earlier versions look for fields without spaces between
        content.put(HOLDER, holder);
        content.put(HELD, held);
        content.put("seconds", duration.toSeconds());
        content.put(FINISHED, state.finished());
        content.put(VACUUMED, state.vacuumed());
        return JsonObject.line(content);
    }

    private List<FileEntry> numbered() throws TableStoreException {
        List<FileEntry> leases = new ArrayList<>();
        for (FileEntry file : store.list(TablePaths.LOG, LEASE)) {
            if (NAME.matcher(file.name()).matches()) {
                leases.add(file);
            }
        }
        return leases;
    }

    private static Optional<FileEntry> last(List<FileEntry> leases) {
        return leases.isEmpty() ? Optional.empty() : Optional.of(leases.get(leases.size() - 1));
    }

    private static long number(FileEntry lease) {
        Matcher name = NAME.matcher(lease.name());
        if (!name.matches()) {
            throw new IllegalStateException(lease.path() + " is no lease");
        }
        return Long.parseLong(name.group(1));
    }

    private static String path(long number) {
        return TablePaths.LOG + "/" + LEASE + String.format(Locale.ROOT, "%020d.json", number);
    }
}
