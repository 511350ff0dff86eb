package io.dispenser.telemetry.core.agent;

import io.dispenser.telemetry.core.agent.ImageResolver.ImageUnanswered;
import io.dispenser.telemetry.core.container.ContainerChange;
import io.dispenser.telemetry.core.container.ContainerSnapshot;
import io.dispenser.telemetry.core.container.ImageDetails;
import io.dispenser.telemetry.core.container.Inspection;
import io.dispenser.telemetry.core.deployment.DeploymentTracker;
import io.dispenser.telemetry.core.deployment.SeenChange;
import io.dispenser.telemetry.core.deployment.Start;
import io.dispenser.telemetry.core.port.ContainerEngine;
import io.dispenser.telemetry.core.port.EngineException;
import io.dispenser.telemetry.core.time.Deadline;
import io.dispenser.telemetry.core.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns starts by hand into deployments. The container is asked for at once, since it may start again; if the start seems to be
 * somebody's, it is held for a moment, since a restart that follows makes it part of itself. A start that is held is not
 * handled: a process that ends before finds it again in the engine's memory.
 *
 * <p>Used by the follower's thread only.
 */
final class StartHandler {

    /** A restart is told in the same moment as its start; it may take as long to be read. */
    static final Duration HOLD = Duration.ofSeconds(2);

    private static final Duration FIRST_ATTEMPT = Duration.ofSeconds(5);

    private final ContainerEngine engine;
    private final DeploymentTracker tracker;
    private final ImageResolver lookup;
    private final WaitingRows rows;
    private final Ticker ticker;
    private final AgentListener listener;
    private final Map<SeenChange, Held> held = new LinkedHashMap<>();

    /**
     * A start that waits.
     *
     * @param start what was known before it
     * @param container the container after it; null if it is gone, or did not answer yet
     * @param decided whether it was somebody's, if no restart follows; else it is to be asked for again
     * @param failures how often something was asked for in vain
     * @param over when to go on
     */
    private record Held(
            Start start, @Nullable ContainerSnapshot container, boolean decided, int failures, Deadline over) {}

    StartHandler(
            ContainerEngine engine,
            DeploymentTracker tracker,
            ImageResolver lookup,
            WaitingRows rows,
            Ticker ticker,
            AgentListener listener) {
        this.engine = engine;
        this.tracker = tracker;
        this.lookup = lookup;
        this.rows = rows;
        this.ticker = ticker;
        this.listener = listener;
    }

    /** A managed container started. */
    void started(ContainerChange change) throws EngineException, InterruptedException {
        Optional<Start> start = tracker.start(change);
        if (start.isPresent() && !held.containsKey(SeenChange.of(change))) {
            ask(start.get(), 0);
        }
    }

    /** A container was restarted: a restart ends with a start, which is none by itself. */
    void restarted(ContainerChange restart) {
        held.values()
                .removeIf(each -> each.start().change().containerId().equals(restart.containerId())
                        && each.start().isPartOf(restart));
        release(restart.containerId());
    }

    /** A container's run ended: a later restart has another start. */
    void ended(ContainerChange end) {
        held.replaceAll((change, each) ->
                change.containerId().equals(end.containerId()) && change.at().isBefore(end.at())
                        ? new Held(each.start().ended(), each.container(), each.decided(), each.failures(), each.over())
                        : each);
    }

    /** Goes on with those whose time has come. */
    void decide() throws EngineException, InterruptedException {
        for (Held each : List.copyOf(held.values())) {
            if (each.over().isOver()) {
                try {
                    decide(each);
                } catch (RuntimeException e) { // a defect: it costs this start and no other
                    done(each.start());
                    listener.deploymentLost(each.start().change(), "unexpected: " + e);
                }
            }
        }
    }

    /** How long until one's time comes. */
    Optional<Duration> next() {
        return held.values().stream().map(each -> each.over().left()).min(Duration::compareTo);
    }

    /** When the oldest start happened that is not handled. */
    Optional<Instant> oldest() {
        return held.keySet().stream().map(SeenChange::at).min(Instant::compareTo);
    }

    private void ask(Start start, int failures) throws EngineException, InterruptedException {
        Inspection inspection = engine.inspect(
                        List.of(start.change().containerId()), failures == 0 ? FIRST_ATTEMPT : ContainerEngine.PATIENCE)
                .get(0);
        if (inspection instanceof Inspection.Unanswered && failures + 1 < RetryQueue.ATTEMPTS) {
            hold(new Held(start, null, false, failures + 1, Deadline.in(RetryQueue.PAUSE, ticker)));
            return;
        }
        ContainerSnapshot container = inspection instanceof Inspection.Answered answered ? answered.snapshot() : null;
        if (tracker.isByHand(start, container)) {
            hold(new Held(start, container, true, 0, Deadline.in(HOLD, ticker)));
        } else {
            done(start);
        }
    }

    private void decide(Held each) throws EngineException, InterruptedException {
        Start start = each.start();
        if (!each.decided()) {
            ask(start, each.failures());
            return;
        }
        ContainerSnapshot container = each.container();
        ImageDetails image;
        try {
            image = container == null ? lookup.imageAt(start.change()) : lookup.imageOf(container);
        } catch (ImageUnanswered e) {
            if (each.failures() + 1 < RetryQueue.ATTEMPTS) {
                Deadline again = Deadline.in(RetryQueue.PAUSE, ticker);
                hold(new Held(start, container, true, each.failures() + 1, again));
                return;
            }
            image = null;
        }
        tracker.started(start, container, image).ifPresent(rows::take);
        done(start);
        rows.stateChanged();
    }

    private void hold(Held each) {
        held.put(SeenChange.of(each.start().change()), each);
        tracker.containers().hold(each.start().change().containerId());
    }

    private void done(Start start) {
        held.remove(SeenChange.of(start.change()));
        release(start.change().containerId());
    }

    private void release(String id) {
        if (held.keySet().stream().noneMatch(change -> change.containerId().equals(id))) {
            tracker.containers().release(id);
        }
    }
}
