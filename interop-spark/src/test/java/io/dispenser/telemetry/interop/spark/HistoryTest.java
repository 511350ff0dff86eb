package io.dispenser.telemetry.interop.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.CompactionReport;
import io.dispenser.telemetry.core.port.CompactionScope;
import io.dispenser.telemetry.core.port.MaintenanceListener;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.interop.spark.SharedTable.Commit;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Spark's {@code DESCRIBE HISTORY} shows of our commits. */
class HistoryTest {

    private static final int BATCHES = 12;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path scratch;

    @Test
    void showsOperationsWithParametersAndMetrics() throws Exception {
        SharedTable<ContainerStatusEvent> table = new SharedTable<>(TelemetryTables.STATUS, scratch.resolve("status"));
        for (int number = 0; number < BATCHES; number++) {
            table.append(number, SampleEvents.statuses(3 * number, 3 * number + 3));
        }
        Path left = table.leaveBehind("2026-03-01", 3);
        CompactionReport compacted;
        try (var maintenance = table.maintenance()) {
            compacted = maintenance.compact(CompactionScope.ALL, MaintenanceListener.NONE);
            assertThat(maintenance.vacuum(false, MaintenanceListener.NONE).files())
                    .isEqualTo(1);
        }
        assertThat(left).doesNotExist();

        List<Commit> history = table.history();

        assertThat(history).extracting(Commit::by).containsOnly(SharedTable.ENGINE_INFO);
        assertThat(history.get(0)).satisfies(commit -> {
            assertThat(commit.operation()).isEqualTo("CREATE TABLE");
            assertThat(commit.parameters()).contains("partitionBy=[\"date\"]");
        });
        assertThat(history.subList(1, BATCHES + 1)).allSatisfy(commit -> {
            assertThat(commit.operation()).isEqualTo("WRITE");
            assertThat(commit.blindAppend()).isTrue();
            assertThat(commit.parameters()).isEqualTo("{mode=Append, partitionBy=[\"date\"]}");
            assertThat(commit.metrics()).contains("numFiles=1", "numOutputRows=3", "numOutputBytes=");
        });
        assertThat(history.get(BATCHES + 1)).satisfies(commit -> {
            assertThat(commit.operation()).isEqualTo("OPTIMIZE");
            assertThat(commit.blindAppend()).isFalse();
            assertThat(commit.parameters())
                    .isEqualTo("{auto=false, clusterBy=[], predicate=[\"(date = '2026-03-01')\"], zOrderBy=[]}");
            assertThat(commit.metrics())
                    .contains("numRemovedFiles=" + BATCHES, "numRemovedBytes=" + compacted.bytesRemoved())
                    .contains("numAddedFiles=1", "numAddedBytes=" + compacted.bytesAdded())
                    .contains("minFileSize=" + compacted.bytesAdded(), "maxFileSize=" + compacted.bytesAdded());
        });
        assertThat(history.get(BATCHES + 2)).satisfies(commit -> {
            assertThat(commit.operation()).isEqualTo("VACUUM START");
            assertThat(commit.parameters())
                    .isEqualTo("{defaultRetentionMillis=86400000, retentionCheckEnabled=true,"
                            + " specifiedRetentionMillis=86400000}");
            assertThat(commit.metrics()).isEqualTo("{numFilesToDelete=1, sizeOfDataToDelete=100}");
        });
        assertThat(history.get(BATCHES + 3)).satisfies(commit -> {
            assertThat(commit.operation()).isEqualTo("VACUUM END");
            assertThat(commit.parameters()).isEqualTo("{status=COMPLETED}");
            assertThat(commit.metrics()).contains("numDeletedFiles=1", "numVacuumedDirectories=");
        });
        assertThat(history).hasSize(BATCHES + 4);
    }
}
