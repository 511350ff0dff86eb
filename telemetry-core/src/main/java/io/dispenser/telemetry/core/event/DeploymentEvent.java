package io.dispenser.telemetry.core.event;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A container of a service was created, updated or restarted: a row of {@code dispenser-deployments}. The components
 * stand in the order of the table's columns; {@link #date()} is derived.
 *
 * @param timestamp when the change happened, by the engine's clock
 * @param service the service's name
 * @param image the image as configured, with its tag
 * @param imageSha {@code sha256:…}, the image's repository digest, or its id where it has none
 * @param imageSizeMb the image's size in units of 1,000,000 bytes, rounded down
 * @param containerId the full id, 64 characters
 * @param containerCreatedAt when the container was created, by the engine's clock
 * @param trigger what caused it
 * @param dispenserVersion the version of the program that reports the event
 * @param restartPolicy when the engine restarts the container
 * @param memoryLimit as configured ({@code 512m}), or null where there is no limit
 * @param cpuLimit as configured ({@code 0.5}), or null where there is no limit
 * @param proxyEnabled whether the service is behind the reverse proxy
 * @param proxyHost the host name at the proxy, or null
 * @param portMappings the number of published ports
 * @param volumes the number of mounted volumes
 * @param networks the number of connected networks
 * @param origin the host, project and container that it is of
 * @param action what happened to the container, or null in rows of programs that don't tell
 * @param previousImage the predecessor's {@code image}, or null without one
 * @param previousImageSha the predecessor's {@code imageSha}, or null without one
 */
public record DeploymentEvent(
        Instant timestamp,
        String service,
        String image,
        String imageSha,
        long imageSizeMb,
        String containerId,
        Instant containerCreatedAt,
        TriggerType trigger,
        String dispenserVersion,
        RestartPolicy restartPolicy,
        @Nullable String memoryLimit,
        @Nullable String cpuLimit,
        boolean proxyEnabled,
        @Nullable String proxyHost,
        int portMappings,
        int volumes,
        int networks,
        Origin origin,
        @Nullable DeploymentAction action,
        @Nullable String previousImage,
        @Nullable String previousImageSha)
        implements TelemetryEvent {

    public DeploymentEvent {
        timestamp = Micros.cut(timestamp);
        containerCreatedAt = Micros.cut(containerCreatedAt);
        requireNonNull(service, "service");
        requireNonNull(image, "image");
        requireNonNull(imageSha, "imageSha");
        requireNonNull(containerId, "containerId");
        requireNonNull(trigger, "trigger");
        requireNonNull(dispenserVersion, "dispenserVersion");
        requireNonNull(restartPolicy, "restartPolicy");
        requireNonNull(origin, "origin");
    }

    /** A row of the columns that the reference writes. */
    public DeploymentEvent(
            Instant timestamp,
            String service,
            String image,
            String imageSha,
            long imageSizeMb,
            String containerId,
            Instant containerCreatedAt,
            TriggerType trigger,
            String dispenserVersion,
            RestartPolicy restartPolicy,
            @Nullable String memoryLimit,
            @Nullable String cpuLimit,
            boolean proxyEnabled,
            @Nullable String proxyHost,
            int portMappings,
            int volumes,
            int networks) {
        this(
                timestamp,
                service,
                image,
                imageSha,
                imageSizeMb,
                containerId,
                containerCreatedAt,
                trigger,
                dispenserVersion,
                restartPolicy,
                memoryLimit,
                cpuLimit,
                proxyEnabled,
                proxyHost,
                portMappings,
                volumes,
                networks,
                Origin.UNKNOWN,
                null,
                null,
                null);
    }

    /** The same deployment with the columns that the reference doesn't write. */
    public DeploymentEvent with(
            Origin from, @Nullable DeploymentAction what, @Nullable String beforeImage, @Nullable String beforeSha) {
        return new DeploymentEvent(
                timestamp,
                service,
                image,
                imageSha,
                imageSizeMb,
                containerId,
                containerCreatedAt,
                trigger,
                dispenserVersion,
                restartPolicy,
                memoryLimit,
                cpuLimit,
                proxyEnabled,
                proxyHost,
                portMappings,
                volumes,
                networks,
                from,
                what,
                beforeImage,
                beforeSha);
    }
}
