package io.dispenser.telemetry.core.pipeline;

import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.flush.FlushReason;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.BatchSink;
import io.dispenser.telemetry.core.port.Rejection;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.port.Spool;
import io.dispenser.telemetry.core.port.SpoolException;
import io.dispenser.telemetry.core.port.WriteReceipt;
import io.dispenser.telemetry.core.time.Backoff;
import io.dispenser.telemetry.core.time.Deadline;
import io.dispenser.telemetry.core.time.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * From the spool to the table: the half of a pipeline that waits for the network. Driven by one thread.
 *
 * <p>It writes the oldest batch, and only when that one is in the table does it remove it and look at the next. Where
 * several wait, as after an outage, they are written together, so that a backlog leaves in few commits; what counts as
 * written is still each batch by its own name. After a failure it is the oldest batch alone that is tried again, until one
 * gets through: so whatever failed together can't fail together for ever.
 */
final class Shipper<E extends TelemetryEvent> {

    private static final Duration FIRST_RETRY = Duration.ofMillis(500);
    private static final Duration MAX_RETRY = Duration.ofMinutes(1);
    /** What is written together at most: some megabytes in memory, and a file worth reading in the table. */
    private static final int MAX_EVENTS_TOGETHER = 20_000;

    private static final Duration RETRY_WHEN_ENDING = Duration.ofMillis(500);

    private final String table;
    private final Spool<E> spool;
    private final BatchSink<E> sink;
    private final Ticker ticker;
    private final PipelineListener listener;
    private final PipelineCounters counters;
    private final Backoff backoff = new Backoff(FIRST_RETRY, MAX_RETRY, new SplittableRandom());
    private final FlushReports<E> reports;
    private final ConflictResolver<E> conflicts;
    private final LooksAround looks;

    private Deadline pause;
    private boolean ready;
    private boolean oneByOne;
    private volatile boolean ending;

    Shipper(
            String table,
            Spool<E> spool,
            BatchSink<E> sink,
            Ticker ticker,
            PipelineListener listener,
            PipelineCounters counters) {
        this.table = table;
        this.spool = spool;
        this.sink = sink;
        this.ticker = ticker;
        this.pause = Deadline.in(Duration.ZERO, ticker);
        this.listener = listener;
        this.counters = counters;
        this.reports = new FlushReports<>(table, listener, counters);
        this.conflicts = new ConflictResolver<>(table, spool, sink, listener);
        this.looks = new LooksAround(table, sink, ticker, listener);
    }

    /** Remembers why a batch was made, until it is written. Any thread. */
    void sealed(long batchNumber, FlushReason reason) {
        conflicts.sealed(batchNumber);
        reports.sealed(batchNumber, reason);
    }

    /** Nothing more will be sealed: the shipper ends when the spool holds no batch. Any thread. */
    void end() {
        ending = true;
    }

    /** Writes the oldest batch, if there is one and it is time; empty when the last one is written after {@link #end}. */
    Optional<Duration> step() throws InterruptedException {
        boolean last = ending;
        if (last) {
            pause = pause.atMost(RETRY_WHEN_ENDING);
        }
        Duration pauseLeft = pause.left();
        if (!pauseLeft.isZero()) {
            return Optional.of(pauseLeft);
        }
        try {
            List<Batch<E>> waiting = spool.waiting(backoff.failures() == 0 && !oneByOne ? MAX_EVENTS_TOGETHER : 1);
            counters.oldestSealed =
                    waiting.isEmpty() ? null : waiting.get(0).events().get(0).timestamp();
            Optional<Duration> wait = Optional.empty();
            if (!waiting.isEmpty()) {
                wait = Optional.of(ship(waiting));
            } else if (!last) {
                wait = Optional.of(idle());
            }
            if (counters.takeWorks()) {
                listener.spoolReady(table);
            }
            return wait;
        } catch (SpoolException e) {
            return Optional.of(failed(e));
        } catch (RuntimeException | Error e) { // a defect of the spool may not end the shipping
            return Optional.of(failed(SpoolException.failed("unexpected: " + e, e)));
        }
    }

    /** Nothing waits: there is time for the table, and for what others have left there. */
    private Duration idle() throws SpoolException, InterruptedException {
        Duration wait = ready ? Intake.IDLE : prepare();
        if (!ready) {
            return wait;
        }
        Duration nextLook = looks.step();
        return nextLook.compareTo(wait) < 0 ? nextLook : wait;
    }

    private Duration failed(SpoolException problem) {
        counters.takeFailed(String.valueOf(problem.getMessage()));
        listener.spoolFailed(table, problem);
        return pauseOf(backoff.next());
    }

    /** Finds out before there is anything to write whether it could be: an operator should not have to wait for the first flush. */
    private Duration prepare() throws SpoolException, InterruptedException {
        try {
            conflicts.compare();
            sink.prepare();
        } catch (SinkException e) {
            return failed(List.of(), e.isPermanent(), String.valueOf(e.getMessage()), e);
        } catch (RuntimeException | Error e) {
            return failed(List.of(), e instanceof LinkageError, "unexpected: " + e, e);
        }
        workingAgain();
        return Intake.IDLE;
    }

    private void workingAgain() {
        boolean troubled = backoff.failures() > 0;
        counters.working();
        backoff.reset();
        pause = Deadline.in(Duration.ZERO, ticker);
        if (!ready || troubled) {
            ready = true;
            listener.tableReady(table);
        }
    }

    private Duration ship(List<Batch<E>> batches) throws SpoolException, InterruptedException {
        long start = ticker.nanos();
        WriteReceipt receipt;
        Set<E> absent = Set.of();
        try {
            conflicts.compare();
            receipt = batches.size() == 1 ? sink.write(batches.get(0)) : sink.writeAll(batches);
            if (receipt.alreadyPresent()) {
                absent = conflicts.absent(batches.subList(0, receipt.batches()), receipt);
            }
        } catch (SinkException e) {
            if (!e.rejections().isEmpty()) {
                return reject(batches, e.rejections());
            }
            return failed(batches, e.isPermanent(), String.valueOf(e.getMessage()), e);
        } catch (RuntimeException | Error e) {
            // A defect of the sink, or too little memory: neither may end the shipping. A class that can't be linked
            // now
            // can't be linked later: somebody has to mend the class path.
            return failed(batches, e instanceof LinkageError, "unexpected: " + e, e);
        }
        Duration took = Duration.ofNanos(ticker.nanos() - start);
        workingAgain();
        oneByOne = false;
        List<Batch<E>> written = batches.subList(0, receipt.batches());
        if (!receipt.alreadyPresent()) {
            conflicts.attempted(written); // also if the spool can't let go of them now, and they are written again
        }
        int removed = remove(written, receipt, absent);
        if (removed > 0) {
            reports.written(written.subList(0, removed), receipt, took);
        }
        return Duration.ZERO;
    }

    /**
     * Sets aside what can't be a row, so that the rest of its batch, and all behind it, can. Of several batches the oldest
     * comes first, alone: the sink says again what is wrong with it.
     */
    private Duration reject(List<Batch<E>> batches, List<Rejection> rejections) throws SpoolException {
        if (batches.size() > 1) {
            oneByOne = true;
            return Duration.ZERO;
        }
        Batch<E> batch = batches.get(0);
        spool.reject(batch, rejections);
        if (rejections.size() == batch.events().size()) {
            conflicts.removed(batch);
            reports.forget(batch);
        }
        listener.rejected(new RejectionReport(table, rejections, true));
        return Duration.ZERO;
    }

    /** Removes what is in the table, up to the first batch that has to go out again; says how many. */
    private int remove(List<Batch<E>> written, WriteReceipt receipt, Set<E> absent) throws SpoolException {
        int removed = 0;
        for (Batch<E> batch : written) {
            if (receipt.alreadyPresent() && conflicts.resolve(batch, absent, receipt)) {
                break;
            }
            spool.remove(batch);
            conflicts.removed(batch);
            counters.written.addAndGet(batch.events().size());
            removed++;
        }
        return removed;
    }

    private Duration failed(List<Batch<E>> batches, boolean permanent, String problem, Throwable cause)
            throws SpoolException {
        conflicts.attempted(batches);
        counters.trouble(permanent ? PipelineHealth.State.BLOCKED : PipelineHealth.State.RETRYING, problem);
        Duration jittered = backoff.next();
        Duration wait = pauseOf(permanent ? MAX_RETRY : jittered);
        listener.writeFailed(new WriteFailure(
                table,
                batches.isEmpty() ? spool.nextNumber() : batches.get(0).number(),
                FlushReports.events(batches),
                backoff.failures(),
                permanent,
                problem,
                cause,
                wait));
        return wait;
    }

    private Duration pauseOf(Duration wait) {
        pause = Deadline.in(wait, ticker);
        return wait;
    }
}
