package io.dispenser.telemetry.core.agent;

import io.dispenser.telemetry.core.container.ChangeHistory;
import io.dispenser.telemetry.core.container.ContainerChange;
import io.dispenser.telemetry.core.container.ContainerChange.Kind;
import io.dispenser.telemetry.core.container.ServiceCatalog;
import io.dispenser.telemetry.core.deployment.DeploymentTracker;
import io.dispenser.telemetry.core.deployment.TrackedContainers;
import io.dispenser.telemetry.core.deployment.TrackerState;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.port.ContainerEngine;
import io.dispenser.telemetry.core.port.EngineException;
import io.dispenser.telemetry.core.status.OomKills;
import io.dispenser.telemetry.core.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Turns changes into deployments: asks the engine what the tracker has to be told. A change that the engine's failure
 * interrupts stays the next one.
 *
 * <p>Used by the follower's thread only.
 */
final class ChangeHandler {

    /** What is worth a word where it gives no row. */
    private static final Set<Kind> DEPLOYMENTS = EnumSet.of(Kind.CREATED, Kind.UPDATED, Kind.RESTARTED, Kind.STARTED);

    private final ContainerEngine engine;
    private final HostName host;
    private final DeploymentTracker tracker;
    private final WaitingRows waitingRows;
    private final PastDeployments past;
    private final AgentListener listener;
    private final ChangeInspection inspection;
    private final Reconciler reconciler;
    private final RetryQueue retryQueue;
    private final StartHandler startHandler;
    private final OomKills oomKills;
    private final Deque<ContainerChange> pending = new ArrayDeque<>();
    private @Nullable Instant latest;

    ChangeHandler(
            ContainerEngine engine,
            ServiceCatalog catalog,
            HostName host,
            DeploymentTracker tracker,
            WaitingRows waitingRows,
            PastDeployments past,
            OomKills oomKills,
            Ticker ticker,
            AgentListener listener) {
        this.engine = engine;
        this.host = host;
        this.tracker = tracker;
        this.waitingRows = waitingRows;
        this.past = past;
        this.oomKills = oomKills;
        this.listener = listener;
        ImageResolver lookup = new ImageResolver(engine);
        this.reconciler = new Reconciler(engine, catalog, tracker, past, lookup, listener);
        this.retryQueue = new RetryQueue(ticker);
        this.inspection = new ChangeInspection(engine, tracker, lookup, retryQueue, waitingRows, listener);
        this.startHandler = new StartHandler(engine, tracker, lookup, waitingRows, ticker, listener);
    }

    /**
     * Handles what is left of earlier calls, then {@code changes}.
     *
     * @param since when the engine was first followed: what is older is no news
     * @return whether one of them was new
     */
    boolean handle(List<ContainerChange> changes, Instant since) throws EngineException, InterruptedException {
        retryQueue.due().forEach(pending::addFirst);
        pending.addAll(changes);
        boolean news = false;
        while (!pending.isEmpty()) {
            ContainerChange change = pending.peek();
            // A stream begins a little before the one it follows ended, which may be before the engine was first
            // followed.
            boolean concerns = !change.at().isBefore(since) && tracker.concerns(change);
            if (!concerns && DEPLOYMENTS.contains(change.kind())) {
                ChangeInspection.explain(
                        change,
                        change.at().isBefore(since)
                                ? "no row: it was before the engine was followed"
                                : "no row: it was handled before, or its container is not managed");
            }
            try {
                news |= handle(change, concerns, since);
            } catch (RuntimeException e) { // a defect: it costs this change and no other
                listener.deploymentLost(change, "unexpected: " + e);
            }
            pending.remove();
            if (latest == null || change.at().isAfter(latest)) {
                latest = change.at();
            }
        }
        startHandler.decide();
        return news;
    }

    /** Not all is known of what happened between two times, but for {@code remembered}. */
    void gap(Instant from, ChangeHistory remembered) throws EngineException, InterruptedException {
        Set<String> gone = new HashSet<>(tracker.containers().present());
        if (!gone.isEmpty()) {
            engine.list().forEach(container -> gone.remove(container.id()));
        }
        remembered.changes().stream()
                .filter(change -> change.kind() == Kind.REMOVED)
                .forEach(change -> gone.remove(change.containerId()));
        tracker.containers().gap(from, remembered.until(), gone);
    }

    /** Changes up to {@code until} may not have been told. */
    void mayHaveMissed(Instant until) {
        tracker.containers().gap(until, until, Set.of());
    }

    /** Looks at all containers, for what no change told. */
    void reconcile(Instant since, boolean existingAreNews, Instant now) throws EngineException, InterruptedException {
        reconciler.reconcile(since, existingAreNews, now).forEach(waitingRows::take);
    }

    /** Whether the last look left something to be asked again soon. */
    boolean isIncomplete() {
        return reconciler.isIncomplete();
    }

    /** The time of the latest change that was handled. */
    Optional<Instant> latestHandled() {
        return Optional.ofNullable(latest);
    }

    /** The time of the oldest change that was not. */
    Optional<Instant> oldestUnhandled() {
        return Stream.of(
                        pending.stream().map(ContainerChange::at),
                        retryQueue.oldest().stream(),
                        startHandler.oldest().stream(),
                        past.openSince().stream())
                .flatMap(times -> times)
                .min(Instant::compareTo);
    }

    /** How long until a change is to be handled again. */
    Optional<Duration> nextRetry() {
        return Stream.of(retryQueue.next(), startHandler.next())
                .flatMap(Optional::stream)
                .min(Duration::compareTo);
    }

    TrackerState trackerState(
            String engineDescription, Instant since, Instant until, int mostReported, List<DeploymentEvent> rows) {
        return new TrackerState(
                engineDescription,
                host.known(),
                since,
                until,
                tracker.containers().remembered(),
                tracker.reported(mostReported),
                tracker.containers().startup(),
                rows);
    }

    /** Whether {@code change} was news. */
    private boolean handle(ContainerChange change, boolean concerns, Instant since)
            throws EngineException, InterruptedException {
        TrackedContainers containers = tracker.containers();
        switch (change.kind()) {
            case STARTED -> {
                if (concerns) {
                    startHandler.started(change);
                }
                containers.observe(change);
            }
            case ENDED, STOPPED -> {
                containers.observe(change);
                startHandler.ended(change);
            }
            case OUT_OF_MEMORY -> oomKills.heard(change.containerId(), change.at());
            case REMOVED -> {
                containers.observe(change);
                containers.gone(change.containerId(), change.at());
            }
            default -> {
                containers.observe(change);
                if (change.kind() == Kind.RESTARTED) {
                    startHandler.restarted(change);
                }
                if (concerns) {
                    inspection.handle(change, since);
                    return true;
                }
            }
        }
        return false;
    }
}
