package io.dispenser.telemetry.adapter.delta;

import io.delta.kernel.Operation;
import io.delta.kernel.Snapshot;
import io.dispenser.telemetry.adapter.delta.internals.SnapshotFacts;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.storage.FileStore;
import io.dispenser.telemetry.core.storage.FileStoreException;
import io.dispenser.telemetry.core.table.TelemetryTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Looks whether a {@link DeltaSink} would be able to write, without creating or changing a table: whether the table fits its
 * definition, and, with a small file that is removed again, whether its place can be written and lets only one of two writers
 * of a file win.
 */
public final class DeltaTableCheck {

    /** Beside the commits, where writing and its conditions must hold; hidden, so that every reader of the log skips it. */
    private static final String PROBE = "_delta_log/.dispenser-telemetry-probe-";

    private DeltaTableCheck() {}

    /** Looks at the table in {@code store}, which the caller closes. Never throws for what it finds. */
    public static TableFindings look(TelemetryTable<?> table, FileStore store) {
        List<String> problems = new ArrayList<>();
        boolean permanent = false;
        OptionalLong version = OptionalLong.empty();
        OptionalLong files = OptionalLong.empty();
        try {
            Optional<Snapshot> found = new DeltaLog(store).load();
            if (found.isPresent()) {
                Snapshot snapshot = found.get();
                version = OptionalLong.of(snapshot.getVersion());
                files = SnapshotFacts.liveFiles(snapshot).map(OptionalLong::of).orElse(OptionalLong.empty());
                problems.addAll(RowLayout.of(table, snapshot).problems());
                permanent = !problems.isEmpty();
                // Kernel refuses a table with features that it can't write when a transaction is built.
                var unused = snapshot.buildUpdateTableTransaction("", Operation.WRITE);
            }
        } catch (IOException | RuntimeException e) {
            SinkException explained =
                    new SinkFailures("table " + table.name() + " in " + store.description()).explained(e);
            problems.add(String.valueOf(explained.getMessage()));
            permanent |= explained.isPermanent();
        }
        try {
            Optional<String> unsafe = probe(store);
            unsafe.ifPresent(problems::add);
            permanent |= unsafe.isPresent();
        } catch (FileStoreException e) {
            permanent |= !e.isRetryable();
            problems.add(store.description() + " can't be written: " + e.getMessage());
        }
        return new TableFindings(version, files, problems, permanent);
    }

    private static Optional<String> probe(FileStore store) throws FileStoreException {
        String path = PROBE + UUID.randomUUID();
        byte[] first = "first".getBytes(StandardCharsets.UTF_8);
        byte[] second = "second".getBytes(StandardCharsets.UTF_8);
        try {
            if (!store.putIfAbsent(path, first)) {
                return Optional.of(store.description() + " says that the new file " + path + " was there before;"
                        + " a table can't be kept in such a store");
            }
            if (store.putIfAbsent(path, second)) {
                return Optional.of(
                        store.description() + " lets a second writer overwrite the first one's file, so commits"
                                + " would be lost; use a store with conditional writes, or set single_writer = true in"
                                + " [telemetry.storage] if no other process or host writes to this table");
            }
            return Optional.empty();
        } finally {
            store.delete(path);
        }
    }
}
