package io.dispenser.telemetry.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.BatchSink;
import io.dispenser.telemetry.core.port.CompactionScope;
import io.dispenser.telemetry.core.port.MaintenanceListener;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.port.TableMaintenance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Writers and maintainers of one place, in rounds: in each of them all work at once, and between two of them more than a day
 * passes. So there is always something that has expired, and yet nobody sleeps between a file's writing and its commit for
 * longer than the file is safe.
 */
final class MaintenanceRounds {

    /** Opens one more writer, or maintainer, of the place. */
    @FunctionalInterface
    interface Opener<T> {
        T open() throws Exception;
    }

    /** Writers, and as many maintainers. */
    private static final int AGENTS = 2;

    /** Together longer than a log is kept, each longer than files are kept that a table no longer has. */
    private static final int ROUNDS = 12;

    private static final Duration BETWEEN = Duration.ofHours(30);

    /** What a writer appends in a round. */
    private static final int BATCHES = 5;

    /** The events that are written, the first of the samples. */
    static final int EVENTS = AGENTS * ROUNDS * BATCHES;

    private final Opener<BatchSink<ContainerStatusEvent>> sinks;
    private final Opener<TableMaintenance> maintainers;
    private final AtomicLong vacuumed = new AtomicLong();
    private final AtomicLong cleaned = new AtomicLong();
    private final Phaser rounds;

    /** @param timePasses lets time pass for all of them */
    MaintenanceRounds(
            Opener<BatchSink<ContainerStatusEvent>> sinks,
            Opener<TableMaintenance> maintainers,
            Consumer<Duration> timePasses) {
        this.sinks = sinks;
        this.maintainers = maintainers;
        this.rounds = new Phaser(2 * AGENTS) {
            @Override
            protected boolean onAdvance(int round, int agents) {
                timePasses.accept(BETWEEN);
                return super.onAdvance(round, agents);
            }
        };
    }

    void run() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2 * AGENTS);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int agent = 0; agent < AGENTS; agent++) {
                running.add(threads.submit(writing(agent * ROUNDS * BATCHES)));
                running.add(threads.submit(maintaining()));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** How many data files vacuums deleted, as they said. */
    long vacuumed() {
        return vacuumed.get();
    }

    /** How many files of the log went, as those said who removed them. */
    long cleaned() {
        return cleaned.get();
    }

    private Callable<Void> writing(int first) {
        return () -> {
            try (BatchSink<ContainerStatusEvent> sink = sinks.open()) {
                for (int number = 0; number < ROUNDS * BATCHES; number++) {
                    write(sink, new Batch<>("w" + first, number, List.of(SampleEvents.status(first + number))));
                    if ((number + 1) % BATCHES == 0) {
                        rounds.arriveAndAwaitAdvance();
                    }
                }
            } finally {
                rounds.arriveAndDeregister(); // after a failure the others must not wait for ever
            }
            return null;
        };
    }

    private static void write(BatchSink<ContainerStatusEvent> sink, Batch<ContainerStatusEvent> batch)
            throws Exception {
        for (boolean written = false; !written; ) {
            try {
                sink.write(batch);
                written = true;
            } catch (SinkException e) {
                assertThat(e.isPermanent()).as(e.getMessage()).isFalse();
            }
        }
    }

    private Callable<Void> maintaining() {
        return () -> {
            try (TableMaintenance maintenance = maintainers.open()) {
                for (int round = 0; round < ROUNDS; round++) {
                    maintenance.compact(CompactionScope.ALL, MaintenanceListener.NONE);
                    vacuumed.addAndGet(
                            maintenance.vacuum(false, MaintenanceListener.NONE).files());
                    cleaned.addAndGet(maintenance
                            .cleanLog(false, MaintenanceListener.NONE)
                            .files());
                    rounds.arriveAndAwaitAdvance();
                }
            } finally {
                rounds.arriveAndDeregister();
            }
            return null;
        };
    }
}
