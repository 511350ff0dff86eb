package io.dispenser.telemetry.core.container;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * What the configuration says of a service, as far as it appears in the deployments table.
 *
 * @param name the service's name, which is its container's name
 * @param memoryLimit as configured ({@code 512m}), or null
 * @param cpuLimit as configured ({@code 0.5}), or null
 * @param proxyEnabled whether the service is behind the reverse proxy
 * @param proxyHost the host name at the proxy, or null
 * @param portMappings the number of configured ports
 * @param volumes the number of configured volumes
 * @param networks the number of configured networks
 * @param cron when the service is created anew, or null
 * @param nameOnly whether nothing but the name is known, so that the rest is taken from the container
 */
public record ServiceDefinition(
        String name,
        @Nullable String memoryLimit,
        @Nullable String cpuLimit,
        boolean proxyEnabled,
        @Nullable String proxyHost,
        int portMappings,
        int volumes,
        int networks,
        @Nullable CronSchedule cron,
        boolean nameOnly) {

    public ServiceDefinition {
        requireNonNull(name, "name");
    }

    /** A service of which nothing but the name is known. */
    public static ServiceDefinition ofName(String name) {
        return new ServiceDefinition(name, null, null, false, null, 0, 0, 0, null, true);
    }

    /** A service whose configuration is known. */
    public ServiceDefinition(
            String name,
            @Nullable String memoryLimit,
            @Nullable String cpuLimit,
            boolean proxyEnabled,
            @Nullable String proxyHost,
            int portMappings,
            int volumes,
            int networks,
            @Nullable CronSchedule cron) {
        this(name, memoryLimit, cpuLimit, proxyEnabled, proxyHost, portMappings, volumes, networks, cron, false);
    }

    /** A service without a schedule. */
    public ServiceDefinition(
            String name,
            @Nullable String memoryLimit,
            @Nullable String cpuLimit,
            boolean proxyEnabled,
            @Nullable String proxyHost,
            int portMappings,
            int volumes,
            int networks) {
        this(name, memoryLimit, cpuLimit, proxyEnabled, proxyHost, portMappings, volumes, networks, null);
    }
}
