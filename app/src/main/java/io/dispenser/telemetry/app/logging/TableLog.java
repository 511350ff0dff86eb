package io.dispenser.telemetry.app.logging;

import io.dispenser.telemetry.adapter.spool.SpoolProblem;
import io.dispenser.telemetry.core.maintenance.MaintenanceLoopListener;
import io.dispenser.telemetry.core.maintenance.MaintenanceReport;
import io.dispenser.telemetry.core.pipeline.FlushReport;
import io.dispenser.telemetry.core.pipeline.PipelineListener;
import io.dispenser.telemetry.core.pipeline.RejectionReport;
import io.dispenser.telemetry.core.pipeline.WriteFailure;
import io.dispenser.telemetry.core.pipeline.WriterConflict;
import io.dispenser.telemetry.core.port.CompactionReport;
import io.dispenser.telemetry.core.port.SpoolException;
import io.dispenser.telemetry.core.port.VacuumReport;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an operator reads of the tables and their spools: one line a flush, and of every trouble its begin and its end. A trouble
 * that lasts is told again each time its attempts have doubled, and not in between.
 */
public final class TableLog implements PipelineListener, MaintenanceLoopListener {

    private static final Logger LOG = LoggerFactory.getLogger("telemetry");

    private final Map<String, Integer> failedAttempts = new ConcurrentHashMap<>();
    private final Set<String> troubledSpools = ConcurrentHashMap.newKeySet();

    @Override
    public void tableReady(String table) {
        Integer failed = failedAttempts.remove(table);
        if (failed == null) {
            LOG.info("{}: the table can be written", table);
        } else {
            LOG.info("{}: the table can be written again, after {} failed attempts", table, failed);
        }
    }

    @Override
    public void flushed(FlushReport report) {
        troubledSpools.remove(report.table());
        LOG.info(
                "{}: {}{}, {}, {}, version {}, {} ms ({}){}",
                report.table(),
                Count.of(report.events(), "row"),
                report.batches() == 1 ? "" : " of " + report.batches() + " batches",
                Count.of(report.receipt().files(), "file"),
                ByteSize.words(report.receipt().bytes()),
                report.receipt().version(),
                report.took().toMillis(),
                report.reason().message(),
                report.receipt().alreadyPresent() ? ", was there already" : "");
        if (report.refused() > 0) {
            LOG.warn(
                    "{}: {} events were refused since the last flush, because too many were waiting to be written",
                    report.table(),
                    report.refused());
        }
    }

    @Override
    public void writeFailed(WriteFailure failure) {
        failedAttempts.put(failure.table(), failure.attempts());
        if (Integer.bitCount(failure.attempts()) != 1) {
            return;
        }
        String next = "attempt " + failure.attempts()
                + (failure.events() == 0 ? "" : " with " + Count.of(failure.events(), "row"))
                + "; rows wait in the spool; the next one in " + seconds(failure.retryIn());
        if (failure.permanent()) {
            LOG.error("{}: {} ({})", failure.table(), failure.problem(), next);
        } else {
            LOG.warn("{}: {} ({})", failure.table(), failure.problem(), next);
        }
        LOG.debug("{}: the failure in full", failure.table(), failure.cause());
    }

    @Override
    public void rejected(RejectionReport report) {
        LOG.error(
                "{}: {}{}",
                report.table(),
                report.message(),
                report.accepted()
                        ? "; look at them with spool cat --rejected, and give them another try with spool retry, or delete"
                                + " them with spool drop"
                        : "");
    }

    @Override
    public void writerRenewed(WriterConflict conflict) {
        LOG.warn("{}: {}", conflict.table(), conflict.message());
    }

    @Override
    public void spoolFailed(String table, SpoolException problem) {
        if (troubledSpools.add(table)) {
            LOG.warn("{}: {}", table, problem.getMessage());
        }
    }

    /** A spool has met something that a person should know of. */
    public void spoolProblem(SpoolProblem problem) {
        LOG.warn("{}: {}", problem.table(), problem.message());
    }

    /** What is known of deployments can't be kept. */
    public void outboxProblem(String problem) {
        LOG.warn("{}", problem);
    }

    @Override
    public void maintained(String table, MaintenanceReport report) {
        report.expiry()
                .filter(expiry -> expiry.files() > 0)
                .ifPresent(expiry -> LOG.info(
                        "{}: {} of {} left the table for their age",
                        table,
                        Count.of(expiry.rows(), "row"),
                        Count.of(expiry.dates(), "date")));
        CompactionReport compaction = report.compaction();
        compaction.failures().forEach(failure -> LOG.warn("{}: not compacted: {}", table, failure));
        long deleted = report.vacuum().map(VacuumReport::files).orElse(0L);
        if (compaction.commits() > 0 || deleted > 0) {
            LOG.info(
                    "{}: {} became {}, {} deleted that the table no longer needs",
                    table,
                    Count.of(compaction.filesRemoved(), "small file"),
                    compaction.filesAdded(),
                    Count.of(deleted, "file"));
        }
    }

    @Override
    public void maintenanceFailed(String table, String reason, Duration retryIn) {
        LOG.warn("{}: not maintained this time: {}; again in {}", table, reason, seconds(retryIn));
    }

    static String seconds(Duration duration) {
        return Math.max(1, duration.toSeconds()) + " s";
    }
}
