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

    PipelineHealth health(String table, long waiting) {
        Trouble now = trouble;
        return new PipelineHealth(
                table,
                now == null ? PipelineHealth.State.WORKING : now.state(),
                accepted.sum(),
                refused.sum(),
                written.get(),
                waiting,
                now == null ? null : now.problem());
    }
}
