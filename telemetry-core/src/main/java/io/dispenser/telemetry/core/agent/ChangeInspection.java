package io.dispenser.telemetry.core.agent;

import io.dispenser.telemetry.core.agent.ImageResolver.ImageUnanswered;
import io.dispenser.telemetry.core.container.ContainerChange;
import io.dispenser.telemetry.core.container.ContainerChange.Kind;
import io.dispenser.telemetry.core.container.ContainerSnapshot;
import io.dispenser.telemetry.core.container.ImageDetails;
import io.dispenser.telemetry.core.container.Inspection;
import io.dispenser.telemetry.core.deployment.DeploymentTracker;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.port.ContainerEngine;
import io.dispenser.telemetry.core.port.EngineException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A change that may be a deployment: asks the engine for its container and its image, and tells the tracker.
 *
 * <p>Used by the follower's thread only.
 */
final class ChangeInspection {

    private static final Logger LOG = System.getLogger(ChangeInspection.class.getName());

    private static final Duration FIRST_ATTEMPT = Duration.ofSeconds(5);

    private final ContainerEngine engine;
    private final DeploymentTracker tracker;
    private final ImageResolver lookup;
    private final RetryQueue retryQueue;
    private final WaitingRows waitingRows;
    private final AgentListener listener;

    /** @param retryQueue where changes wait of which the engine could not tell */
    ChangeInspection(
            ContainerEngine engine,
            DeploymentTracker tracker,
            ImageResolver lookup,
            RetryQueue retryQueue,
            WaitingRows waitingRows,
            AgentListener listener) {
        this.engine = engine;
        this.tracker = tracker;
        this.lookup = lookup;
        this.retryQueue = retryQueue;
        this.waitingRows = waitingRows;
        this.listener = listener;
    }

    /**
     * Handles a change of a container that is tracked. If the engine does not tell of the container, the change comes again.
     *
     * @param since when the engine was first followed
     */
    void handle(ContainerChange change, Instant since) throws EngineException, InterruptedException {
        // One that hangs delays the changes of others for a moment only; the next time there is more.
        Duration atMost = retryQueue.isRetried(change) ? ContainerEngine.PATIENCE : FIRST_ATTEMPT;
        Inspection inspection =
                engine.inspect(List.of(change.containerId()), atMost).get(0);
        if (inspection instanceof Inspection.Unanswered && retryQueue.add(change)) {
            explain(change, "the engine does not tell of the container; it is asked again");
            return;
        }
        if (inspection instanceof Inspection.Answered answered) {
            ContainerSnapshot container = answered.snapshot();
            ImageDetails image;
            try {
                image = lookup.imageOf(container);
            } catch (ImageUnanswered e) {
                if (retryQueue.add(change)) {
                    return;
                }
                listener.imageUnknown(container.name(), String.valueOf(e.getMessage()));
                image = null;
            }
            if (change.kind() != Kind.CREATED && tracker.containers().isNews(container, since, change.at())) {
                tracker.discovered(container, image).ifPresent(waitingRows::take); // nobody told of its creation
            }
            take(change, tracker.changed(change, container, image));
        } else {
            ImageDetails image;
            try {
                image = lookup.imageAt(change);
            } catch (ImageUnanswered e) {
                if (retryQueue.add(change)) {
                    return;
                }
                image = null; // as of one whose name may have moved
            }
            take(change, tracker.vanished(change, image));
        }
        retryQueue.done(change);
        waitingRows.stateChanged();
    }

    private void take(ContainerChange change, Optional<DeploymentEvent> row) {
        explain(
                change,
                row.map(found -> "a row, " + found.trigger().columnValue())
                        .orElse("no row: it is no deployment, has its row, or its container is not managed"));
        row.ifPresent(waitingRows::take);
    }

    /** Tells of what became of a change, for who looks for a row that is not there. */
    static void explain(ContainerChange change, String outcome) {
        LOG.log(
                Level.DEBUG,
                () -> change.kind() + " of " + change.attributes().getOrDefault("name", change.containerId()) + " at "
                        + change.at() + ": " + outcome);
    }
}
