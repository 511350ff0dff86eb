package io.dispenser.telemetry.core.pipeline;

import io.dispenser.telemetry.core.port.SpoolException;
import io.dispenser.telemetry.core.port.StrandedBatches;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * What a pipeline tells when nobody listens: its troubles, each once until it is over or turns into another one. Through
 * {@link System.Logger}, so by {@code java.util.logging} or whatever the program has put in its place.
 */
final class LoggingListener implements PipelineListener {

    private static final Logger LOG = System.getLogger(LoggingListener.class.getName());

    private @Nullable String writeProblem;
    private @Nullable String spoolProblem;
    private @Nullable String rejection;
    private boolean strands;

    @Override
    public synchronized void tableReady(String table) {
        if (writeProblem != null) {
            LOG.log(Level.INFO, "{0}: the table can be written again", table);
        }
        writeProblem = null;
    }

    @Override
    public synchronized void writeFailed(WriteFailure failure) {
        if (!failure.problem().equals(writeProblem)) {
            writeProblem = failure.problem();
            LOG.log(
                    failure.permanent() ? Level.ERROR : Level.WARNING,
                    () -> failure.table() + ": "
                            + (failure.events() == 0
                                    ? "the table can't be written, and events will wait: "
                                    : failure.events() + " events could not be written and wait: ")
                            + failure.problem()
                            + (failure.permanent()
                                    ? "; it stays so until the cause is removed"
                                    : "; it is tried again"));
        }
    }

    @Override
    public synchronized void rejected(RejectionReport report) {
        String problem = report.rejections().get(0).problem();
        if (report.accepted() || !problem.equals(rejection)) { // refused ones may come as often as somebody records
            rejection = problem;
            LOG.log(Level.ERROR, () -> report.table() + ": " + report.message());
        }
    }

    @Override
    public void writerRenewed(WriterConflict conflict) {
        LOG.log(Level.WARNING, () -> conflict.table() + ": " + conflict.message());
    }

    @Override
    public synchronized void spoolFailed(String table, SpoolException problem) {
        String message = String.valueOf(problem.getMessage());
        if (!message.equals(spoolProblem)) {
            spoolProblem = message;
            LOG.log(Level.WARNING, () -> table + ": the spool fails, and is tried again: " + message);
        }
    }

    @Override
    public synchronized void spoolReady(String table) {
        spoolProblem = null;
        LOG.log(Level.INFO, "{0}: the spool takes and gives events again", table);
    }

    @Override
    public synchronized void stranded(String table, StrandedBatches batches) {
        if (!strands) {
            strands = true;
            LOG.log(
                    Level.WARNING,
                    () -> table + ": " + batches.files() + " files of " + batches.writers()
                            + " writers have waited for " + batches.age().toMinutes() + " min: " + batches.problem());
        }
    }

    @Override
    public synchronized void nothingStranded(String table) {
        strands = false;
        LOG.log(Level.INFO, "{0}: batches of other hosts are no longer stranded", table);
    }
}
