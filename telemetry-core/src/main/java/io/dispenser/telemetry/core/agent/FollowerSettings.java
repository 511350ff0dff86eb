package io.dispenser.telemetry.core.agent;

import io.dispenser.telemetry.core.container.ServiceCatalog;
import io.dispenser.telemetry.core.container.TrackerKnowledge;
import io.dispenser.telemetry.core.deployment.DeploymentTracker;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.pipeline.Worker;
import io.dispenser.telemetry.core.port.ContainerEngine;
import io.dispenser.telemetry.core.port.DeploymentHistory;
import io.dispenser.telemetry.core.port.EventRecorder;
import io.dispenser.telemetry.core.port.Ticker;
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
    DeploymentLedger ledger = DeploymentLedger.forgetful();

    @Nullable
    DeploymentHistory history;

    Duration lookInterval = Duration.ofMinutes(5);
    Duration createdTogether = Duration.ofSeconds(5);
    ZoneId zone = ZoneId.systemDefault();

    /**
     * A follower that goes on from what the ledger knows.
     *
     * @param wake makes the follower's thread take a step
     * @param asker runs what asks the history
     */
    ChangeFollower follower(
            ContainerEngine engine,
            ServiceCatalog catalog,
            EventRecorder<DeploymentEvent> deployments,
            Ticker ticker,
            AgentListener listener,
            Runnable wake,
            Consumer<Worker.Step> asker) {
        DeploymentTracker tracker = new DeploymentTracker(catalog, version, zone);
        Optional<TrackerKnowledge> known = ledger.knowledge();
        Optional<TrackerKnowledge> ofThisEngine =
                known.filter(knowledge -> knowledge.engine().equals(engine.description()));
        PastDeployments past = new PastDeployments(
                history == null ? null : new HistoryQuery(history, listener, wake, asker),
                listener,
                ofThisEngine.map(TrackerKnowledge::until).orElse(Instant.MIN));
        DeploymentDesk desk = new DeploymentDesk(ledger, deployments, past, ticker, createdTogether);
        known.ifPresent(knowledge -> desk.takeOver(knowledge.rows()));
        ofThisEngine.ifPresent(knowledge -> tracker.restore(knowledge.containers(), knowledge.reported()));
        return new ChangeFollower(
                engine,
                new ChangeHandler(engine, catalog, tracker, desk, past, ticker, listener),
                desk,
                ofThisEngine,
                existingAreDeployments,
                lookInterval,
                ticker,
                listener,
                wake);
    }
}
