package io.dispenser.telemetry.adapter.delta.committer;

import io.delta.kernel.Snapshot;
import io.dispenser.telemetry.adapter.delta.log.DeltaLog;
import io.dispenser.telemetry.core.time.Scheduler;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Gathers the log in checkpoints while commits go on: one takes a hundred requests, and nobody's rows should wait for it. */
final class CheckpointsBeside {

    private static final Logger LOG = System.getLogger("telemetry");

    private final DeltaLog log;
    private final Scheduler scheduler;
    private final AtomicBoolean underWay = new AtomicBoolean();
    private final AtomicBoolean written = new AtomicBoolean();

    /** @param log one that nobody else uses */
    CheckpointsBeside(DeltaLog log, Scheduler scheduler) {
        this.log = log;
        this.scheduler = scheduler;
    }

    /** A version was committed; says whether the log was gathered since, so that it is to be read anew. */
    boolean after(long version, Snapshot before) {
        if (log.isCheckpointDue(version, before) && underWay.compareAndSet(false, true)) {
            scheduler.start("telemetry-group-commit-checkpoint", () -> {
                try {
                    log.checkpoint();
                    written.set(true);
                } catch (IOException | RuntimeException e) {
                    LOG.log(Level.DEBUG, "the checkpoint after version " + version + " failed", e);
                } finally {
                    underWay.set(false);
                }
                return Optional.empty();
            });
        }
        return written.getAndSet(false);
    }
}
