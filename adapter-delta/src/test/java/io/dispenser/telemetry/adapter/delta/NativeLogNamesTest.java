package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dispenser.telemetry.adapter.delta.log.DeltaLog;
import io.dispenser.telemetry.adapter.delta.log.LogFileName;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.MaintenanceException;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.storage.ForwardingTableStore;
import io.dispenser.telemetry.core.storage.StorageError.Reason;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import io.dispenser.telemetry.testkit.SampleEvents;
import io.dispenser.telemetry.testkit.StoreOperation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Logs that a program wrote whose locale has digits of its own. */
class NativeLogNamesTest {

    private static final String PLAIN = LogFileName.commitPath(0);
    private static final String NATIVE = PLAIN.replace('0', '\u0660');
    private static final RowQuery ALL = new RowQuery(null, null, 100);

    private final InMemoryTableStore store = new InMemoryTableStore();

    @Test
    void aLogOfSuchCommitsOnlyIsNamedWithWhatToDo() throws Exception {
        write(0);
        byte[] commit = store.readAll(PLAIN);
        store.removeIf(path -> true);
        store.put(NATIVE, commit);

        String message = "its _delta_log has " + name(NATIVE)
                + ", named in the digits of another script by a program whose locale has such digits, and no commit:"
                + " rename it to " + name(PLAIN) + ", or remove it and the table is made anew";
        SinkException refused = catchThrowableOfType(SinkException.class, () -> write(0));
        assertThat(refused).hasMessageContaining(message);
        assertThat(refused.isPermanent()).isTrue();
        assertThatThrownBy(() -> new DeltaTableReader(store).read(ALL))
                .isInstanceOfSatisfying(
                        TableStoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BROKEN))
                .hasMessageContaining(message);
        try (DeltaMaintenance maintenance = new DeltaMaintenance("status", store.anotherClient(), "test/1")) {
            assertThatThrownBy(maintenance::describe)
                    .isInstanceOf(MaintenanceException.class)
                    .hasMessageContaining(message);
        }
        TableCheckResult findings = DeltaTableCheck.look(TelemetryTables.STATUS, store);
        assertThat(findings.isPermanent()).isTrue();
        assertThat(findings.problems()).singleElement().asString().contains(message);

        store.put(PLAIN, commit); // as it says
        store.delete(NATIVE);
        write(0);
        assertThat(rows()).isEqualTo(3);
    }

    @Test
    void severalAreCountedAndTheFirstIsTheExample() throws Exception {
        for (int version = 0; version < 5; version++) {
            store.put(LogFileName.commitPath(version).replace('0', '\u06f0'), new byte[1]);
        }
        assertThat(DeltaTableCheck.look(TelemetryTables.STATUS, store).problems())
                .singleElement()
                .asString()
                .contains(
                        " and 2 more",
                        "rename each to the same in plain digits",
                        "to 00000000000000000001.json and so on");
    }

    @Test
    void besideCommitsTheyAreWarnedOfAndTheTableWorks() throws Exception {
        write(0);
        store.put(NATIVE, store.readAll(PLAIN));
        store.put(NATIVE.replace(".json", ".crc"), new byte[1]);
        store.put("_delta_log/\u00e9t\u00e9.json", new byte[1]);
        write(1);

        TableCheckResult findings = DeltaTableCheck.look(TelemetryTables.STATUS, store);
        String warning = "its _delta_log has " + name(NATIVE).replace(".json", ".crc") + ", " + name(NATIVE)
                + ", named in the digits of another script by a program whose locale has such digits; the table does not"
                + " contain what is in them: remove them";
        assertThat(findings.isUsable()).isTrue();
        assertThat(findings.warnings()).containsExactly(warning);
        assertThat(rows()).isEqualTo(6);
        try (DeltaMaintenance maintenance = new DeltaMaintenance("status", store.anotherClient(), "test/1")) {
            assertThat(maintenance.describe().orElseThrow().warnings()).containsExactly(warning);
            store.removeIf(path -> path.contains("\u0660"));
            assertThat(maintenance.describe().orElseThrow().warnings()).isEmpty();
        }
        assertThat(DeltaTableCheck.look(TelemetryTables.STATUS, store).warnings())
                .isEmpty();
    }

    @Test
    void aTableThatKernelDoesNotSeeIsLookedForThreeTimesOnly() throws Exception {
        write(0);
        long before = store.requests(StoreOperation.LIST);
        TableStore hiding = new ForwardingTableStore(store) {
            @Override
            public List<FileEntry> list(String directory, String fromName, int limit) throws TableStoreException {
                List<FileEntry> all = super.list(directory, fromName, limit);
                return fromName.isEmpty() ? all : List.of(); // Kernel asks for what comes after a version
            }
        };
        assertThatThrownBy(() -> new DeltaLog(hiding).load())
                .isInstanceOfSatisfying(
                        TableStoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE))
                .hasMessageContaining(
                        "found no table in memory:/table in 3 looks, although its _delta_log has commits");
        assertThat(store.requests(StoreOperation.LIST) - before).isLessThanOrEqualTo(9);
    }

    private void write(int number) throws SinkException, InterruptedException {
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, store.anotherClient(), "test/1")) {
            sink.write(new Batch<>("w", number, SampleEvents.statuses(3 * number, 3 * number + 3)));
        }
    }

    private int rows() throws TableStoreException {
        return new DeltaTableReader(store).read(ALL).orElseThrow().rows().size();
    }

    private static String name(String path) {
        return path.substring(path.indexOf('/') + 1);
    }
}
