package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.adapter.delta.log.DeltaLog;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import io.dispenser.telemetry.testkit.StoreOperation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** What reading costs, in requests to the store. */
class ReadCostTest {

    private static final int BEFORE = 30;
    private static final int SINCE = 8;

    private final MaintenanceFixture table = new MaintenanceFixture();
    private final InMemoryTableStore client = table.store.anotherClient();

    @Test
    void theNewestRowsOfManyFilesTakeOneOfThem() throws Exception {
        write();

        Rows newest = new DeltaTableReader(client).read(RowQuery.newest(1)).orElseThrow();

        assertThat(newest.rows()).hasSize(1);
        assertThat(newest.filesRead()).isEqualTo(1);
        assertThat(newest.filesSkipped()).isEqualTo(BEFORE + SINCE - 1);
        assertThat(client.requests(StoreOperation.READ_ALL))
                .as("the name of the checkpoint, it, a checksum, the commits since, and a data file")
                .isEqualTo(3 + SINCE + 1);
        assertThat(client.requests(StoreOperation.READ)).isZero();
        assertThat(client.requests(StoreOperation.LIST)).isEqualTo(1);
    }

    @Test
    void theCommitsSinceTheCheckpointAreFetchedTogether() throws Exception {
        write();
        fetchCommitsTogether();

        assertThat(new DeltaTableReader(client)
                        .read(RowQuery.newest(1))
                        .orElseThrow()
                        .rows())
                .hasSize(1);
    }

    @Test
    void soTheyAreForADescription() throws Exception {
        write();
        fetchCommitsTogether();

        try (DeltaMaintenance maintenance = table.maintenance(client)) {
            assertThat(maintenance.describe().orElseThrow().files()).isEqualTo(BEFORE + SINCE);
        }
        assertThat(client.requests(StoreOperation.READ)).isZero();
    }

    private void fetchCommitsTogether() {
        CyclicBarrier together = new CyclicBarrier(SINCE);
        for (int i = 0; i < SINCE; i++) {
            client.beforeNext(StoreOperation.READ_ALL, LogText::isCommit, () -> await(together));
        }
        client.beforeNext(StoreOperation.READ_ALL, LogText::isCommit, () -> {
            throw new AssertionError("a commit was fetched twice");
        });
    }

    @Test
    void filesAreScannedSeveralAtATimeAndOnce() throws Exception {
        write();
        ColumnQuery all =
                ColumnQuery.of(TelemetryTables.STATUS, List.of("timestamp", "service"), Instant.EPOCH, null, Map.of());
        ColumnScan scan = new DeltaTableReader(client).scan(all).orElseThrow();
        long before = client.requests();
        CyclicBarrier together = new CyclicBarrier(2);
        for (int i = 0; i < 2; i++) {
            client.beforeNext(StoreOperation.READ_ALL, LogText::isData, () -> await(together));
        }

        scan.read((batch, bytes) -> {});

        assertThat(client.requests() - before).isEqualTo(BEFORE + SINCE);
        assertThat(client.requests(StoreOperation.READ)).isZero();
    }

    private void write() throws Exception {
        table.append(BEFORE);
        new DeltaLog(table.store.anotherClient()).checkpoint();
        table.append(SINCE);
    }

    private static void await(CyclicBarrier together) {
        try {
            together.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new AssertionError("they are not fetched together", e);
        }
    }
}
