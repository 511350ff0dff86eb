package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.adapter.delta.io.ReadAhead;
import io.dispenser.telemetry.core.port.CompactionScope;
import io.dispenser.telemetry.core.port.MaintenanceException;
import io.dispenser.telemetry.core.port.MaintenanceListener;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import io.dispenser.telemetry.testkit.StoreFault;
import io.dispenser.telemetry.testkit.StoreOperation;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The small files of a compaction: several are fetched at once, each with one request. */
class ReadAheadTest {

    private static final int SMALL = 3 * ReadAhead.AT_ONCE;

    private final MaintenanceFixture table = new MaintenanceFixture();
    private final InMemoryTableStore client = table.store.anotherClient();
    private final Thread reader = Thread.currentThread();

    @BeforeEach
    void makeSmallFiles() throws Exception {
        table.append(SMALL);
        table.clock.advance(Duration.ofDays(2));
    }

    @Test
    void asManyAreUnderWayAsMayBe() throws Exception {
        CyclicBarrier together = new CyclicBarrier(ReadAhead.AT_ONCE);
        for (int i = 0; i < SMALL; i++) {
            client.beforeNext(StoreOperation.READ_ALL, LogText::isData, () -> await(together));
        }
        client.beforeNext(StoreOperation.READ_ALL, LogText::isData, () -> {
            throw new AssertionError("a file was fetched twice");
        });

        assertThat(compact()).isEqualTo(SMALL);

        assertThat(client.requests(StoreOperation.READ)).isZero();
        assertThat(ReadBack.statuses(table.store)).containsExactlyInAnyOrderElementsOf(table.expected());
    }

    @Test
    void aFileThatCantBeReadFailsItsStepAndLosesNothing() throws Exception {
        client.failNext(StoreOperation.READ_ALL, LogText::isData, StoreFault.DENIED);

        assertThatThrownBy(this::compact).isInstanceOf(MaintenanceException.class);

        assertThat(ReadBack.statuses(table.store)).containsExactlyInAnyOrderElementsOf(table.expected());
        assertThat(table.compact().filesRemoved()).isEqualTo(SMALL);
        assertThat(ReadBack.statuses(table.store)).containsExactlyInAnyOrderElementsOf(table.expected());
    }

    @Test
    void whoIsInterruptedDoesNotWaitForTheStore() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        client.beforeNext(StoreOperation.READ_ALL, LogText::isData, () -> {
            reader.interrupt();
            await(never);
        });

        assertThatThrownBy(this::compact).isInstanceOf(InterruptedException.class);

        assertThat(ReadBack.statuses(table.store)).containsExactlyInAnyOrderElementsOf(table.expected());
    }

    private long compact() throws Exception {
        try (DeltaMaintenance maintenance = table.maintenance(client)) {
            return maintenance
                    .compact(CompactionScope.ALL, MaintenanceListener.NONE)
                    .filesRemoved();
        }
    }

    private static void await(CyclicBarrier together) {
        try {
            together.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new AssertionError("the files are not fetched together", e);
        }
    }

    /** Ends by an interrupt only. */
    private static void await(CountDownLatch never) {
        try {
            never.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
