package io.dispenser.telemetry.core.agent;

import io.dispenser.telemetry.core.container.ContainerChange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Hears how the observation of an engine goes. Called on the agent's threads, so it must return quickly. */
public interface AgentListener {

    /** Hears nothing. */
    AgentListener NONE = new AgentListener() {};

    /** The engine is there, and its changes are followed from now on; {@code version} as the engine's ping tells it. */
    default void engineConnected(String version) {}

    /** The engine can't be followed; called for each attempt. The attempt after this one is {@code retryIn} away. */
    default void engineUnavailable(String reason, Duration retryIn) {}

    /** How far the engine's clock is ahead of this host's; told every few minutes, zero if they may be the same. */
    default void engineClock(Duration ahead) {}

    /** What can't be had of the engine that is followed from now on, in sentences; of most engines nothing. */
    default void engineLimited(List<String> limitations) {}

    /** The engine told something of a change that can't be read; containers are looked at soon because of that. */
    default void changeUnreadable(String reason) {}

    /** The engine did not tell a container's image when it was asked, several times: its row has no size and no digest of it. */
    default void imageUnknown(String container, String reason) {}

    /** A sample gave {@code rows} rows. */
    default void sampled(int rows) {}

    /** A sample gave no rows, because the engine could not be asked. */
    default void sampleFailed(String reason) {}

    /**
     * The times of {@code samples} samples passed while an earlier one was still under way (or the machine slept): they were
     * not taken.
     */
    default void samplesSkipped(long samples) {}

    /**
     * The engine's changes were not followed from {@code from} on, and its memory begins at {@code to}: between them, restarts,
     * and containers that were created and removed, may be missing. Containers that are there are not.
     */
    default void changesMissed(Instant from, Instant to) {}

    /**
     * So many deployments that happened before this start were found again, and are recorded already: what was known of
     * deployments is older than the table, as from a backup. They are left out.
     */
    default void alreadyRecorded(int deployments) {}

    /**
     * Deployments that happened before this start wait, since it can't be told now whether they were recorded; called for each
     * attempt to ask. The attempt after this one is {@code retryIn} away.
     */
    default void historyUnavailable(String reason, Duration retryIn) {}

    /** What was recorded of deployments from before this start could be told, or they wait no longer. */
    default void historyAnswered() {}

    /** It can't be told whether so many deployments were recorded, and they wait no longer: they may be recorded twice. */
    default void historyUnknown(int deployments, String reason) {}

    /**
     * Another agent samples the same containers into the same table, so that their rows are there twice.
     *
     * @param latest when it took the latest sample that is in the table
     */
    default void duplicateAgent(Instant latest) {}

    /** A change may have been a deployment, but a defect of this program kept it from being described: there is no row. */
    default void deploymentLost(ContainerChange change, String reason) {}
}
