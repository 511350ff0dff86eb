package io.dispenser.telemetry.core.pipeline;

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

    private volatile @Nullable Trouble trouble;

    /** An event that was counted as accepted has been refused after all. */
    void acceptedIsRefused() {
        accepted.decrement();
        refused.increment();
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

    PipelineHealth health(String table, long waiting, long setAside) {
        Trouble now = trouble;
        return new PipelineHealth(
                table,
                now == null ? PipelineHealth.State.WORKING : now.state(),
                accepted.sum(),
                refused.sum(),
                written.get(),
                waiting,
                setAside,
                now == null ? null : now.problem());
    }
}
