package io.dispenser.telemetry.app.logging;

import io.dispenser.telemetry.adapter.spool.SpoolProblem;
import io.dispenser.telemetry.core.agent.AgentListener;
import io.dispenser.telemetry.core.container.ContainerChange;
import io.dispenser.telemetry.core.maintenance.MaintenanceLoopListener;
import io.dispenser.telemetry.core.pipeline.FlushReport;
import io.dispenser.telemetry.core.pipeline.PipelineListener;
import io.dispenser.telemetry.core.pipeline.RejectionReport;
import io.dispenser.telemetry.core.pipeline.WriteFailure;
import io.dispenser.telemetry.core.pipeline.WriterConflict;
import io.dispenser.telemetry.core.port.CompactionReport;
import io.dispenser.telemetry.core.port.LogReport;
import io.dispenser.telemetry.core.port.SpoolException;
import io.dispenser.telemetry.core.port.VacuumReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an operator reads: one line a flush, and of every trouble its begin and its end. A trouble that lasts is told again
 * each time its attempts have doubled, and not in between.
 */
public final class HostLog implements PipelineListener, AgentListener, MaintenanceLoopListener {

    private static final Logger LOG = LoggerFactory.getLogger("telemetry");

    private final String engine;
    private final Map<String, Integer> failedAttempts = new ConcurrentHashMap<>();
    private final Set<String> troubledSpools = ConcurrentHashMap.newKeySet();
    private volatile boolean engineFollowed;
    private volatile boolean engineMissed;
    private volatile boolean samplesFail;
    private volatile boolean historyMissed;
    private volatile List<String> limited = List.of();
    private final AtomicInteger unreadable = new AtomicInteger();
    private final AtomicLong gaps = new AtomicLong();
    private final AtomicLong skippedSamples = new AtomicLong();

    /** @param engine what the engine is called in these lines */
    public HostLog(String engine) {
        this.engine = engine;
    }

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
    public void maintained(String table, CompactionReport compaction, Optional<VacuumReport> vacuum, LogReport log) {
        compaction.failures().forEach(failure -> LOG.warn("{}: not compacted: {}", table, failure));
        long deleted = vacuum.map(VacuumReport::files).orElse(0L);
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

    @Override
    public void engineConnected(String version) {
        engineFollowed = true;
        engineMissed = false;
        LOG.info("following {} ({})", engine, version);
    }

    @Override
    public void engineUnavailable(String reason, Duration retryIn) {
        engineFollowed = false;
        if (!engineMissed) {
            engineMissed = true;
            LOG.warn("{}; trying again, the next time in {}", named(reason), seconds(retryIn));
        }
    }

    @Override
    public void engineLimited(List<String> limitations) {
        if (!limitations.equals(limited)) {
            limitations.forEach(limitation -> LOG.warn("{}: {}", engine, limitation));
            if (limitations.isEmpty()) {
                LOG.info("{}: nothing is missing any more", engine);
            }
            limited = List.copyOf(limitations);
        }
    }

    @Override
    public void changeUnreadable(String reason) {
        int count = unreadable.incrementAndGet();
        if (Integer.bitCount(count) == 1) {
            LOG.warn(
                    "{}: an event can't be read and is passed over: {}; containers are looked at because of that ({} since the"
                            + " start)",
                    engine,
                    reason,
                    count);
        }
    }

    @Override
    public void imageUnknown(String container, String reason) {
        LOG.warn(
                "{}: its image is not known, so image_size_mb is 0 and image_sha the image's id in its deployment: {}",
                container,
                named(reason));
    }

    @Override
    public void sampled(int rows) {
        samplesFail = false;
    }

    @Override
    public void sampleFailed(String reason) {
        if (!samplesFail && engineFollowed) { // an engine that is away is told of once, and not here
            LOG.warn("no status rows: {}", named(reason));
        }
        samplesFail = true;
    }

    @Override
    public void samplesSkipped(long samples) {
        LOG.warn(
                "{} not taken: an earlier one was still under way; {} in all since the start",
                Count.of(samples, "sample"),
                skippedSamples.addAndGet(samples));
    }

    @Override
    public void changesMissed(Instant from, Instant to) {
        LOG.warn(
                "{}: its changes between {} and {} are not known; restarts, and containers that came and went, may be missing"
                        + " (gap {} since the start)",
                engine,
                from,
                to,
                gaps.incrementAndGet());
    }

    @Override
    public void alreadyRecorded(int deployments) {
        historyMissed = false;
        LOG.warn(
                "not written again: {} from before this start, found again and recorded already; the tracker's state in the"
                        + " spool's directory is older than the table, as from a backup",
                Count.of(deployments, "deployment"));
    }

    @Override
    public void historyUnavailable(String reason, Duration retryIn) {
        if (!historyMissed) {
            historyMissed = true;
            LOG.warn(
                    "deployments from before this start wait until the table tells which of them it has: {}; trying again,"
                            + " the next time in {}",
                    reason,
                    seconds(retryIn));
        }
    }

    @Override
    public void historyUnknown(int deployments, String reason) {
        LOG.warn(
                "written without knowing whether the table has it already: {} from before this start; if the tracker's state"
                        + " comes from a backup, rows may be there twice: {}",
                Count.of(deployments, "deployment"),
                reason);
    }

    @Override
    public void deploymentLost(ContainerChange change, String reason) {
        LOG.warn(
                "no deployment row for container {} ({} at {}): {}",
                change.attributes().getOrDefault("name", change.containerId()),
                change.kind().name().toLowerCase(Locale.ROOT),
                change.at(),
                reason);
    }

    /** The reason with the engine's name, which most reasons begin with. */
    private String named(String reason) {
        return reason.startsWith(engine) ? reason : engine + ": " + reason;
    }

    private static String seconds(Duration duration) {
        return Math.max(1, duration.toSeconds()) + " s";
    }
}
