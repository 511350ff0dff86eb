package io.dispenser.telemetry.app.logging;

import io.dispenser.telemetry.core.agent.AgentListener;
import io.dispenser.telemetry.core.container.ContainerChange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an operator reads of the engine: of every trouble its begin and its end. */
public final class EngineLog implements AgentListener {

    private static final Logger LOG = LoggerFactory.getLogger("telemetry");

    private final String engine;
    private volatile boolean engineFollowed;
    private volatile boolean engineMissed;
    private volatile boolean samplesFail;
    private volatile boolean historyMissed;
    private volatile List<String> limited = List.of();
    private final AtomicInteger unreadable = new AtomicInteger();
    private final AtomicLong gaps = new AtomicLong();
    private final AtomicLong skippedSamples = new AtomicLong();

    /** @param engine what the engine is called in these lines */
    public EngineLog(String engine) {
        this.engine = engine;
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
            LOG.warn("{}; trying again, the next time in {}", named(reason), TableLog.seconds(retryIn));
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
    public void duplicateAgent(Instant latest) {
        LOG.warn(
                "{}: another agent samples the same containers into the same status table, the last time at {}: every row is"
                        + " there twice; stop one of the two, or let them look at different containers",
                engine,
                latest);
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
                    TableLog.seconds(retryIn));
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
}
