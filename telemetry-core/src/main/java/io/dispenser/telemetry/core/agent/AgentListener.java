package io.dispenser.telemetry.core.agent;

import io.dispenser.telemetry.core.container.ContainerChange;
import java.time.Duration;
import java.time.Instant;

/** Hears how the observation of an engine goes. Called on the agent's threads, so it must return quickly. */
public interface AgentListener {

    /** Hears nothing. */
    AgentListener NONE = new AgentListener() {};

    /** The engine is there, and its changes are followed from now on; {@code version} as the engine's ping tells it. */
    default void engineConnected(String version) {}

    /** The engine can't be followed; called for each attempt. The attempt after this one is {@code retryIn} away. */
    default void engineUnavailable(String reason, Duration retryIn) {}

    /** A sweep gave {@code rows} rows. */
    default void swept(int rows) {}

    /** A sweep gave no rows, because the engine could not be asked. */
    default void sweepFailed(String reason) {}

    /**
     * The times of {@code sweeps} sweeps passed while an earlier one was still under way (or the machine slept): they were
     * not taken.
     */
    default void sweepsSkipped(long sweeps) {}

    /**
     * The engine's changes were not followed from {@code from} on, and its memory begins at {@code to}: between them, restarts,
     * and containers that were created and removed, may be missing. Containers that are there are not.
     */
    default void changesMissed(Instant from, Instant to) {}

    /** A change may have been a deployment, but a defect of this program kept it from being described: there is no row. */
    default void deploymentLost(ContainerChange change, String reason) {}
}
