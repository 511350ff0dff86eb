package io.dispenser.telemetry.core.event;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of a service's container in one sample: a row of {@code dispenser-container-status}. The components stand in
 * the order of the table's columns; {@link #date()} is derived.
 *
 * @param timestamp the sample's instant, one for all its rows
 * @param service the service's name
 * @param containerId the short id, 12 characters; empty when there is no container
 * @param state the execution state
 * @param healthStatus what the health check says
 * @param exitCode the exit code of the last end in state {@code exited}, {@code dead} or {@code restarting}, else null
 * @param restartCount how often the engine restarted the container by its policy
 * @param uptimeSeconds seconds since the last start while the container is up, else 0
 * @param failingStreak consecutive failures of the health check
 * @param lastHealthOutput output of the last failed health check, at most {@value #MAX_HEALTH_OUTPUT} characters, or null
 * @param usage what it uses
 * @param run what it runs, and since when
 * @param origin the host, project and container that it is of
 */
public record ContainerStatusEvent(
        Instant timestamp,
        String service,
        String containerId,
        ContainerState state,
        HealthStatus healthStatus,
        @Nullable Integer exitCode,
        int restartCount,
        long uptimeSeconds,
        int failingStreak,
        @Nullable String lastHealthOutput,
        ContainerUsage usage,
        ContainerRun run,
        Origin origin)
        implements TelemetryEvent {

    /** The longest health-check output that a row keeps, in Unicode characters (code points). */
    public static final int MAX_HEALTH_OUTPUT = 1024;

    public ContainerStatusEvent {
        timestamp = Micros.cut(timestamp);
        requireNonNull(service, "service");
        requireNonNull(containerId, "containerId");
        requireNonNull(state, "state");
        requireNonNull(healthStatus, "healthStatus");
        requireNonNull(usage, "usage");
        requireNonNull(run, "run");
        requireNonNull(origin, "origin");
        lastHealthOutput = lastHealthOutput == null ? null : firstCharacters(lastHealthOutput);
    }

    /** A row of the columns that the reference writes. */
    public ContainerStatusEvent(
            Instant timestamp,
            String service,
            String containerId,
            ContainerState state,
            HealthStatus healthStatus,
            @Nullable Integer exitCode,
            int restartCount,
            long uptimeSeconds,
            int failingStreak,
            @Nullable String lastHealthOutput) {
        this(
                timestamp,
                service,
                containerId,
                state,
                healthStatus,
                exitCode,
                restartCount,
                uptimeSeconds,
                failingStreak,
                lastHealthOutput,
                ContainerUsage.UNKNOWN,
                ContainerRun.UNKNOWN,
                Origin.UNKNOWN);
    }

    /** The same row with the columns that the reference doesn't write. */
    public ContainerStatusEvent with(ContainerUsage used, ContainerRun ran, Origin from) {
        return new ContainerStatusEvent(
                timestamp,
                service,
                containerId,
                state,
                healthStatus,
                exitCode,
                restartCount,
                uptimeSeconds,
                failingStreak,
                lastHealthOutput,
                used,
                ran,
                from);
    }

    /**
     * A row of which only the state is known: no health check, no exit code, no restarts, no uptime. For a service without
     * a container, and for a container that could not be inspected.
     */
    public static ContainerStatusEvent ofState(
            Instant timestamp, String service, String containerId, ContainerState state) {
        return new ContainerStatusEvent(timestamp, service, containerId, state, HealthStatus.NONE, null, 0, 0, 0, null);
    }

    private static String firstCharacters(String text) {
        if (text.codePointCount(0, text.length()) <= MAX_HEALTH_OUTPUT) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, MAX_HEALTH_OUTPUT));
    }
}
