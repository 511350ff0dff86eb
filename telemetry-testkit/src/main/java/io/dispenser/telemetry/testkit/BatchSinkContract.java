package io.dispenser.telemetry.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.HealthStatus;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.BatchSink;
import io.dispenser.telemetry.core.port.LookAround;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.port.WriteReceipt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every {@link BatchSink} does. A subclass opens sinks of one place, new and empty for each test, and reads it back. */
public abstract class BatchSinkContract {

    private static final int WRITERS = 3;
    private static final int BATCHES = 8;
    private static final int ROWS = 5;

    /** For subclasses. */
    protected BatchSinkContract() {}

    /** Opens another sink of the place, as another process would. The test closes it. */
    protected abstract BatchSink<ContainerStatusEvent> open() throws Exception;

    /** All events of the place, in any order, but those of one instant in the order in which they are stored. */
    protected abstract List<ContainerStatusEvent> written() throws Exception;

    /** Whether {@link #failNext} can bring about this outage. */
    protected boolean canFail(SinkOutage outage) {
        return false;
    }

    /**
     * Lets the place fail once, under the next batch that {@code sink} writes.
     *
     * @throws UnsupportedOperationException if {@link #canFail} says no
     */
    protected void failNext(BatchSink<ContainerStatusEvent> sink, SinkOutage outage) {
        throw new UnsupportedOperationException(outage + " can't be brought about");
    }

    @Test
    void aBatchIsWrittenWhole() throws Exception {
        try (BatchSink<ContainerStatusEvent> sink = open()) {
            WriteReceipt receipt = sink.write(batch("w", 0, SampleEvents.statuses(0, 100)));

            assertThat(receipt.alreadyPresent()).isFalse();
            assertThat(receipt.files()).isPositive();
            assertThat(receipt.bytes()).isPositive();
        }
        assertThat(written()).containsExactlyInAnyOrderElementsOf(SampleEvents.statuses(0, 100));
    }

    @Test
    void preparedOrNotAndHoweverOftenItHoldsWhatWasWritten() throws Exception {
        try (BatchSink<ContainerStatusEvent> sink = open()) {
            sink.prepare();
            assertThat(written()).isEmpty();
            sink.write(batch("w", 0, SampleEvents.statuses(0, 3)));
            sink.prepare();
            sink.write(batch("w", 1, SampleEvents.statuses(3, 6)));
        }
        assertThat(written()).containsExactlyInAnyOrderElementsOf(SampleEvents.statuses(0, 6));
    }

    @Test
    void aLookAroundFindsNothingStrandedWhereNobodyElseIsAndChangesNothing() throws Exception {
        try (BatchSink<ContainerStatusEvent> sink = open()) {
            sink.prepare();
            sink.write(batch("w", 0, SampleEvents.statuses(0, 3)));
            LookAround look = sink.lookAround();
            assertThat(look.stranded()).isEmpty();
            assertThat(look.again()).isPositive();
            sink.write(batch("w", 1, SampleEvents.statuses(3, 6)));
        }
        assertThat(written()).containsExactlyInAnyOrderElementsOf(SampleEvents.statuses(0, 6));
    }

    @Test
    void theSameBatchAgainLeavesOneCopy() throws Exception {
        Batch<ContainerStatusEvent> batch = batch("w", 0, SampleEvents.statuses(0, 3));
        try (BatchSink<ContainerStatusEvent> sink = open()) {
            sink.write(batch);
            WriteReceipt again = sink.write(batch);

            assertThat(again.alreadyPresent()).isTrue();
            assertThat(again.files()).isZero();
        }
        assertThat(written()).containsExactlyInAnyOrderElementsOf(batch.events());
    }

    @Test
    void batchesThatWaitedAreWrittenTogetherEachOnce() throws Exception {
        List<Batch<ContainerStatusEvent>> batches = IntStream.range(0, 6)
                .mapToObj(i -> batch("w", 2L * i, SampleEvents.statuses(10 * i, 10 * i + 10)))
                .toList();
        try (BatchSink<ContainerStatusEvent> sink = open()) {
            sink.write(batches.get(0));
            WriteReceipt known = sink.writeAll(batches.subList(0, 4));
            assertThat(known.alreadyPresent()).isTrue();
            assertThat(known.batches()).isEqualTo(1);
            WriteReceipt receipt = sink.writeAll(batches.subList(1, 4));
            assertThat(receipt.alreadyPresent()).isFalse();
            assertThat(receipt.files()).isPositive();
            assertThat(receipt.batches()).isPositive();
            for (Batch<ContainerStatusEvent> left : batches.subList(1 + receipt.batches(), 4)) {
                sink.write(left);
            }
            assertThat(sink.writeAll(batches.subList(1, 4)).alreadyPresent()).isTrue();
            assertThat(sink.write(batches.get(2)).alreadyPresent()).isTrue();
        }
        try (BatchSink<ContainerStatusEvent> sink = open()) {
            int done = 2;
            while (done < 6) {
                done += sink.writeAll(batches.subList(done, 6)).batches();
            }
        }
        assertThat(written()).containsExactlyInAnyOrderElementsOf(SampleEvents.statuses(0, 60));
    }

    @Test
    void itTellsTheLastNumberOfEachWriterIfItTellsAny() throws Exception {
        try (BatchSink<ContainerStatusEvent> sink = open()) {
            assertThat(sink.lastNumber("w")).isEmpty();
            sink.write(batch("w", 3, SampleEvents.statuses(0, 3)));
            sink.write(batch("w", 7, SampleEvents.statuses(3, 6)));
            assertThat(sink.lastNumber("w").orElse(7)).isEqualTo(7);
            assertThat(sink.lastNumber("other")).isEmpty();
        }
    }

    @Test
    void itFindsEventsWhoeverWroteThemIfItLooks() throws Exception {
        try (BatchSink<ContainerStatusEvent> sink = open();
                BatchSink<ContainerStatusEvent> other = open()) {
            Optional<List<ContainerStatusEvent>> nothing = sink.absent(SampleEvents.statuses(0, 3));
            assertThat(nothing.orElse(SampleEvents.statuses(0, 3))).isEqualTo(SampleEvents.statuses(0, 3));
            sink.write(batch("w", 0, SampleEvents.statuses(0, 40)));
            other.write(batch("v", 0, SampleEvents.statuses(60, 80)));
            List<ContainerStatusEvent> asked = new ArrayList<>(SampleEvents.statuses(30, 70));
            asked.add(SampleEvents.status(35));
            List<ContainerStatusEvent> lacking = new ArrayList<>(SampleEvents.statuses(40, 60));
            lacking.add(SampleEvents.status(35));
            assertThat(sink.absent(asked).orElse(lacking)).isEqualTo(lacking);
        }
    }

    @Test
    void anotherSinkKnowsWhatTheFirstWrote() throws Exception {
        try (BatchSink<ContainerStatusEvent> first = open()) {
            first.write(batch("w", 0, SampleEvents.statuses(0, 3)));
            first.write(batch("w", 1, SampleEvents.statuses(3, 6)));
        }
        try (BatchSink<ContainerStatusEvent> second = open()) {
            assertThat(second.write(batch("w", 1, SampleEvents.statuses(3, 6))).alreadyPresent())
                    .isTrue();
            assertThat(second.write(batch("w", 2, SampleEvents.statuses(6, 9))).alreadyPresent())
                    .isFalse();
        }
        assertThat(written()).containsExactlyInAnyOrderElementsOf(SampleEvents.statuses(0, 9));
    }

    @Test
    void theNumbersOfOneWriterMeanNothingToAnother() throws Exception {
        try (BatchSink<ContainerStatusEvent> sink = open()) {
            sink.write(batch("one", 5, SampleEvents.statuses(0, 3)));

            assertThat(sink.write(batch("other", 5, SampleEvents.statuses(3, 6)))
                            .alreadyPresent())
                    .isFalse();
            assertThat(sink.write(batch("third", 0, SampleEvents.statuses(6, 9)))
                            .alreadyPresent())
                    .isFalse();
        }
        assertThat(written()).containsExactlyInAnyOrderElementsOf(SampleEvents.statuses(0, 9));
    }

    @Test
    void eventsKeepTheirOrder() throws Exception {
        List<ContainerStatusEvent> sample = IntStream.range(0, 50)
                .mapToObj(i -> at("2026-03-01T10:00:00Z", (i * 37) % 50))
                .toList();
        try (BatchSink<ContainerStatusEvent> sink = open()) {
            sink.write(batch("w", 0, sample));
        }
        assertThat(written()).isEqualTo(sample);
    }

    @Test
    void aBatchMaySpanMidnight() throws Exception {
        List<ContainerStatusEvent> events = List.of(
                at("2026-03-01T23:59:59.999999Z", 0),
                at("2026-03-02T00:00:00Z", 1),
                at("2026-03-01T23:59:58Z", 2),
                at("2026-03-04T12:00:00Z", 3));
        Batch<ContainerStatusEvent> batch = batch("w", 0, events);
        try (BatchSink<ContainerStatusEvent> sink = open()) {
            sink.write(batch);
            assertThat(sink.write(batch).alreadyPresent()).isTrue();
        }
        assertThat(written()).containsExactlyInAnyOrderElementsOf(events);
    }

    @Test
    void severalWritersDoNotLoseOrDoubleEachOthersBatches() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        try {
            List<Future<?>> writers = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                writers.add(threads.submit(writing(writer)));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(written()).containsExactlyInAnyOrderElementsOf(SampleEvents.statuses(0, WRITERS * BATCHES * ROWS));
    }

    private Callable<Void> writing(int writer) {
        return () -> {
            try (BatchSink<ContainerStatusEvent> sink = open()) {
                for (int number = 0; number < BATCHES; number++) {
                    int first = (writer * BATCHES + number) * ROWS;
                    writeUntilDone(sink, batch("w" + writer, number, SampleEvents.statuses(first, first + ROWS)));
                }
            }
            return null;
        };
    }

    @ParameterizedTest
    @EnumSource(SinkOutage.class)
    void aBatchIsThereOnceAfterAnOutage(SinkOutage outage) throws Exception {
        try (BatchSink<ContainerStatusEvent> sink = open()) {
            sink.write(batch("w", 0, SampleEvents.statuses(0, 3)));
            if (!canFail(outage)) {
                assertThatThrownBy(() -> failNext(sink, outage)).isInstanceOf(UnsupportedOperationException.class);
                return;
            }
            failNext(sink, outage);
            writeUntilDone(sink, batch("w", 1, SampleEvents.statuses(3, 6)));
            sink.write(batch("w", 2, SampleEvents.statuses(6, 9)));
        }
        assertThat(written()).containsExactlyInAnyOrderElementsOf(SampleEvents.statuses(0, 9));
    }

    @Test
    void anInterruptLeavesTheBatchWholeOrAbsent() throws Exception {
        Batch<ContainerStatusEvent> batch = batch("w", 0, SampleEvents.statuses(0, 3));
        try (BatchSink<ContainerStatusEvent> sink = open()) {
            Thread.currentThread().interrupt();
            try {
                sink.write(batch);
            } catch (InterruptedException e) {
                assertThat(written()).isIn(List.of(), batch.events());
            } finally {
                boolean unused = Thread.interrupted();
            }
            sink.write(batch);
        }
        assertThat(written()).containsExactlyInAnyOrderElementsOf(batch.events());
    }

    private static void writeUntilDone(BatchSink<ContainerStatusEvent> sink, Batch<ContainerStatusEvent> batch)
            throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                sink.write(batch);
                return;
            } catch (SinkException e) {
                assertThat(e.isPermanent()).as(e.getMessage()).isFalse();
                assertThat(e).message().isNotBlank();
                assertThat(attempt)
                        .as("attempts until %s passed", e.getMessage())
                        .isLessThan(50);
            }
        }
    }

    private static Batch<ContainerStatusEvent> batch(String writerId, long number, List<ContainerStatusEvent> events) {
        return new Batch<>(writerId, number, events);
    }

    private static ContainerStatusEvent at(String instant, int number) {
        return new ContainerStatusEvent(
                Instant.parse(instant),
                "service-" + number,
                String.format(Locale.ROOT, "%012x", number),
                ContainerState.RUNNING,
                HealthStatus.NONE,
                null,
                0,
                number,
                0,
                null);
    }
}
