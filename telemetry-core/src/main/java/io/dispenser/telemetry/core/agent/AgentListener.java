package io.dispenser.telemetry.core.agent;

import io.dispenser.telemetry.core.container.ContainerChange;
import java.time.Duration;

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

    /** A change may have been a deployment, but its container could not be described, so there is no row of it. */
    default void deploymentLost(ContainerChange change, String reason) {}
}
