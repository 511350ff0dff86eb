package io.dispenser.telemetry.interop.trino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.CompactionReport;
import io.dispenser.telemetry.core.port.CompactionScope;
import io.dispenser.telemetry.core.port.MaintenanceListener;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.RetryingWriter;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
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

/** A table that we created and go on writing while Trino writes and maintains it. */
@Timeout(300)
class TrinoBesideUsTest {

    private static final String OPTIMIZE = "alter table TABLE execute optimize";
    private static final String FILES_OF_TRINO =
            "select distinct \"$path\" from TABLE where \"$path\" not like '%/part-%'";
    private static final int ROWS = 5;
    private static final int ROUNDS = 3;

    @SuppressWarnings("NullAway.Init")
    private SharedTable<ContainerStatusEvent> table;

    @BeforeEach
    void name() throws Exception {
        table = new SharedTable<>(TelemetryTables.STATUS);
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
                Path left = table.leaveBehind(9);
                table.insertByTrino("trino-" + round);
                table.sql(OPTIMIZE);
                table.vacuumByTrino("7d");
                assertThat(left).doesNotExist();
                writtenBefore.add(written.get());
            }
        } finally {
            enough.set(true);
        }
        ours.get(1, TimeUnit.MINUTES);
        for (int more = 0; more < 8; more++) {
            table.append(written.get(), statuses(written.getAndIncrement()));
        }
        assertThat(compact(MaintenanceListener.NONE).filesRemoved()).isGreaterThanOrEqualTo(8);
        table.append(written.get(), statuses(written.getAndIncrement()));

        assertAllThereOnce(written.get(), ROUNDS);
        assertThat(table.sql("select service from TABLE where service like 'trino-%' order by service"))
                .containsExactly(List.of("trino-0"), List.of("trino-1"), List.of("trino-2"));
        assertThat(writtenBefore.get(ROUNDS - 1)).isGreaterThan(writtenBefore.get(0));
        assertThat(table.sql("select distinct operation from HISTORY"))
                .contains(List.of("CREATE TABLE"), List.of("WRITE"), List.of("OPTIMIZE"));
    }

    @Test
    void whatItAppendsComesAfterACommitOfOursThatWasFaster() throws Exception {
        table.append(0, statuses(0));
        table.insertByTrinoForestalled("trino", () -> table.append(1, statuses(1)));
        assertAllThereOnce(2, 1);
        assertThat(table.commitsOfTrino())
                .as("one that came too late, and the next; neither can overwrite")
                .hasSize(2)
                .allSatisfy(commit -> assertThat(commit.headers()).containsEntry("if-none-match", "*"));
    }

    @Test
    void whatItOptimizesComesAfterAnAppendOfOursThatWasFaster() throws Exception {
        table.append(0, statuses(0));
        table.append(1, statuses(1));
        table.sqlForestalled(OPTIMIZE, () -> table.append(2, statuses(2)));
        assertThat(table.sql("select version from HISTORY where operation = 'OPTIMIZE'"))
                .containsExactly(List.of("4"));
        assertAllThereOnce(3, 0);
    }

    @Test
    void anOptimizeThatOurCompactionIsFasterThanFailsAndCanBeRunAgain() throws Exception {
        for (int batch = 0; batch < 4; batch++) {
            table.append(batch, statuses(batch));
        }
        assertThatThrownBy(() -> table.sqlForestalled(OPTIMIZE, () -> compact(MaintenanceListener.NONE)))
                .hasStackTraceContaining("Conflicting concurrent writes found");
        assertAllThereOnce(4, 0);
        table.append(4, statuses(4));
        table.sql(OPTIMIZE);
        assertAllThereOnce(5, 0);
    }

    @Test
    void aCompactionOfOursThatItsOptimizeIsFasterThanIsPlannedAnew() throws Exception {
        for (int batch = 0; batch < 4; batch++) {
            table.append(batch, statuses(batch));
        }
        AtomicBoolean forestalled = new AtomicBoolean();
        CompactionReport compacted = compact((operation, read, all) -> {
            if (read == all && forestalled.compareAndSet(false, true)) {
                table.sql(OPTIMIZE); // all is read, nothing is committed yet
                table.insertByTrino("trino");
            }
        });
        assertThat(compacted.conflicts()).isEqualTo(1);
        assertThat(table.sql("select count(*) from HISTORY where operation = 'OPTIMIZE'"))
                .containsExactly(List.of("1"));
        assertAllThereOnce(4, 1);
    }

    /** An optimize writes one, whatever interval the table has. */
    @Test
    void weReadOnFromItsCheckpointAndKnowOurBatches() throws Exception {
        table.append(0, statuses(0));
        table.append(1, statuses(1));
        table.sql(OPTIMIZE);
        assertThat(table.files("_delta_log/0+3\\.checkpoint\\.parquet")).hasSize(1);
        table.delete(table.files("_delta_log/0+[0-2]\\.(json|crc)"));

        table.append(1, statuses(1));
        table.append(2, statuses(2));

        assertAllThereOnce(3, 0);
    }

    @Test
    void weCompactWhatItWrote() throws Exception {
        for (int batch = 0; batch < 4; batch++) {
            table.append(batch, statuses(batch));
            table.insertByTrino("trino-" + batch);
        }
        assertThat(table.sql(FILES_OF_TRINO)).hasSize(4);
        assertThat(compact(MaintenanceListener.NONE).filesRemoved()).isEqualTo(8);
        assertThat(table.sql(FILES_OF_TRINO)).isEmpty();
        assertAllThereOnce(4, 4);
    }

    @Test
    void itsOptimizeRoundsOurTimestampsToMilliseconds() throws Exception {
        table.append(0, statuses(0));
        table.append(1, statuses(1));
        assertThat(table.timestampsByUs())
                .hasSize(2 * ROWS)
                .noneMatch(at -> at.equals(at.truncatedTo(ChronoUnit.MILLIS)));
        table.sql(OPTIMIZE);
        assertThat(table.timestampsByUs())
                .hasSize(2 * ROWS)
                .allMatch(at -> at.equals(at.truncatedTo(ChronoUnit.MILLIS)));
    }

    @Test
    void itsVacuumKeepsFilesForSevenDaysAtLeast() throws Exception {
        table.append(0, statuses(0));
        assertThatThrownBy(() -> table.vacuumByTrino("6d"))
                .isInstanceOf(Trino.Refusal.class)
                .hasMessageContaining("7.00d");
    }

    @Test
    void weAppendToATableThatItCreated() throws Exception {
        table.createByTrino();
        table.append(0, statuses(0));
        table.insertByTrino("trino");
        table.append(1, statuses(1));
        assertAllThereOnce(2, 1);
    }

    private CompactionReport compact(MaintenanceListener listener) throws Exception {
        try (var maintenance = table.maintenance()) {
            return maintenance.compact(CompactionScope.ALL, listener);
        }
    }

    private void assertAllThereOnce(int batches, int rowsOfTrino) throws Exception {
        List<List<@Nullable String>> ours = table.view.rows(SampleEvents.statuses(0, batches * ROWS));
        List<List<@Nullable String>> rows = table.rowsByTrino();
        assertThat(rows).hasSize(ours.size() + rowsOfTrino).containsAll(ours);
        assertThat(table.timestampsByUs()).hasSameSizeAs(rows);
    }

    private void writeUntil(AtomicBoolean enough, AtomicInteger written) {
        try (var sink = table.sink()) {
            while (!enough.get()) {
                RetryingWriter.write(sink, new Batch<>("us", written.get(), statuses(written.get())));
                written.incrementAndGet();
                Thread.sleep(200); // hundreds of versions would show no more than some do
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<ContainerStatusEvent> statuses(int batch) {
        return SampleEvents.statuses(batch * ROWS, (batch + 1) * ROWS);
    }
}
