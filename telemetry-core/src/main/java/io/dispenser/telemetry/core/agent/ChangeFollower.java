package io.dispenser.telemetry.core.agent;

import io.dispenser.telemetry.core.container.ContainerChange;
import io.dispenser.telemetry.core.container.ContainerSnapshot;
import io.dispenser.telemetry.core.container.ContainerSummary;
import io.dispenser.telemetry.core.container.Inspection;
import io.dispenser.telemetry.core.container.ServiceCatalog;
import io.dispenser.telemetry.core.deployment.DeploymentTracker;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.pipeline.Backoff;
import io.dispenser.telemetry.core.port.ChangeListener;
import io.dispenser.telemetry.core.port.ChangeStream;
import io.dispenser.telemetry.core.port.ContainerEngine;
import io.dispenser.telemetry.core.port.EngineException;
import io.dispenser.telemetry.core.port.EventRecorder;
import io.dispenser.telemetry.core.port.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a stream of the engine's changes open and turns changes into deployments. At each connection it first opens the
 * stream and then looks at all containers, so that nothing falls between: what was created while nobody watched is
 * discovered, and a creation that is both on the list and in the stream is one deployment.
 */
final class ChangeFollower {

    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration MAX_RETRY = Duration.ofSeconds(30);
    private static final Duration IDLE = Duration.ofHours(1);

    /** Far more than an engine can do while one container is inspected; it bounds the memory. */
    private static final int MOST_WAITING = 10_000;

    private final ContainerEngine engine;
    private final ServiceCatalog catalog;
    private final DeploymentTracker tracker;
    private final EventRecorder<DeploymentEvent> recorder;
    private final Ticker ticker;
    private final AgentListener listener;
    private final Runnable wake;
    private final Backoff backoff = new Backoff(FIRST_RETRY, MAX_RETRY, new SplittableRandom());
    private final Queue<ContainerChange> changes = new LinkedBlockingQueue<>(MOST_WAITING);

    private boolean existingAreNews;
    private long failedAt;
    private Duration pause = Duration.ZERO;
    private @Nullable ChangeStream stream;
    private volatile @Nullable String endedBecause;

    /**
     * @param existingAreNews whether the containers of the first connection are deployments too
     * @param wake makes the follower's thread take a step
     */
    ChangeFollower(
            ContainerEngine engine,
            ServiceCatalog catalog,
            DeploymentTracker tracker,
            EventRecorder<DeploymentEvent> recorder,
            boolean existingAreNews,
            Ticker ticker,
            AgentListener listener,
            Runnable wake) {
        this.engine = engine;
        this.catalog = catalog;
        this.tracker = tracker;
        this.recorder = recorder;
        this.existingAreNews = existingAreNews;
        this.ticker = ticker;
        this.listener = listener;
        this.wake = wake;
    }

    /** Connects if need be, and handles the changes that came. Never ends by itself. */
    Optional<Duration> step() throws InterruptedException {
        Duration pauseLeft = pause.minusNanos(ticker.nanos() - failedAt);
        if (!pause.isZero() && pauseLeft.compareTo(Duration.ZERO) > 0) {
            return Optional.of(pauseLeft);
        }
        pause = Duration.ZERO;
        try {
            if (stream == null) {
                connect();
                backoff.reset();
            }
            ContainerChange change = changes.poll();
            while (change != null) {
                handle(change);
                change = changes.poll();
            }
            String reason = endedBecause;
            if (reason == null) {
                return Optional.of(IDLE);
            }
            return retry(reason);
        } catch (EngineException e) {
            return retry(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) { // a defect of the adapter: the next connection may be spared it
            return retry("unexpected: " + e);
        }
    }

    /** Ends the stream. After the last step. */
    void close() {
        if (stream != null) {
            stream.close();
            stream = null;
        }
    }

    private Optional<Duration> retry(String reason) {
        close();
        Duration wait = backoff.next();
        failedAt = ticker.nanos();
        pause = wait;
        listener.engineUnavailable(reason, wait);
        return Optional.of(wait);
    }

    private void connect() throws EngineException, InterruptedException {
        String version = engine.ping();
        endedBecause = null;
        stream = engine.changes(new ChangeListener() {
            @Override
            public void changed(ContainerChange change) {
                if (changes.offer(change)) {
                    wake.run();
                } else {
                    listener.deploymentLost(change, "too many changes at once");
                }
            }

            @Override
            public void ended(String reason) {
                endedBecause = reason;
                wake.run();
            }
        });
        reconcile();
        listener.engineConnected(version);
    }

    private void reconcile() throws EngineException, InterruptedException {
        List<String> managed = new ArrayList<>();
        for (ContainerSummary container : engine.list()) {
            if (catalog.serviceOf(container.name(), container.labels()).isPresent()) {
                managed.add(container.id());
            }
        }
        List<ContainerSnapshot> containers = new ArrayList<>();
        for (Inspection inspection : managed.isEmpty() ? List.<Inspection>of() : engine.inspect(managed)) {
            if (inspection instanceof Inspection.Answered answered) {
                containers.add(answered.snapshot());
            }
        }
        containers.sort(Comparator.comparing(ContainerSnapshot::createdAt)); // predecessors first
        for (ContainerSnapshot container : containers) {
            if (!existingAreNews) {
                tracker.know(container);
            } else if (tracker.isNews(container)) {
                tracker.discovered(container, engine.image(container.imageId())).ifPresent(recorder::record);
            }
        }
        existingAreNews = true; // what is unknown at the next connection was created in between
    }

    private void handle(ContainerChange change) throws InterruptedException {
        if (change.kind() == ContainerChange.Kind.REMOVED
                || catalog.serviceOf(change.attributes().getOrDefault("name", ""), change.attributes())
                        .isEmpty()) {
            return;
        }
        try {
            Inspection inspection =
                    engine.inspect(List.of(change.containerId())).get(0);
            if (inspection instanceof Inspection.Answered answered) {
                ContainerSnapshot container = answered.snapshot();
                tracker.changed(change, container, engine.image(container.imageId()))
                        .ifPresent(recorder::record);
            } else if (inspection instanceof Inspection.Unanswered unanswered) {
                listener.deploymentLost(change, unanswered.reason());
            } else {
                listener.deploymentLost(change, "the container was gone before it could be inspected");
            }
        } catch (EngineException e) {
            listener.deploymentLost(change, String.valueOf(e.getMessage()));
        }
    }
}
