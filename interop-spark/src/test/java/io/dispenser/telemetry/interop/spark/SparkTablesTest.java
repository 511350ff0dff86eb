package io.dispenser.telemetry.interop.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.CompactionReport;
import io.dispenser.telemetry.core.port.CompactionScope;
import io.dispenser.telemetry.core.port.MaintenanceException;
import io.dispenser.telemetry.core.port.MaintenanceListener;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables that Spark created with the documented schema: which we append to, and which we refuse. */
@Timeout(300)
class SparkTablesTest {

    private static final int BATCHES = 3;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path scratch;

    @SuppressWarnings("NullAway.Init")
    private SharedTable<ContainerStatusEvent> table;

    private final List<ContainerStatusEvent> events = new ArrayList<>();

    @BeforeEach
    void name() {
        table = new SharedTable<>(TelemetryTables.STATUS, scratch.resolve("status"));
    }

    @ParameterizedTest
    @CsvSource({
        "v2Checkpoint, delta.checkpointPolicy, v2, ",
        "inCommitTimestamp, delta.enableInCommitTimestamps, true, ",
        "changeDataFeed, delta.enableChangeDataFeed, true, ",
        "appendOnly, delta.appendOnly, true, ",
        "rowTracking, delta.enableRowTracking, true, row tracking (delta.enableRowTracking)",
    })
    void weAppendToItsTablesWithAFeatureThatKernelWrites(
            String feature, String property, String value, @Nullable String whyNotCompacted) throws Exception {
        table.createBySpark("", Map.of(property, value, "delta.checkpointInterval", "3"));
        assertThat(table.features()).contains(feature);
        appendInTurns();
        assertBothRead();

        CompactionReport compacted = maintain();
        if (whyNotCompacted == null) {
            assertThat(compacted.filesRemoved()).isEqualTo(2L * BATCHES);
            assertThat(compacted.notes()).isEmpty();
        } else {
            assertThat(compacted.filesRemoved()).isZero();
            assertThat(compacted.notes())
                    .singleElement()
                    .asString()
                    .contains("its files were left as they are", whyNotCompacted);
        }
        append(BATCHES);
        assertBothRead();
        if (feature.equals("rowTracking")) {
            assertThat(table.sql("select distinct _metadata.row_id from TABLE")).hasSize(events.size() + BATCHES);
        }
        if (feature.equals("v2Checkpoint")) {
            assertThat(table.files("_delta_log/_sidecars/.*\\.parquet")).isNotEmpty();
        }
    }

    @Test
    void filesWithDeletionVectorsAreLeftAndTheOthersCompacted() throws Exception {
        table.createBySpark("", Map.of("delta.enableDeletionVectors", "true"));
        appendInTurns();
        table.sql("delete from TABLE where service = 'service-2'");
        events.removeIf(event -> event.service().equals("service-2"));
        assertThat(table.files("deletion_vector_.*")).isNotEmpty();
        assertBothRead();

        CompactionReport compacted = maintain();
        assertThat(compacted.filesRemoved()).isEqualTo(2L * BATCHES - 1);
        assertThat(compacted.notes()).containsExactly("1 file with a deletion vector was left to whoever wrote that");
        append(BATCHES);
        assertBothRead();
    }

    @ParameterizedTest
    @CsvSource({
        "columnMapping, , name",
        "icebergCompatV2, delta.enableIcebergCompatV2, name",
    })
    void weRefuseWhatOurFilesCanNotHold(String feature, @Nullable String property, String mapping) throws Exception {
        Map<String, String> properties = new HashMap<>(Map.of("delta.columnMapping.mode", mapping));
        if (property != null) {
            properties.put(property, "true");
        }
        table.createBySpark("", properties);
        assertRefused(feature);
        assertThat(maintain().notes()).singleElement().asString().contains("column mapping");
    }

    @Test
    void weRefuseConstraintsThatNobodyHereWouldCheck() throws Exception {
        table.createBySpark("", Map.of());
        table.sql("alter table TABLE add constraint few check (restart_count < 5)");
        assertRefused("checkConstraints");
        assertMaintenanceRefused("checkConstraints");
    }

    @ParameterizedTest
    @CsvSource({
        "generatedColumns, hour int generated always as (hour(timestamp))",
        "identityColumns, id bigint generated always as identity",
    })
    void weRefuseColumnsThatTheWriterHasToFill(String feature, String column) throws Exception {
        table.createBySpark(", " + column, Map.of());
        assertRefused(feature);
        assertMaintenanceRefused(feature);
    }

    @Test
    void weRefuseATableThatIsClusteredInsteadOfPartitioned() throws Exception {
        table.createBySpark("", Map.of(), "cluster by (service)");
        assertRefused("feature clustering");
    }

    private void appendInTurns() throws Exception {
        for (int batch = 0; batch < BATCHES; batch++) {
            append(batch);
            table.insertBySpark("spark-" + batch);
        }
    }

    private void append(int batch) throws Exception {
        List<ContainerStatusEvent> some = SampleEvents.statuses(batch * 5, batch * 5 + 5);
        table.append(batch, some);
        events.addAll(some);
    }

    private void assertBothRead() throws Exception {
        int all = events.size() + BATCHES;
        assertThat(table.countByUs()).isEqualTo(all);
        assertThat(table.rowsBySpark()).hasSize(all).containsAll(table.rows(events));
        assertThat(table.rowsByAFreshSpark()).hasSize(all).containsAll(table.rows(events));
    }

    private CompactionReport maintain() throws Exception {
        try (var maintenance = table.maintenance()) {
            CompactionReport compacted = maintenance.compact(CompactionScope.ALL, MaintenanceListener.NONE);
            maintenance.vacuum(false, MaintenanceListener.NONE);
            maintenance.cleanLog(false, MaintenanceListener.NONE);
            return compacted;
        }
    }

    private void assertRefused(String feature) throws Exception {
        List<Path> before = table.files(".*");
        assertThatThrownBy(() -> table.append(0, SampleEvents.statuses(0, 10)))
                .isInstanceOfSatisfying(
                        SinkException.class, e -> assertThat(e.isPermanent()).isTrue())
                .hasMessageContaining(feature)
                .hasMessageNotContaining("\n");
        assertThat(table.files(".*")).isEqualTo(before);
    }

    private void assertMaintenanceRefused(String feature) {
        try (var maintenance = table.maintenance()) {
            assertThatThrownBy(() -> maintenance.compact(CompactionScope.ALL, MaintenanceListener.NONE))
                    .isInstanceOf(MaintenanceException.class)
                    .hasMessageContaining(feature);
            assertThatThrownBy(() -> maintenance.vacuum(false, MaintenanceListener.NONE))
                    .isInstanceOf(MaintenanceException.class)
                    .hasMessageContaining(feature);
            assertThatThrownBy(() -> maintenance.cleanLog(false, MaintenanceListener.NONE))
                    .isInstanceOf(MaintenanceException.class)
                    .hasMessageContaining(feature);
        }
    }
}
