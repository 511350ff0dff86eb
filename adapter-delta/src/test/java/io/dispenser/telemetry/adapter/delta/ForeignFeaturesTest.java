package io.dispenser.telemetry.adapter.delta;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.adapter.delta.log.DeltaLog;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.CompactionScope;
import io.dispenser.telemetry.core.port.MaintenanceException;
import io.dispenser.telemetry.core.port.MaintenanceListener;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.table.Column;
import io.dispenser.telemetry.core.table.ColumnType;
import io.dispenser.telemetry.core.table.TelemetryTable;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tables with features whose files we can't write: refused before anything is written, by the feature's name. */
class ForeignFeaturesTest {

    private static final String COMMIT = "_delta_log/00000000000000000000.json";

    private final InMemoryTableStore store = new InMemoryTableStore();

    /** Kernel would commit a file with the table's own column names, which nobody could read. */
    @Test
    void columnMapping() throws Exception {
        create("[\"columnMapping\"]", "[\"columnMapping\"]", "\"delta.columnMapping.mode\":\"name\",");

        assertRefused("columnMapping (delta.columnMapping.mode = name)");
        assertThat(compactionNotes()).contains("column mapping");
    }

    @Test
    void icebergCompatibility() throws Exception {
        create(
                "[\"columnMapping\"]",
                "[\"columnMapping\",\"icebergCompatV2\"]",
                "\"delta.columnMapping.mode\":\"name\",\"delta.enableIcebergCompatV2\":\"true\",");

        assertRefused("icebergCompatV2, columnMapping");
        assertThat(compactionNotes()).contains("Iceberg compatibility");
    }

    @Test
    void clustering() throws Exception {
        create("[]", "[\"domainMetadata\",\"clustering\"]", "");

        assertRefused("it is clustered (feature clustering)");
        assertThat(compactionNotes()).contains("it is clustered");
    }

    @Test
    void partitionColumnsInDataFiles() throws Exception {
        create("[]", "[\"materializePartitionColumns\"]", "");

        assertRefused("materializePartitionColumns");
        assertThat(compactionNotes()).contains("materializePartitionColumns");
    }

    @Test
    void aDefaultOfAColumnThatWeHaveNoValueFor() throws Exception {
        create("[]", "[\"allowColumnDefaults\"]", "", "\\\"CURRENT_DEFAULT\\\":\\\"'x'\\\"");

        assertRefused("allowColumnDefaults", "column rack");
    }

    @Test
    void invariants() throws Exception {
        create("[]", "[\"invariants\"]", "", "\\\"delta.invariants\\\":\\\"true\\\"");

        assertRefused("invariants");
    }

    @Test
    void whatKernelDoesNotKnowAndMaintenanceNeither() throws Exception {
        create(
                "[]",
                "[\"checkConstraints\",\"someFutureFeature\"]",
                "\"delta.constraints.positive\":\"exit_code > 0\",");

        assertRefused("someFutureFeature");
        try (DeltaMaintenance maintenance = new DeltaMaintenance("status", store.anotherClient(), "test/1")) {
            assertThatThrownBy(() -> maintenance.compact(CompactionScope.ALL, MaintenanceListener.NONE))
                    .isInstanceOf(MaintenanceException.class)
                    .hasMessageContainingAll("someFutureFeature", "remove the feature with the engine that set it");
            assertThatThrownBy(() -> maintenance.vacuum(false, MaintenanceListener.NONE))
                    .isInstanceOf(MaintenanceException.class)
                    .hasMessageContaining("someFutureFeature");
            assertThatThrownBy(() -> maintenance.cleanLog(false, MaintenanceListener.NONE))
                    .isInstanceOf(MaintenanceException.class)
                    .hasMessageContaining("someFutureFeature");
        }
    }

    private void create(String readerFeatures, String writerFeatures, String properties) throws Exception {
        create(readerFeatures, writerFeatures, properties, "\\\"comment\\\":\\\"\\\"");
    }

    /** A table that looks like one of somebody else's: one more column, and a protocol of named features. */
    private void create(String readerFeatures, String writerFeatures, String properties, String columnMetadata)
            throws Exception {
        List<Column<ContainerStatusEvent>> columns = new ArrayList<>(TelemetryTables.STATUS.columns());
        columns.add(new Column<>("rack", ColumnType.STRING, true, "", event -> null));
        TelemetryTable<ContainerStatusEvent> table = TelemetryTables.STATUS;
        new DeltaLog(store, "somebody else", Map.of(), Map.of())
                .create(new TelemetryTable<>(
                        "other", columns, "date", table.logRetention(), table.deletedFileRetention(), 1 << 20));
        store.removeIf(path -> path.endsWith(".crc"));
        String plain = new String(store.readAll(COMMIT), UTF_8);
        String changed = plain.replace(
                        "{\"minReaderVersion\":1,\"minWriterVersion\":2}",
                        "{\"minReaderVersion\":3,\"minWriterVersion\":7,\"readerFeatures\":" + readerFeatures
                                + ",\"writerFeatures\":" + writerFeatures + "}")
                .replace("\"configuration\":{", "\"configuration\":{" + properties)
                .replace("\\\"comment\\\":\\\"\\\"", columnMetadata);
        assertThat(changed).contains(writerFeatures, properties, columnMetadata);
        store.put(COMMIT, changed.getBytes(UTF_8));
    }

    private void assertRefused(String... parts) throws Exception {
        List<String> before = store.paths();
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, store.anotherClient(), "test/1")) {
            assertThatThrownBy(() -> sink.write(new Batch<>("w", 0, SampleEvents.statuses(0, 4))))
                    .isInstanceOfSatisfying(
                            SinkException.class,
                            e -> assertThat(e.isPermanent()).isTrue())
                    .hasMessageContainingAll(parts)
                    .hasMessageContainingAll("dispenser-container-status", "memory:/table", "name another directory");
        }
        assertThat(store.paths()).isEqualTo(before);
        TableCheckResult findings = DeltaTableCheck.look(TelemetryTables.STATUS, store.anotherClient());
        assertThat(findings.isUsable()).isFalse();
        assertThat(String.join("; ", findings.problems())).contains(parts);
    }

    private String compactionNotes() throws Exception {
        try (DeltaMaintenance maintenance = new DeltaMaintenance("status", store.anotherClient(), "test/1")) {
            return String.join(
                    "; ",
                    maintenance
                            .compact(CompactionScope.ALL, MaintenanceListener.NONE)
                            .notes());
        }
    }
}
