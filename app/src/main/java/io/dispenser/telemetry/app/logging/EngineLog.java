package io.dispenser.telemetry.app.logging;

import io.dispenser.telemetry.app.output.Count;
import io.dispenser.telemetry.app.output.Elapsed;
import io.dispenser.telemetry.core.agent.AgentListener;
import io.dispenser.telemetry.core.container.ContainerChange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.event.Level;

/** What an operator reads of the engine: of every trouble its begin, that it lasts, and its end. */
public final class EngineLog implements AgentListener {

    private static final String AWAY = "engine";
    private static final String SAMPLES = "samples";
    private static final String LATE = "late samples";
    private static final String HISTORY = "history";
    private static final String LIMITED = "limitations";

    private final Troubles troubles;
    private final String engine;
    private final Subject subject;
    private final ClockDifference clocks;
    private volatile boolean engineFollowed;
    private volatile boolean late;
    private final AtomicInteger unreadable = new AtomicInteger();
    private final AtomicLong gaps = new AtomicLong();
    private final AtomicLong skippedSamples = new AtomicLong();

    /** @param engine what the engine is called in these lines */
    public EngineLog(Troubles troubles, String engine) {
        this.troubles = troubles;
        this.engine = engine;
        this.subject = Subject.engine(engine);
        this.clocks = new ClockDifference(
                troubles, subject, "the engine's", "samples are dated by this host's, deployments by the engine's");
    }

    @Override
    public void engineConnected(String version) {
        engineFollowed = true;
        String following = "following " + engine + " (" + version + ")";
        if (!troubles.ends(AWAY, following + " again")) {
            subject.say(Level.INFO, "{}", following);
        }
    }

    @Override
    public void engineUnavailable(String reason, Duration retryIn) {
        engineFollowed = false;
        occurs(AWAY, named(reason), "; trying again, the next time in " + Elapsed.words(retryIn));
    }

    @Override
    public void engineClock(Duration ahead) {
        clocks.is(ahead);
    }

    @Override
    public void engineLimited(List<String> limitations) {
        if (limitations.isEmpty()) {
            troubles.ends(LIMITED, engine + ": nothing is missing any more");
        } else {
            occurs(LIMITED, engine + ": " + String.join("; ", limitations), "");
        }
    }

    @Override
    public void changeUnreadable(String reason) {
        int count = unreadable.incrementAndGet();
        if (Integer.bitCount(count) == 1) {
            subject.say(
                    Level.WARN,
                    "{}: an event can't be read and is passed over: {}; containers are looked at because of that ({} since the"
                            + " start)",
                    engine,
                    reason,
                    count);
        }
    }

    @Override
    public void duplicateAgent(Instant latest) {
        subject.say(
                Level.WARN,
                "{}: another agent samples the same containers into the same status table, the last time at {}: every row is"
                        + " there twice; stop one of the two, or let them look at different containers",
                engine,
                latest);
    }

    @Override
    public void imageUnknown(String container, String reason) {
        subject.say(
                Level.WARN,
                "{}: its image is not known, so image_size_mb is 0 and image_sha the image's id in its deployment: {}",
                container,
                named(reason));
    }

    @Override
    public void sampled(int rows) {
        troubles.ends(SAMPLES, engine + ": there are status rows again");
        if (!late) { // neither the one before nor those in between
            troubles.ends(LATE, "samples are taken in time again");
        }
        late = false;
    }

    @Override
    public void sampleFailed(String reason) {
        if (engineFollowed) { // an engine that is away is told of as that
            occurs(SAMPLES, "no status rows: " + named(reason), "");
        }
    }

    @Override
    public void samplesSkipped(long samples) {
        late = true;
        String all = skippedSamples.addAndGet(samples) + " in all since the start";
        troubles.occurs(
                LATE,
                new Trouble(
                        subject,
                        Level.WARN,
                        Count.of(samples, "sample") + " not taken: an earlier one was still under way",
                        "; " + all,
                        () -> all));
    }

    @Override
    public void changesMissed(Instant from, Instant to) {
        subject.say(
                Level.WARN,
                "{}: its changes between {} and {} are not known; restarts, and containers that came and went, may be missing"
                        + " (gap {} since the start)",
                engine,
                from,
                to,
                gaps.incrementAndGet());
    }

    @Override
    public void alreadyRecorded(int deployments) {
        subject.say(
                Level.WARN,
                "not written again: {} from before this start, found again and recorded already; the tracker's state in the"
                        + " spool's directory is older than the table, as from a backup",
                Count.of(deployments, "deployment"));
    }

    @Override
    public void historyUnavailable(String reason, Duration retryIn) {
        occurs(
                HISTORY,
                "deployments from before this start wait until the table tells which of them it has: " + reason,
                "; trying again, the next time in " + Elapsed.words(retryIn));
    }

    @Override
    public void historyAnswered() {
        troubles.ends(HISTORY, "deployments from before this start wait no longer");
    }

    @Override
    public void historyUnknown(int deployments, String reason) {
        subject.say(
                Level.WARN,
                "written without knowing whether the table has it already: {} from before this start; if the tracker's state"
                        + " comes from a backup, rows may be there twice: {}",
                Count.of(deployments, "deployment"),
                reason);
    }

    @Override
    public void deploymentLost(ContainerChange change, String reason) {
        subject.say(
                Level.WARN,
                "no deployment row for container {} ({} at {}): {}",
                change.attributes().getOrDefault("name", change.containerId()),
                change.kind().name().toLowerCase(Locale.ROOT),
                change.at(),
                reason);
    }

    private void occurs(String name, String problem, String next) {
        troubles.occurs(name, new Trouble(subject, Level.WARN, problem, next, () -> ""));
    }

    /** The reason with the engine's name, which most reasons begin with. */
    private String named(String reason) {
        return reason.startsWith(engine) ? reason : engine + ": " + reason;
    }
}
