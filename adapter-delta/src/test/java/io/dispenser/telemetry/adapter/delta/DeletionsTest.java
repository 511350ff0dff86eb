package io.dispenser.telemetry.adapter.delta;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.adapter.delta.log.Deletions;
import io.dispenser.telemetry.core.port.MaintenanceException;
import io.dispenser.telemetry.core.port.MaintenanceListener;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import io.dispenser.telemetry.testkit.StoreFault;
import io.dispenser.telemetry.testkit.StoreOperation;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The deletions of a vacuum: many at once, and an honest end. */
class DeletionsTest {

    private static final int UNNEEDED = 3 * Deletions.AT_ONCE;

    private final MaintenanceFixture table = new MaintenanceFixture();
    private final InMemoryTableStore client = table.store.anotherClient();

    @BeforeEach
    void makeUnneededFiles() throws Exception {
        table.append(UNNEEDED);
        table.clock.advance(Duration.ofDays(2));
        table.compact();
        table.clock.advance(Duration.ofDays(10));
    }

    @Test
    void asManyAreUnderWayAsMayBe() throws Exception {
        CyclicBarrier together = new CyclicBarrier(Deletions.AT_ONCE);
        for (int i = 0; i < UNNEEDED; i++) {
            client.beforeNext(StoreOperation.DELETE, LogText::isData, () -> await(together));
        }

        long deleted = vacuum();

        assertThat(deleted).isEqualTo(UNNEEDED);
        assertThat(dataFiles()).isEqualTo(1);
        assertThat(client.requests(StoreOperation.DELETE)).isEqualTo(UNNEEDED);
    }

    @Test
    void afterAFailureNoFurtherOneIsBegunAndTheHistoryTellsHowManyAreGone() throws Exception {
        client.failNext(StoreOperation.DELETE, LogText::isData, StoreFault.DENIED);

        assertThatThrownBy(this::vacuum).isInstanceOf(MaintenanceException.class);

        long gone = UNNEEDED + 1 - dataFiles();
        assertThat(client.requests(StoreOperation.DELETE)).isEqualTo(gone + 1).isLessThan(2L * Deletions.AT_ONCE);
        String last = table.store.paths().stream()
                .filter(path -> path.endsWith(".json") && !path.contains("_dispenser"))
                .reduce((first, second) -> second)
                .orElseThrow();
        assertThat(new String(table.store.readAll(last), UTF_8))
                .contains("VACUUM END", "FAILED", "\"numDeletedFiles\":\"" + gone + "\"");
    }

    private long vacuum() throws Exception {
        try (DeltaMaintenance maintenance = table.maintenance(client)) {
            return maintenance.vacuum(false, MaintenanceListener.NONE).files();
        }
    }

    private long dataFiles() {
        return table.store.paths().stream().filter(LogText::isData).count();
    }

    private static void await(CyclicBarrier together) {
        try {
            together.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new AssertionError("the deletions don't go together", e);
        }
    }
}
