package io.dispenser.telemetry.core.agent;

import io.dispenser.telemetry.core.container.ServiceCatalog;
import io.dispenser.telemetry.core.deployment.DeploymentTracker;
import io.dispenser.telemetry.core.deployment.TrackerState;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.port.ContainerEngine;
import io.dispenser.telemetry.core.port.DeploymentHistory;
import io.dispenser.telemetry.core.port.EventRecorder;
import io.dispenser.telemetry.core.status.OomKills;
import io.dispenser.telemetry.core.time.Ticker;
import io.dispenser.telemetry.core.time.Worker;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What can be set of how deployments are found, with its defaults, and how the parts are put together. */
final class FollowerSettings {

    String version = "unknown";
    boolean existingAreDeployments;
    DeploymentOutbox outbox = DeploymentOutbox.inMemory();

    @Nullable
    DeploymentHistory history;

    Duration reconcileInterval = Duration.ofMinutes(5);
    ZoneId zone = ZoneId.systemDefault();

    /**
     * A follower that goes on from what the outbox knows.
     *
     * @param oomKills hears of containers that ran out of memory
     * @param lookInterval how often to look at containers where the engine tells no changes
     * @param wake makes the follower's thread take a step
     * @param asker runs what asks the history
     */
    EngineEventWatcher follower(
            ContainerEngine engine,
            ServiceCatalog catalog,
            HostName host,
            EventRecorder<DeploymentEvent> deployments,
            Duration lookInterval,
            OomKills oomKills,
            Ticker ticker,
            AgentListener listener,
            Runnable wake,
            Consumer<Worker.Step> asker) {
        DeploymentTracker tracker = new DeploymentTracker(catalog, version, host, zone);
        Optional<TrackerState> known = outbox.trackerState();
        Optional<TrackerState> ofThisEngine =
                known.filter(trackerState -> trackerState.engine().equals(engine.description()));
        PastDeployments past = new PastDeployments(
                history == null ? null : new HistoryQuery(history, listener, wake, asker),
                listener,
                ofThisEngine.map(TrackerState::until).orElse(Instant.MIN));
        WaitingRows waitingRows = new WaitingRows(outbox, deployments, past);
        known.ifPresent(trackerState -> waitingRows.takeOver(trackerState.rows()));
        ofThisEngine.ifPresent(tracker::restore);
        return new EngineEventWatcher(
                engine,
                new ChangeHandler(engine, catalog, host, tracker, waitingRows, past, oomKills, ticker, listener),
                waitingRows,
                ofThisEngine,
                existingAreDeployments,
                reconcileInterval,
                lookInterval,
                ticker,
                listener,
                wake);
    }
}
