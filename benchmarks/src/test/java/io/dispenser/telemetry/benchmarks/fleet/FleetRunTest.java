package io.dispenser.telemetry.benchmarks.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.BatchSink;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.port.WriteReceipt;
import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.storage.TableStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class FleetRunTest {

    private static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void threeHostsGetAllInForAMinute() throws Exception {
        FleetResult result = run(plan(3, 10, 60), FleetSinks.DIRECT);
        assertThat(result.problems()).isEmpty();
        assertThat(result.failures()).isZero();
        assertThat(result.offered()).isEqualTo(18);
        assertThat(result.done()).isEqualTo(18);
        assertThat(result.waiting()).isZero();
        assertThat(result.counts().commits()).isEqualTo(18);
        assertThat(result.counts().files()).isEqualTo(18);
        // 4 alone, a request for each commit of the others, and one to see that there is none after them.
        assertThat(result.perFlush(result.requests())).isBetween(5.0, 8.0);
        assertThat(result.counts().of(Party.HOST, RequestKind.PUT)).isEqualTo(18);
        assertThat(result.counts().of(Party.HOLDER)).isZero();
    }

    /** With these seeds, a host opens the table when its first version has no checksum yet. */
    @ParameterizedTest
    @ValueSource(longs = {2, 4})
    void aHostThatCameTooEarlyForAChecksumDoesNotReadTheLogEachTime(long seed) throws Exception {
        FleetResult result = run(plan(3, 10, 120, seed), FleetSinks.GROUPED);
        assertThat(result.problems()).isEmpty();
        assertThat(result.done()).isEqualTo(36);
        assertThat(result.perFlush(result.requests())).isLessThanOrEqualTo(7.5);
    }

    @Test
    void aFewHostsStayWithCommitsOfTheirOwn() throws Exception {
        FleetResult result = run(plan(3, 10, 60), FleetSinks.GROUPED);
        assertThat(result.problems()).isEmpty();
        assertThat(result.done()).isEqualTo(18);
        assertThat(result.counts().of(Party.HOLDER)).isZero();
        assertThat(result.perFlush(result.requests())).isLessThanOrEqualTo(7.5);
    }

    @Test
    void manyHostsAreCommittedForWithFewRequests() throws Exception {
        FleetResult result = run(plan(30, 10, 60), FleetSinks.GROUPED);
        assertThat(result.problems()).isEmpty();
        assertThat(result.failures()).isZero();
        assertThat(result.perFlush(result.requests())).isLessThanOrEqualTo(10);
        assertThat(result.counts().commits()).isLessThanOrEqualTo(60);
        assertThat(result.counts().files()).isLessThanOrEqualTo(result.counts().commits());
        assertThat(result.counts().of(Party.HOLDER)).isPositive();
    }

    @Test
    void aloneAHostNeedsFourRequests() throws Exception {
        FleetResult result = run(plan(1, 10, 60), FleetSinks.DIRECT);
        assertThat(result.done()).isEqualTo(6);
        assertThat(result.requests()).isEqualTo(24);
        assertThat(result.counts().of(Party.HOST, RequestKind.GET)).isEqualTo(6);
        assertThat(result.counts().of(Party.HOST, RequestKind.PUT)).isEqualTo(6);
        assertThat(result.counts().of(Party.HOST, RequestKind.PUT_IF_ABSENT)).isEqualTo(12);
    }

    @Test
    void isTheSameEachTime() throws Exception {
        assertThat(counts(plan(4, 5, 30))).isEqualTo(counts(plan(4, 5, 30)));
    }

    private static List<Object> counts(FleetPlan plan) throws Exception {
        FleetResult result = run(plan, FleetSinks.DIRECT);
        List<Object> counts = new ArrayList<>(List.of(
                result.done(),
                result.latencies().seconds(50),
                result.latencies().seconds(99)));
        for (RequestKind kind : RequestKind.values()) {
            counts.add(result.counts().of(Party.HOST, kind));
        }
        return counts;
    }

    /** A batch is due every 10 s, and each takes 25 s. */
    @Test
    void whatWaitsIsCountedWithItsAge() throws Exception {
        FleetResult result = run(plan(1, 10, 60), (writerId, store, time) -> new Slow(store::close, time));
        assertThat(result.offered()).isEqualTo(6);
        assertThat(result.done() + result.waiting()).isGreaterThanOrEqualTo(6);
        assertThat(result.waiting()).isPositive();
        assertThat(result.latencies().seconds(99)).isGreaterThanOrEqualTo(25);
    }

    @Test
    void whatTheHoldersThreadAsksForIsCountedApart() throws Exception {
        FleetResult result = run(plan(1, 10, 60), (writerId, store, time) -> {
            BatchSink<ContainerStatusEvent> sink = FleetSinks.DIRECT.open(writerId, store, time);
            return batch -> {
                Timeline.Signal looked = time.signal();
                time.start(Party.HOLDER_THREAD + "-of-" + writerId, Duration.ZERO, () -> {
                    look(store, time);
                    looked.set();
                    return Optional.empty();
                });
                looked.await(Duration.ofMinutes(1));
                return sink.write(batch);
            };
        });
        assertThat(result.problems()).isEmpty();
        assertThat(result.done()).isEqualTo(6);
        assertThat(result.counts().of(Party.HOLDER)).isEqualTo(18);
        assertThat(result.counts().of(Party.HOLDER, RequestKind.LIST)).isEqualTo(18);
        assertThat(result.counts().of(Party.HOST)).isEqualTo(24);
    }

    /** Three listings, two of them at a time. */
    private static void look(TableStore store, Timeline time) throws InterruptedException {
        Callable<List<FileEntry>> listing = () -> store.list("_delta_log", "");
        try {
            time.all(2, List.of(listing, listing, listing));
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void rowsThatAreNotThereAreFound() throws Exception {
        FleetResult result = run(plan(1, 10, 60), (writerId, store, time) -> new Slow(store::close, time));
        assertThat(result.problems()).hasSize(1).first().asString().contains("row 0 is missing");
    }

    @Test
    void rowsThatAreThereTwiceAreFound() throws Exception {
        FleetResult result = run(plan(1, 10, 30), (writerId, store, time) -> {
            BatchSink<ContainerStatusEvent> sink = FleetSinks.DIRECT.open(writerId, store, time);
            return batch -> {
                sink.write(batch);
                return sink.write(new Batch<>("another", batch.number(), batch.events()));
            };
        });
        assertThat(result.problems()).isNotEmpty().first().asString().contains("is there twice");
    }

    /** Takes its time, tells that a batch is done, and has not written it. */
    private record Slow(Runnable closing, Timeline time) implements BatchSink<ContainerStatusEvent> {

        @Override
        public WriteReceipt write(Batch<ContainerStatusEvent> batch) throws SinkException, InterruptedException {
            time.sleep(Duration.ofSeconds(25));
            return WriteReceipt.written(0, 1, 1);
        }

        @Override
        public void close() {
            closing.run();
        }
    }

    private static FleetPlan plan(int hosts, int period, int seconds) {
        return plan(hosts, period, seconds, 1);
    }

    private static FleetPlan plan(int hosts, int period, int seconds, long seed) {
        return new FleetPlan(
                hosts,
                Duration.ofSeconds(period),
                20,
                new Latency(40, 80),
                Duration.ofSeconds(2L * period),
                Duration.ofSeconds(seconds),
                false,
                seed);
    }

    private static FleetResult run(FleetPlan plan, FleetSinks sinks) throws Exception {
        try (VirtualTime time = new VirtualTime(BEGIN);
                FleetPlace place = FleetPlace.memory(time.instants())) {
            return new FleetRun(plan, time, place, sinks, FleetRun.Progress.NONE).run();
        }
    }
}
