package io.dispenser.telemetry.core.agent;

import io.dispenser.telemetry.core.container.ContainerChange;
import io.dispenser.telemetry.core.container.ContainerChange.Kind;
import io.dispenser.telemetry.core.container.ContainerSnapshot;
import io.dispenser.telemetry.core.container.ImageDetails;
import io.dispenser.telemetry.core.container.Inspection;
import io.dispenser.telemetry.core.container.ServiceCatalog;
import io.dispenser.telemetry.core.deployment.Deployment;
import io.dispenser.telemetry.core.deployment.DeploymentTracker;
import io.dispenser.telemetry.core.deployment.TrackerState;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.port.ContainerEngine;
import io.dispenser.telemetry.core.port.EngineException;
import io.dispenser.telemetry.core.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Turns changes into deployments: asks the engine what the tracker has to be told. A change that the engine's failure
 * interrupts stays the next one.
 *
 * <p>Used by the follower's thread only.
 */
final class ChangeHandler {

    private final ContainerEngine engine;
    private final DeploymentTracker tracker;
    private final DeploymentDebouncer debouncer;
    private final PastDeployments past;
    private final AgentListener listener;
    private final ImageResolver lookup;
    private final Reconciler reconciler;
    private final RetryQueue retryQueue;
    private final Deque<ContainerChange> pending = new ArrayDeque<>();
    private @Nullable Instant latest;

    ChangeHandler(
            ContainerEngine engine,
            ServiceCatalog catalog,
            DeploymentTracker tracker,
            DeploymentDebouncer debouncer,
            PastDeployments past,
            Ticker ticker,
            AgentListener listener) {
        this.engine = engine;
        this.tracker = tracker;
        this.debouncer = debouncer;
        this.past = past;
        this.listener = listener;
        this.lookup = new ImageResolver(engine);
        this.reconciler = new Reconciler(engine, catalog, tracker, past, lookup);
        this.retryQueue = new RetryQueue(ticker);
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
            boolean concerns =
                    change.kind() != Kind.REMOVED && !change.at().isBefore(since) && tracker.concerns(change);
            try {
                if (concerns) {
                    handle(change, since);
                } else if (change.kind() == Kind.REMOVED) {
                    tracker.gone(change.containerId());
                }
            } catch (RuntimeException e) { // a defect: it costs this change and no other
                listener.deploymentLost(change, "unexpected: " + e);
            }
            pending.remove();
            news |= concerns;
            if (latest == null || change.at().isAfter(latest)) {
                latest = change.at();
            }
        }
        return news;
    }

    /** Looks at all containers, for what no change told. */
    void reconcile(boolean everythingIsKnown, Instant since, Instant now) throws EngineException, InterruptedException {
        reconciler.reconcile(everythingIsKnown, since, now).forEach(this::take);
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
                        past.openSince().stream())
                .flatMap(times -> times)
                .min(Instant::compareTo);
    }

    /** How long until a change is to be handled again. */
    Optional<Duration> nextRetry() {
        return retryQueue.next();
    }

    TrackerState trackerState(
            String engineDescription, Instant since, Instant until, int mostReported, List<DeploymentEvent> rows) {
        return new TrackerState(
                engineDescription, since, until, tracker.containers(), tracker.reported(mostReported), rows);
    }

    private void handle(ContainerChange change, Instant since) throws EngineException, InterruptedException {
        Inspection inspection = engine.inspect(List.of(change.containerId())).get(0);
        if (inspection instanceof Inspection.Unanswered && retryQueue.add(change)) {
            return;
        }
        if (inspection instanceof Inspection.Answered answered) {
            ContainerSnapshot container = answered.snapshot();
            ImageDetails image = lookup.imageOf(container);
            if (change.kind() != Kind.CREATED && tracker.isNews(container, since, change.at())) {
                tracker.discovered(container, image).ifPresent(this::take); // nobody told of its creation
            }
            tracker.changed(change, container, image).ifPresent(this::take);
        } else {
            tracker.vanished(change, lookup.imageAt(change)).ifPresent(this::take);
        }
        retryQueue.done(change);
        debouncer.stateChanged();
    }

    private void take(Deployment deployment) {
        debouncer.take(deployment, tracker::services);
    }
}
