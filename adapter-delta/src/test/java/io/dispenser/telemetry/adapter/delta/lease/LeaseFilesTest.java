package io.dispenser.telemetry.adapter.delta.lease;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.core.port.MaintenanceException;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import io.dispenser.telemetry.testkit.ManualInstants;
import io.dispenser.telemetry.testkit.ManualTicker;
import io.dispenser.telemetry.testkit.StoreFault;
import io.dispenser.telemetry.testkit.StoreOperation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** One of many has the lease, by the store's clock and no other. */
class LeaseFilesTest {

    private static final Duration DURATION = Duration.ofMinutes(10);

    private final ManualInstants clock = new ManualInstants(Instant.parse("2026-03-01T18:00:00Z"));
    private final InMemoryTableStore store = new InMemoryTableStore(clock);

    @Test
    void itEndsByTheStoresTimeUnlessItIsRenewed() throws Exception {
        LeaseFiles one = lease("one");
        LeaseFiles two = lease("two");
        MaintenanceLease mine = one.take(Duration.ZERO).orElseThrow();
        clock.advance(DURATION.minusSeconds(1));
        assertThat(two.take(Duration.ZERO)).isEmpty();
        assertThat(one.renew(mine)).isTrue();
        clock.advance(DURATION.minusSeconds(1));
        assertThat(two.take(Duration.ZERO)).isEmpty();
        clock.advance(Duration.ofSeconds(1));

        assertThat(two.take(Duration.ZERO)).isPresent();
        assertThat(one.renew(mine)).isFalse();
        assertThat(one.take(Duration.ZERO)).isEmpty();
        one.release(mine.finishedAt(7));
        assertThat(one.take(Duration.ZERO))
                .as("the release of a lease that was lost frees nothing")
                .isEmpty();
    }

    @Test
    void workThatWasDoneOfLateIsNotDoneAgain() throws Exception {
        LeaseFiles one = lease("one");
        MaintenanceLease mine = one.take(Duration.ofHours(1)).orElseThrow();
        long now = clock.instant().toEpochMilli();
        one.release(mine.finishedAt(now).vacuumedAt(now));
        clock.advance(Duration.ofMinutes(59));
        assertThat(lease("two").take(Duration.ofHours(1))).isEmpty();
        clock.advance(Duration.ofMinutes(1));
        assertThat(lease("two").take(Duration.ofHours(1)).orElseThrow().vacuumed())
                .isEqualTo(now);
    }

    @Test
    void whatWasDoneInTheFutureWasNeverDone() throws Exception {
        LeaseFiles one = lease("one");
        MaintenanceLease mine = one.take(Duration.ZERO).orElseThrow();
        long future = clock.instant().plus(Duration.ofDays(300)).toEpochMilli();
        one.release(mine.finishedAt(future).vacuumedAt(future));

        MaintenanceLease next = lease("two").take(Duration.ofHours(1)).orElseThrow();
        assertThat(next.finished()).isZero();
        assertThat(next.vacuumed()).isZero();
        one.release(next.finishedAt(clock.instant().toEpochMilli()).vacuumedAt(future));
        assertThat(lease("three").take(Duration.ofHours(1)))
                .as("each of the two counts by itself")
                .isEmpty();
        assertThat(lease("three").take(Duration.ZERO).orElseThrow().vacuumed()).isZero();
    }

    @Test
    void whatAStoreOfManyMachinesTellsMaySeemAMomentAhead() throws Exception {
        LeaseFiles one = lease("one");
        MaintenanceLease mine = one.take(Duration.ZERO).orElseThrow();
        clock.advance(Duration.ofSeconds(-2));
        assertThat(lease("two").take(Duration.ZERO)).isEmpty();
        one.release(mine.finishedAt(clock.instant().plusSeconds(2).toEpochMilli()));
        assertThat(lease("two").take(Duration.ofHours(1))).isEmpty();
    }

    @Test
    void aLeaseOfAStoreWhoseClockWasAheadEndsWhenThatIsSetRight() throws Exception {
        clock.advance(Duration.ofDays(300));
        MaintenanceLease mine = lease("one").take(Duration.ZERO).orElseThrow();
        clock.advance(Duration.ofDays(-300));
        assertThat(lease("two").take(Duration.ZERO)).isPresent();
        assertThat(lease("one").renew(mine)).isFalse();
    }

    @Test
    void aTimeThatIsNoneIsNotKnown() throws Exception {
        store.put(
                String.format(Locale.ROOT, "_delta_log/_dispenser_maintenance_lease_%020d.json", 1),
                ("{\"holder\":\"x\",\"held\":false,\"finished\":" + "9".repeat(30) + "}").getBytes(UTF_8));
        assertThat(lease("one").take(Duration.ofHours(1)).orElseThrow().finished())
                .isZero();
    }

    @Test
    void twoFilesAreAllThatIsLeftOfIt() throws Exception {
        for (int held = 0; held < 20; held++) {
            LeaseFiles lease = lease("agent-" + held);
            MaintenanceLease mine = lease.take(Duration.ZERO).orElseThrow();
            assertThat(lease("other").take(Duration.ZERO)).isEmpty();
            lease.release(mine.finishedAt(held));
        }
        assertThat(store.paths()).hasSize(2).allMatch(path -> path.startsWith("_delta_log/_dispenser_maintenance_"));
        assertThat(lease("any").current().orElseThrow().finished()).isEqualTo(19);
    }

    @Test
    void aSlowAgentThatPutsAnOldNumberDoesNotWin() throws Exception {
        InMemoryTableStore slow = store.anotherClient();
        LeaseFiles late = new LeaseFiles(slow, "late", DURATION);
        lease("one").take(Duration.ZERO);
        clock.advance(DURATION);
        // While it puts number 2, others have had 2 and 3, and number 2 was removed again.
        slow.beforeNext(StoreOperation.PUT_IF_ABSENT, path -> true, () -> {
            try {
                LeaseFiles two = lease("two");
                two.release(two.take(Duration.ZERO).orElseThrow());
                assertThat(lease("three").take(Duration.ZERO)).isPresent();
            } catch (TableStoreException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(late.take(Duration.ZERO)).isEmpty();
        assertThat(lease("four").take(Duration.ZERO))
                .as("the third still has it")
                .isEmpty();
    }

    @Test
    void aLostReplyIsLookedUp() throws Exception {
        store.failNext(StoreOperation.PUT_IF_ABSENT, path -> true, StoreFault.REPLY_LOST);
        assertThat(new LeaseFiles(store, "one", DURATION).take(Duration.ZERO)).isPresent();
        clock.advance(DURATION);
        store.failNext(StoreOperation.PUT_IF_ABSENT, path -> true, StoreFault.REQUEST_LOST);
        assertThat(new LeaseFiles(store, "two", DURATION).take(Duration.ZERO)).isEmpty();
    }

    @Test
    void ofManyThatAskAtOnceOneWins() throws Exception {
        int agents = 8;
        ExecutorService threads = Executors.newFixedThreadPool(agents);
        try {
            for (int round = 0; round < 50; round++) {
                CyclicBarrier start = new CyclicBarrier(agents);
                List<Future<Boolean>> asked = new ArrayList<>();
                for (int agent = 0; agent < agents; agent++) {
                    String name = "agent-" + agent + "-" + round;
                    asked.add(threads.submit(() -> {
                        start.await();
                        return lease(name).take(Duration.ZERO).isPresent();
                    }));
                }
                int winners = 0;
                for (Future<Boolean> each : asked) {
                    winners += each.get() ? 1 : 0;
                }
                assertThat(winners).as("round %s", round).isEqualTo(1);
                clock.advance(DURATION);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aLeaseIsRenewedWhileWorkGoesOnAndItsLossEndsTheWork() throws Exception {
        ManualTicker ticker = new ManualTicker();
        LeaseFiles lease = lease("one");
        HeldLease held = new HeldLease(lease, lease.take(Duration.ZERO).orElseThrow(), "one", DURATION, ticker);
        for (int minute = 0; minute < 60; minute++) {
            clock.advance(Duration.ofMinutes(1));
            ticker.advance(Duration.ofMinutes(1));
            held.renewIfDue();
            assertThat(lease("two").take(Duration.ZERO)).isEmpty();
        }
        clock.advance(DURATION);
        ticker.advance(DURATION);
        assertThat(lease("two").take(Duration.ZERO)).isPresent();
        assertThatThrownBy(held::renewIfDue)
                .isInstanceOf(MaintenanceException.class)
                .hasMessageContaining("another agent");
    }

    private LeaseFiles lease(String holder) {
        return new LeaseFiles(store.anotherClient(), holder, DURATION);
    }
}
