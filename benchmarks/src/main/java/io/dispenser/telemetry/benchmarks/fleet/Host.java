package io.dispenser.telemetry.benchmarks.fleet;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.BatchSink;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.time.Backoff;
import io.dispenser.telemetry.core.time.Deadline;
import io.dispenser.telemetry.core.time.Ticker;
import io.dispenser.telemetry.core.time.Worker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A host: every period a batch is due, and goes to the table as a pipeline ships it: the oldest ones first, several that wait
 * together, and the oldest alone again after a failure and its pause. When the run is over, it closes its sink. A host that begins
 * anew goes on after the last batch that was done.
 */
final class Host implements Worker.Step {

    /** As in a pipeline. */
    private static final Duration FIRST_RETRY = Duration.ofMillis(500);

    private static final Duration MAX_RETRY = Duration.ofMinutes(1);

    private final int index;
    private final FleetPlan plan;
    private final Window window;
    private final Ticker ticker;
    private final Supplier<BatchSink<ContainerStatusEvent>> opening;
    private final FleetRows rows;
    private final FleetLog log;
    private final Backoff backoff;

    private @Nullable BatchSink<ContainerStatusEvent> sink;
    private Deadline pause;
    private boolean prepared;
    private long next;

    Host(
            int index,
            FleetPlan plan,
            Window window,
            Ticker ticker,
            Supplier<BatchSink<ContainerStatusEvent>> opening,
            FleetLog log) {
        this.index = index;
        this.plan = plan;
        this.window = window;
        this.ticker = ticker;
        this.opening = opening;
        this.rows = new FleetRows(plan);
        this.log = log;
        this.backoff = new Backoff(FIRST_RETRY, MAX_RETRY, plan.random(index, 1));
        this.pause = Deadline.in(Duration.ZERO, ticker);
        this.next = log.doneBy(index);
    }

    @Override
    public Optional<Duration> step() throws InterruptedException {
        long now = window.since(ticker.nanos());
        BatchSink<ContainerStatusEvent> into = sink == null ? opening.get() : sink;
        sink = into;
        if (now >= window.end()) {
            into.close();
            return Optional.empty();
        }
        if (!pause.isOver()) {
            return Optional.of(atMostToTheEnd(pause.left()));
        }
        try {
            if (!prepared) {
                into.lastNumber(FleetRows.writerId(index));
                into.prepare();
                into.lookAround();
                prepared = true;
            } else {
                long due = plan.dueBefore(index, now + 1);
                if (next >= due) {
                    return Optional.of(atMostToTheEnd(Duration.ofNanos(plan.due(index, next) - now)));
                }
                write(into, due);
            }
            backoff.reset();
        } catch (SinkException | RuntimeException | LinkageError | OutOfMemoryError e) {
            log.failed(index, e);
            boolean permanent = e instanceof SinkException failure && failure.isPermanent();
            Duration wait = backoff.next();
            pause = Deadline.in(permanent ? MAX_RETRY : wait, ticker);
        }
        return Optional.of(Duration.ZERO);
    }

    private void write(BatchSink<ContainerStatusEvent> into, long due) throws SinkException, InterruptedException {
        long together = backoff.failures() == 0 ? Math.min(due - next, plan.together()) : 1;
        List<Batch<ContainerStatusEvent>> batches = LongStream.range(next, next + together)
                .mapToObj(number -> rows.batch(index, number))
                .toList();
        log.attempted(index, next + together);
        int done = (together == 1 ? into.write(batches.get(0)) : into.writeAll(batches)).batches();
        long now = window.since(ticker.nanos());
        for (int each = 0; each < done; each++) {
            log.done(index, plan.due(index, next), now);
            next++;
        }
    }

    private Duration atMostToTheEnd(Duration wait) {
        Duration left = Duration.ofNanos(Math.max(0, window.end() - window.since(ticker.nanos())));
        return wait.compareTo(left) < 0 ? wait : left;
    }
}
