package io.dispenser.telemetry.core.pipeline;

import io.dispenser.telemetry.core.port.Spool;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What a pipeline counts; written by its threads and its recorders, read by anybody. */
final class PipelineCounters {

    /** What hinders the pipeline now. */
    record Trouble(PipelineHealth.State state, String problem) {}

    final LongAdder accepted = new LongAdder();
    final LongAdder refused = new LongAdder();
    /** Those of the refused that can't be rows. */
    final LongAdder unfit = new LongAdder();

    final AtomicLong written = new AtomicLong();

    /** The timestamp of the first event of the oldest batch, and of the first one that is in no batch yet. */
    volatile @Nullable Instant oldestSealed;

    volatile @Nullable Instant oldestOpen;

    /** Why the last attempt to put events into the spool failed, and the last one to take them out. */
    private volatile @Nullable String appendProblem;

    private volatile @Nullable String takeProblem;

    private volatile @Nullable Trouble trouble;

    /** An event that was counted as accepted has been refused after all. */
    void acceptedIsRefused() {
        accepted.decrement();
        refused.increment();
    }

    synchronized void appendFailed(String problem) {
        appendProblem = problem;
    }

    /** The spool takes events; says whether something of it failed before and nothing does now. */
    synchronized boolean appendWorks() {
        boolean failed = appendProblem != null;
        appendProblem = null;
        return failed && takeProblem == null;
    }

    synchronized void takeFailed(String problem) {
        takeProblem = problem;
    }

    /** The spool gives events; says whether something of it failed before and nothing does now. */
    synchronized boolean takeWorks() {
        boolean failed = takeProblem != null;
        takeProblem = null;
        return failed && appendProblem == null;
    }

    void trouble(PipelineHealth.State state, String problem) {
        trouble = new Trouble(state, problem);
    }

    void working() {
        trouble = null;
    }

    /** An event was refused because it can't be a row. */
    void refusedAsUnfit() {
        refused.increment();
        unfit.increment();
    }

    /** How many events were refused for want of room. */
    long refusedForRoom() {
        return refused.sum() - unfit.sum();
    }

    PipelineHealth health(String table, long waiting, Spool<?> spool) {
        Trouble now = trouble;
        Instant sealed = oldestSealed;
        String append = appendProblem;
        return new PipelineHealth(
                table,
                now == null ? PipelineHealth.State.WORKING : now.state(),
                accepted.sum(),
                refused.sum(),
                written.get(),
                waiting,
                waiting == 0 ? null : sealed == null ? oldestOpen : sealed,
                spool.rejectedEvents(),
                spool.space().orElse(null),
                now == null ? null : now.problem(),
                append == null ? takeProblem : append);
    }
}
