package io.dispenser.telemetry.core.pipeline;

import io.dispenser.telemetry.core.port.SpoolException;
import io.dispenser.telemetry.core.port.StrandedBatches;

/** Keeps what a listener throws away from the pipeline: a broken log must not stop the events. */
final class GuardedListener implements PipelineListener {

    private static final System.Logger LOG = System.getLogger(GuardedListener.class.getName());

    private final PipelineListener listener;

    GuardedListener(PipelineListener listener) {
        this.listener = listener;
    }

    @Override
    public void flushed(FlushReport report) {
        guarded(() -> listener.flushed(report));
    }

    @Override
    public void tableReady(String table) {
        guarded(() -> listener.tableReady(table));
    }

    @Override
    public void writeFailed(WriteFailure failure) {
        guarded(() -> listener.writeFailed(failure));
    }

    @Override
    public void rejected(RejectionReport report) {
        guarded(() -> listener.rejected(report));
    }

    @Override
    public void writerRenewed(WriterConflict conflict) {
        guarded(() -> listener.writerRenewed(conflict));
    }

    @Override
    public void spoolFailed(String table, SpoolException problem) {
        guarded(() -> listener.spoolFailed(table, problem));
    }

    @Override
    public void spoolReady(String table) {
        guarded(() -> listener.spoolReady(table));
    }

    @Override
    public void stranded(String table, StrandedBatches batches) {
        guarded(() -> listener.stranded(table, batches));
    }

    @Override
    public void nothingStranded(String table) {
        guarded(() -> listener.nothingStranded(table));
    }

    private static void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.WARNING, "a pipeline listener failed", e);
        }
    }
}
