package io.dispenser.telemetry.interop.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.adapter.delta.GroupedFleet;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.CompactionReport;
import io.dispenser.telemetry.core.port.CompactionScope;
import io.dispenser.telemetry.core.port.MaintenanceListener;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.interop.spark.SharedTable.Commit;
import io.dispenser.telemetry.testkit.RetryingWriter;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A table that we created and go on writing while Spark writes and maintains it. */
@Timeout(600)
class SparkBesideUsTest {

    private static final int ROWS = 5;
    private static final int ROUNDS = 2;
    private static final int HOSTS = 4;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path scratch;

    @SuppressWarnings("NullAway.Init")
    private SharedTable<ContainerStatusEvent> table;

    @BeforeEach
    void name() {
        table = new SharedTable<>(TelemetryTables.STATUS, scratch.resolve("status"));
    }

    @Test
    void itAppendsOptimizesAndVacuumsWhileWeWriteAndEveryRowIsThereOnce() throws Exception {
        table.append(0, statuses(0));
        AtomicBoolean enough = new AtomicBoolean();
        AtomicInteger written = new AtomicInteger(1);
        List<Integer> writtenBefore = new ArrayList<>();
        CompletableFuture<Void> ours = CompletableFuture.runAsync(() -> writeUntil(enough, written));
        try {
            for (int round = 0; round < ROUNDS; round++) {
                Path left = table.leaveBehind("2026-03-01", 9);
                table.insertBySpark("spark-" + round);
                table.sql("optimize TABLE");
                table.sql("vacuum TABLE");
                assertThat(left).doesNotExist();
                writtenBefore.add(written.get());
            }
        } finally {
            enough.set(true);
        }
        ours.get(1, TimeUnit.MINUTES);
        try (var maintenance = table.maintenance()) {
            CompactionReport compacted = maintenance.compact(CompactionScope.ALL, MaintenanceListener.NONE);
            assertThat(compacted.filesRemoved()).isPositive();
        }
        table.append(written.get(), statuses(written.get()));

        List<ContainerStatusEvent> events = SampleEvents.statuses(0, (written.get() + 1) * ROWS);
        List<List<@Nullable String>> rows = table.rowsBySpark();
        assertThat(rows).hasSize(events.size() + ROUNDS).containsAll(table.rows(events));
        assertThat(table.sql("select service from TABLE where service like 'spark-%' order by service"))
                .containsExactly(List.of("spark-0"), List.of("spark-1"));
        assertThat(table.countByUs()).isEqualTo(rows.size());
        assertThat(writtenBefore.get(ROUNDS - 1)).isGreaterThan(writtenBefore.get(0));
        assertThat(table.history())
                .filteredOn(commit -> !commit.by().equals(SharedTable.ENGINE_INFO))
                .extracting(Commit::operation)
                .contains("WRITE", "OPTIMIZE", "VACUUM START", "VACUUM END");
    }

    @Test
    void itDoesSoWhileManyHostsWriteByWayOfTheInbox() throws Exception {
        List<ContainerStatusEvent> events;
        try (GroupedFleet fleet = GroupedFleet.start(HOSTS, table::open)) {
            fleet.awaitWritten(2 * HOSTS);
            int before = fleet.batches();
            for (int round = 0; round < ROUNDS; round++) {
                Path left = table.leaveBehind("2026-03-01", 9);
                table.insertBySpark("spark-" + round);
                table.sql("optimize TABLE");
                table.sql("vacuum TABLE");
                assertThat(left).doesNotExist();
            }
            assertThat(fleet.batches()).isGreaterThan(before + HOSTS);
            events = fleet.stop();
        }
        List<List<@Nullable String>> rows = table.rowsBySpark();
        assertThat(rows).hasSize(events.size() + ROUNDS).containsAll(table.rows(events));
        assertThat(table.countByUs()).isEqualTo(rows.size());
        assertThat(table.sql("select service from TABLE where service like 'spark-%' order by service"))
                .containsExactly(List.of("spark-0"), List.of("spark-1"));
        assertThat(table.history())
                .filteredOn(commit -> commit.by().startsWith("Apache-Spark"))
                .extracting(Commit::operation)
                .contains("WRITE", "OPTIMIZE", "VACUUM START", "VACUUM END");
        try (TableStore store = table.open()) {
            assertThat(GroupedFleet.groupCommits(store)).isGreaterThan(ROUNDS);
        }
    }

    @Test
    void whoeverIsLateWithACompactionPlansItAnew() throws Exception {
        for (int batch = 0; batch < 4; batch++) {
            table.append(batch, statuses(batch));
        }
        try (var maintenance = table.maintenance()) {
            assertThatThrownBy(() -> table.sqlForestalled(
                                    "optimize TABLE",
                                    () -> maintenance.compact(CompactionScope.ALL, MaintenanceListener.NONE))
                            .join())
                    .hasMessageContaining("CONCURRENT_DELETE");
            table.append(4, statuses(4));
            table.append(5, statuses(5));

            AtomicBoolean forestalled = new AtomicBoolean();
            CompactionReport compacted = maintenance.compact(CompactionScope.ALL, (operation, read, all) -> {
                if (read == all && forestalled.compareAndSet(false, true)) {
                    table.sql("optimize TABLE"); // all is read, nothing is committed yet
                    table.insertBySpark("spark");
                }
            });
            assertThat(compacted.conflicts()).isEqualTo(1);
        }
        assertThat(table.history())
                .filteredOn(commit -> commit.operation().equals("OPTIMIZE"))
                .extracting(commit -> commit.by().equals(SharedTable.ENGINE_INFO))
                .startsWith(true, false);
        List<List<@Nullable String>> rows = table.rowsBySpark();
        assertThat(rows).hasSize(6 * ROWS + 1).containsAll(table.rows(SampleEvents.statuses(0, 6 * ROWS)));
        assertThat(table.countByUs()).isEqualTo(rows.size());
    }

    @Test
    void rowsThatItDeletedStayDeletedWhateverWeDo() throws Exception {
        table.append(0, statuses(0));
        table.append(1, statuses(1));
        table.sql("alter table TABLE set tblproperties ('delta.enableDeletionVectors' = 'true')");
        table.sql("delete from TABLE where service in ('service-1', 'service-7')");
        assertThat(table.files("deletion_vector_.*")).isNotEmpty();

        table.append(2, statuses(2));
        List<ContainerStatusEvent> left = new ArrayList<>(SampleEvents.statuses(0, 3 * ROWS));
        left.removeIf(
                event -> event.service().equals("service-1") || event.service().equals("service-7"));
        assertThat(table.countByUs()).isEqualTo(left.size());

        try (var maintenance = table.maintenance()) {
            CompactionReport compacted = maintenance.compact(CompactionScope.ALL, MaintenanceListener.NONE);
            assertThat(compacted.filesRemoved()).isZero();
            assertThat(compacted.notes())
                    .containsExactly("2 files with deletion vectors were left to whoever wrote those");
            maintenance.vacuum(false, MaintenanceListener.NONE);
        }
        assertThat(table.files("deletion_vector_.*")).isNotEmpty();
        table.append(3, statuses(3));
        left.addAll(statuses(3));

        assertThat(table.countByUs()).isEqualTo(left.size());
        assertThat(table.rowsBySpark()).containsExactlyInAnyOrderElementsOf(table.rows(left));
        assertThat(table.rowsByAFreshSpark()).containsExactlyInAnyOrderElementsOf(table.rows(left));
    }

    private void writeUntil(AtomicBoolean enough, AtomicInteger written) {
        try (var sink = table.sink()) {
            while (!enough.get()) {
                RetryingWriter.write(sink, new Batch<>("us", written.get(), statuses(written.get())));
                written.incrementAndGet();
                // Thousands of versions would show no more than some do, and a slow Spark would never be done with
                // them.
                Thread.sleep(200 + 2L * written.get());
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<ContainerStatusEvent> statuses(int batch) {
        return SampleEvents.statuses(batch * ROWS, (batch + 1) * ROWS);
    }
}
