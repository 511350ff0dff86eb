package io.dispenser.telemetry.adapter.delta;

import io.delta.kernel.Snapshot;
import io.dispenser.telemetry.adapter.delta.TableCheckResult.Step;
import io.dispenser.telemetry.adapter.delta.groupcommit.HandOverTrial;
import io.dispenser.telemetry.adapter.delta.kernel.SnapshotFacts;
import io.dispenser.telemetry.adapter.delta.kernel.TableProperties;
import io.dispenser.telemetry.adapter.delta.log.CommitTrial;
import io.dispenser.telemetry.adapter.delta.log.DeltaErrors;
import io.dispenser.telemetry.adapter.delta.log.DeltaLog;
import io.dispenser.telemetry.adapter.delta.log.HostLocale;
import io.dispenser.telemetry.adapter.delta.log.NativeLogNames;
import io.dispenser.telemetry.adapter.delta.log.UnsupportedWriterFeatures;
import io.dispenser.telemetry.adapter.delta.write.RowLayout;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.core.table.TelemetryTable;
import io.dispenser.telemetry.core.time.Ticker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Looks whether a {@link DeltaSink} would be able to write, by the way that a batch takes up to its commit, without creating or
 * changing a table and without leaving anything: whether the log can be read to its begin, whether the table fits its
 * definition, and whether its place can be written and lets only one of two writers of a file win. The last is tried on a
 * commit that is there ({@link CommitTrial}), or, where there is no table, with a small file that is removed again. Another one
 * tries what hosts are to be allowed below the log that hand batches over to each other.
 */
public final class DeltaTableCheck {

    /** Beside the commits, where writing and its conditions must hold; hidden, so that every reader of the log skips it. */
    private static final String PROBE = "_delta_log/.dispenser-telemetry-probe-";

    /** So long a request may take: whoever sits before a terminal gets an answer within ten seconds. */
    private static final Duration ANSWER = Duration.ofSeconds(9);

    private final TelemetryTable<?> table;
    private final TableStore store;
    private final Ticker ticker = Ticker.system();
    private final List<Step> steps = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private boolean permanent;
    private OptionalLong version = OptionalLong.empty();
    private OptionalLong files = OptionalLong.empty();

    private DeltaTableCheck(TelemetryTable<?> table, TableStore store) {
        HostLocale.requirePlainDigits();
        this.table = table;
        this.store = store;
    }

    /**
     * Looks at the table in {@code store}, which the caller closes. Never throws for what it finds. A store that can't even
     * be read is not tried further, and one that is silent for 9 seconds is left alone.
     *
     * @throws IllegalStateException if the default locale has other digits than 0 to 9
     */
    public static TableCheckResult look(TelemetryTable<?> table, TableStore store) {
        return look(table, store, DeltaSink.Commits.AUTO);
    }

    /**
     * The same for a sink with a choice: one that may hand batches over also has to be allowed what that takes.
     *
     * @param commits who commits the sink's batches
     * @throws IllegalStateException if the default locale has other digits than 0 to 9
     */
    public static TableCheckResult look(TelemetryTable<?> table, TableStore store, DeltaSink.Commits commits) {
        return look(table, store, commits, ANSWER);
    }

    /** @param answer how long a request may take */
    static TableCheckResult look(
            TelemetryTable<?> table, TableStore store, DeltaSink.Commits commits, Duration answer) {
        DeltaTableCheck check;
        try (DeadlineStore patient = new DeadlineStore(store, answer)) {
            check = new DeltaTableCheck(table, patient);
            if (check.read()) {
                check.tryToWrite();
            }
            if (check.problems.isEmpty() && commits != DeltaSink.Commits.OWN) {
                check.tryToHandOver();
            }
        }
        return new TableCheckResult(
                check.version, check.files, check.steps, check.problems, check.warnings, check.permanent);
    }

    /** Whether the place can be read, whatever is found there. */
    private boolean read() {
        try {
            DeltaLog log = new DeltaLog(store);
            Optional<Snapshot> found = timed("read", () -> readable(log));
            warnings.addAll(log.warnings());
            if (found.isPresent()) {
                Snapshot snapshot = found.get();
                version = OptionalLong.of(snapshot.getVersion());
                files = SnapshotFacts.liveFiles(snapshot).map(OptionalLong::of).orElse(OptionalLong.empty());
                warnings.addAll(TableProperties.passedOver(snapshot));
                List<String> otherDigits = NativeLogNames.in(store);
                if (!otherDigits.isEmpty()) {
                    warnings.add(NativeLogNames.besideCommits(otherDigits));
                }
                RowLayout<?> layout = RowLayout.of(table, snapshot);
                problems.addAll(layout.problems());
                permanent = !problems.isEmpty();
                TableProperties.requireWritable(snapshot);
                UnsupportedWriterFeatures.requireAppendable(snapshot, layout.names());
                // Kernel refuses a table with features that it can't write when a transaction is built.
                log.requireWritable(snapshot);
                // A checksum file may answer for the log. Of a writer that nobody knows, only all of the log can tell.
                timed(
                        "replay",
                        () -> snapshot.getLatestTransactionVersion(
                                log.engine(), UUID.randomUUID().toString()));
            }
            return true;
        } catch (IOException | RuntimeException e) {
            SinkException explained =
                    new DeltaErrors("table " + table.name() + " in " + store.description()).explained(e);
            problems.add(String.valueOf(explained.getMessage()));
            permanent |= explained.isPermanent();
            return false;
        }
    }

    /** The latest version, whose checkpoint is looked at too: with a checksum, it is not needed until the next one is due. */
    private static Optional<Snapshot> readable(DeltaLog log) throws IOException {
        while (true) {
            Optional<Snapshot> found = log.load();
            try {
                if (found.isPresent()) {
                    log.readCheckpoint(found.get());
                }
                return found;
            } catch (IOException | RuntimeException e) {
                if (!log.passOver(e)) {
                    throw e;
                }
            }
        }
    }

    private void tryToWrite() {
        try {
            if (version.isEmpty()) {
                probe(PROBE + UUID.randomUUID());
            } else if (!timed("atomic commit", () -> CommitTrial.isRefused(store, version.getAsLong()))) {
                unsafe(CommitTrial.UNSAFE);
            }
        } catch (IOException e) {
            permanent |= !(e instanceof TableStoreException failure) || !failure.isRetryable();
            problems.add(store.description() + " can't be written: " + e.getMessage());
        }
    }

    private void tryToHandOver() {
        long start = ticker.nanos();
        Optional<HandOverTrial.Lack> lack = HandOverTrial.run(store);
        if (lack.isEmpty()) {
            steps.add(new Step("hand over", Duration.ofNanos(ticker.nanos() - start)));
        } else if (lack.get().isProblem()) {
            problems.add(lack.get().sentence());
            permanent |= lack.get().isPermanent();
        } else {
            warnings.add(lack.get().sentence());
        }
    }

    /** Only maintenance deletes: without the right to it rows are written all the same. */
    private void remove(String path) {
        try {
            timed("delete", () -> {
                store.delete(path);
                return path;
            });
        } catch (IOException e) {
            warnings.add("files can't be deleted, so maintenance will not vacuum or clean the log, and the trial left "
                    + path + ": " + e.getMessage());
        }
    }

    private void probe(String path) throws IOException {
        try {
            tryNewFile(path);
        } finally {
            remove(path);
        }
    }

    private void tryNewFile(String path) throws IOException {
        byte[] first = "first".getBytes(StandardCharsets.UTF_8);
        byte[] second = "second".getBytes(StandardCharsets.UTF_8);
        if (!timed("write", () -> store.putIfAbsent(path, first))) {
            unsafe("says that the new file " + path + " was there before; a table can't be kept in such a store");
            return;
        }
        byte[] back = timed("read back", () -> store.readAll(path));
        if (!Arrays.equals(back, first)) {
            unsafe("gave back " + back.length + " bytes for a file of " + first.length
                    + " that was just written, and not the same ones: it, or a proxy before it, changes what is sent, as those"
                    + " do that can't read signed chunks; a table can't be kept in such a store");
            return;
        }
        int slash = path.lastIndexOf('/');
        List<FileEntry> listed = timed("list", () -> store.list(path.substring(0, slash), path.substring(slash + 1)));
        if (listed.stream().noneMatch(file -> file.path().equals(path))) {
            unsafe("doesn't list the file " + path + " that was just written; a table can't be kept in such a store");
        } else if (timed("atomic commit", () -> store.putIfAbsent(path, second))) {
            unsafe(CommitTrial.UNSAFE);
        }
    }

    private void unsafe(String why) {
        permanent = true;
        problems.add(store.description() + " " + why);
    }

    @FunctionalInterface
    private interface Trial<T> {
        T make() throws IOException;
    }

    private <T> T timed(String words, Trial<T> trial) throws IOException {
        long start = ticker.nanos();
        T result = trial.make();
        steps.add(new Step(words, Duration.ofNanos(ticker.nanos() - start)));
        return result;
    }
}
