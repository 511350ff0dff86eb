package io.dispenser.telemetry.core.deployment;

import io.dispenser.telemetry.core.event.DeploymentEvent;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that the observation of an engine's deployments must not forget.
 *
 * @param engine which engine it is about, as the engine's adapter describes it
 * @param host which host rows were of, or null while that is not known
 * @param since the engine's time when it was first followed: older containers are no news
 * @param until the engine's time up to which its changes are handled
 * @param containers the containers that are there, and the last ones of those that are gone
 * @param reported the latest changes that were handled, oldest first
 * @param startup where the engine is between two starts of everything
 * @param rows the rows that were made of changes and are not known to be durable elsewhere, oldest first
 */
public record TrackerState(
        String engine,
        @Nullable String host,
        Instant since,
        Instant until,
        List<KnownContainer> containers,
        List<SeenChange> reported,
        StartupState startup,
        List<DeploymentEvent> rows) {

    /** One of an engine that has containers, and no start of everything under way. */
    public TrackerState(
            String engine,
            @Nullable String host,
            Instant since,
            Instant until,
            List<KnownContainer> containers,
            List<SeenChange> reported,
            List<DeploymentEvent> rows) {
        this(engine, host, since, until, containers, reported, StartupState.NONE, rows);
    }

    public TrackerState {
        containers = List.copyOf(containers);
        reported = List.copyOf(reported);
        rows = List.copyOf(rows);
    }

    /** The same with other rows. */
    public TrackerState withRows(List<DeploymentEvent> others) {
        return new TrackerState(engine, host, since, until, containers, reported, startup, others);
    }
}
