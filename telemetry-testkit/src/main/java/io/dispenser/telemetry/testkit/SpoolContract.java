package io.dispenser.telemetry.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.Rejection;
import io.dispenser.telemetry.core.port.Spool;
import io.dispenser.telemetry.core.port.SpoolException;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Spool} does. A subclass opens one; each test gets a new, empty spool. */
public abstract class SpoolContract {

    private Spool<ContainerStatusEvent> spool;

    /** For subclasses. */
    @SuppressWarnings("NullAway.Init") // the spool is opened before each test
    protected SpoolContract() {}

    /** Opens an empty spool of the status table that holds at most {@code maxEvents} events, or about as many. */
    protected abstract Spool<ContainerStatusEvent> open(int maxEvents) throws Exception;

    @BeforeEach
    void openSpool() throws Exception {
        spool = open(1000);
    }

    @AfterEach
    void closeSpool() {
        spool.close();
    }

    @Test
    void anEmptySpoolHasNothingToSealAndNoBatch() throws SpoolException {
        assertThat(spool.seal()).isEmpty();
        assertThat(spool.oldest()).isEmpty();
        assertThat(spool.events()).isZero();
        assertThat(spool.openEvents()).isZero();
        assertThat(spool.openBytes()).isZero();
    }

    @Test
    void aBatchHoldsWhatWasAppendedBeforeItWasSealedInThatOrder() throws SpoolException {
        spool.append(SampleEvents.statuses(0, 3));
        spool.append(SampleEvents.statuses(3, 5));
        assertThat(spool.openEvents()).isEqualTo(5);
        assertThat(spool.openBytes()).isPositive();

        assertThat(spool.seal()).isPresent();
        spool.append(SampleEvents.statuses(5, 6));

        assertThat(spool.oldest().orElseThrow().events()).isEqualTo(SampleEvents.statuses(0, 5));
        assertThat(spool.openEvents()).isEqualTo(1);
        assertThat(spool.events()).isEqualTo(6);
    }

    @Test
    void anUnsealedEventIsInNoBatch() throws SpoolException {
        spool.append(SampleEvents.statuses(0, 1));
        assertThat(spool.oldest()).isEmpty();
    }

    @Test
    void batchesAreNumberedInTheirOrderUnderOneWriter() throws SpoolException {
        List<Long> sealed = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            spool.append(SampleEvents.statuses(i, i + 1));
            sealed.add(spool.seal().orElseThrow());
        }
        List<Long> left = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Batch<ContainerStatusEvent> batch = spool.oldest().orElseThrow();
            assertThat(batch.writerId()).isEqualTo(spool.writerId());
            assertThat(batch.events()).isEqualTo(SampleEvents.statuses(i, i + 1));
            left.add(batch.number());
            spool.remove(batch);
        }
        assertThat(left).isEqualTo(sealed).isSorted().doesNotHaveDuplicates();
        assertThat(spool.oldest()).isEmpty();
    }

    @Test
    void batchesThatWaitAreGivenTogetherUpToANumberOfEvents() throws SpoolException {
        List<Batch<ContainerStatusEvent>> batches = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            spool.append(SampleEvents.statuses(10 * i, 10 * i + 10));
            batches.add(new Batch<>(
                    spool.writerId(), spool.seal().orElseThrow(), SampleEvents.statuses(10 * i, 10 * i + 10)));
        }
        spool.append(SampleEvents.statuses(40, 50));
        assertThat(spool.waiting(1)).isEqualTo(batches.subList(0, 1));
        assertThat(spool.waiting(19)).isEqualTo(batches.subList(0, 1));
        assertThat(spool.waiting(20)).isEqualTo(batches.subList(0, 2));
        assertThat(spool.waiting(1000)).isEqualTo(batches);
        spool.remove(batches.get(0));
        spool.remove(batches.get(1));
        assertThat(spool.waiting(Integer.MAX_VALUE)).isEqualTo(batches.subList(2, 4));
    }

    @Test
    void theOldestBatchStaysTheSameUntilItIsRemoved() throws SpoolException {
        spool.append(SampleEvents.statuses(0, 2));
        spool.seal();
        Batch<ContainerStatusEvent> first = spool.oldest().orElseThrow();
        spool.append(SampleEvents.statuses(2, 4));
        spool.seal();
        assertThat(spool.oldest()).contains(first);
    }

    @Test
    void onlyTheOldestBatchCanBeRemoved() throws SpoolException {
        spool.append(SampleEvents.statuses(0, 1));
        spool.seal();
        Batch<ContainerStatusEvent> first = spool.oldest().orElseThrow();
        spool.remove(first);
        spool.append(SampleEvents.statuses(1, 2));
        spool.seal();
        assertThatThrownBy(() -> spool.remove(first)).isInstanceOf(IllegalArgumentException.class);
        assertThat(spool.events()).isEqualTo(1);
    }

    @Test
    void aFullSpoolRefusesAllOfAnAppendAndHasRoomAgainAfterARemoval() throws Exception {
        spool.close();
        spool = open(10);
        int appended = 0;
        SpoolException refusal = null;
        while (refusal == null && appended < 1000) {
            try {
                spool.append(SampleEvents.statuses(appended, appended + 4));
                appended += 4;
            } catch (SpoolException e) {
                refusal = e;
            }
        }
        assertThat(refusal).isNotNull().returns(true, SpoolException::isFull);
        assertThat(spool.events()).isEqualTo(appended);

        spool.seal();
        spool.remove(spool.oldest().orElseThrow());
        spool.append(SampleEvents.statuses(0, 4));
        assertThat(spool.events()).isEqualTo(4);
    }

    @Test
    void eventsThatCannotBeRowsAreTakenOutAndTheRestKeepsItsName() throws SpoolException {
        spool.append(SampleEvents.statuses(0, 3));
        spool.seal();
        spool.append(SampleEvents.statuses(3, 5));
        spool.seal();
        Batch<ContainerStatusEvent> batch = spool.oldest().orElseThrow();
        spool.reject(batch, List.of(new Rejection(batch.events().get(1), "odd")));
        Batch<ContainerStatusEvent> left = spool.oldest().orElseThrow();
        assertThat(left)
                .isEqualTo(new Batch<>(
                        batch.writerId(),
                        batch.number(),
                        List.of(batch.events().get(0), batch.events().get(2))));
        assertThat(spool.events()).isEqualTo(4);
        assertThat(spool.rejectedEvents()).isEqualTo(1);
        assertThat(spool.waiting(100)).hasSize(2);

        assertThatThrownBy(() ->
                        spool.reject(left, List.of(new Rejection(batch.events().get(1), "odd"))))
                .isInstanceOf(IllegalArgumentException.class);
        spool.reject(
                left,
                left.events().stream().map(event -> new Rejection(event, "odd")).toList());
        assertThat(spool.oldest().orElseThrow().events()).isEqualTo(SampleEvents.statuses(3, 5));
        assertThat(spool.events()).isEqualTo(2);
        assertThat(spool.rejectedEvents()).isEqualTo(3);
    }

    @Test
    void itDoesWhatAListDoesWhateverTheOrderOfCalls() throws SpoolException {
        long seed = new SecureRandom().nextLong();
        Random random = new Random(seed);
        List<ContainerStatusEvent> open = new ArrayList<>();
        Deque<List<ContainerStatusEvent>> sealed = new ArrayDeque<>();
        for (int i = 0; i < 500; i++) {
            switch (random.nextInt(3)) {
                case 0 -> {
                    List<ContainerStatusEvent> events = SampleEvents.statuses(i, i + 1 + random.nextInt(3));
                    spool.append(events);
                    open.addAll(events);
                }
                case 1 -> {
                    assertThat(spool.seal().isPresent()).as("seed %d", seed).isEqualTo(!open.isEmpty());
                    if (!open.isEmpty()) {
                        sealed.add(List.copyOf(open));
                        open.clear();
                    }
                }
                default -> {
                    if (!sealed.isEmpty()) {
                        Batch<ContainerStatusEvent> oldest = spool.oldest().orElseThrow();
                        assertThat(oldest.events()).as("seed %d", seed).isEqualTo(sealed.remove());
                        spool.remove(oldest);
                    }
                }
            }
            long expected =
                    (long) open.size() + sealed.stream().mapToInt(List::size).sum();
            assertThat(spool.events()).as("seed %d", seed).isEqualTo(expected);
            assertThat(spool.oldest().isPresent()).as("seed %d", seed).isEqualTo(!sealed.isEmpty());
        }
    }
}
