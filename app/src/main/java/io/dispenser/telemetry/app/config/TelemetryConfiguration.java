package io.dispenser.telemetry.app.config;

import io.dispenser.telemetry.core.container.ContainerFilter;
import io.dispenser.telemetry.core.container.ServiceDefinition;
import io.dispenser.telemetry.core.maintenance.MaintenanceSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A configuration without errors: the {@code [telemetry]} section and the services. */
public final class TelemetryConfiguration {

    private final Path file;
    private final TelemetrySection telemetry;
    private final List<ServiceDefinition> services;
    private final List<Problem> warnings;

    TelemetryConfiguration(
            Path file, TelemetrySection telemetry, List<ServiceDefinition> services, List<Problem> warnings) {
        this.file = file;
        this.telemetry = telemetry;
        this.services = List.copyOf(services);
        this.warnings = List.copyOf(warnings);
    }

    /** The {@code dispenser.toml} that was read. */
    public Path file() {
        return file;
    }

    /** Whether anything is to be collected. If so, both tables have a location. */
    public boolean enabled() {
        return telemetry.enabled();
    }

    /** Where the deployments table is; always there when {@link #enabled()}. */
    public Optional<TableLocation> deploymentsTable() {
        return Optional.ofNullable(telemetry.deployments());
    }

    /** Where the container status table is; always there when {@link #enabled()}. */
    public Optional<TableLocation> statusTable() {
        return Optional.ofNullable(telemetry.status());
    }

    /** The time between two samples of all containers. */
    public Duration statusInterval() {
        return telemetry.statusInterval();
    }

    /** How many events of a table are gathered before they are written. */
    public int bufferSize() {
        return telemetry.bufferSize();
    }

    /** How long after the oldest gathered event they are written, however few they are. */
    public Duration flushInterval() {
        return telemetry.flushInterval();
    }

    /** Where {@code spool_dir} says that waiting events are kept; empty if it says nothing. */
    public Optional<Path> spoolDirectory() {
        return Optional.ofNullable(telemetry.spoolDirectory());
    }

    /** How many bytes the waiting events of one table take at most. */
    public long spoolMaxBytes() {
        return telemetry.spoolMaxBytes();
    }

    /** How long the end may take for writing what waits. */
    public Duration shutdownTimeout() {
        return telemetry.shutdownTimeout();
    }

    /** What {@code [telemetry.storage]} says, for the storage adapters; the values may be secrets. */
    public Map<String, String> storageOptions() {
        return telemetry.storageOptions();
    }

    /** Whether the CPU and memory of containers are sampled. */
    public boolean resourceUsage() {
        return telemetry.resourceUsage();
    }

    /** Whether events go the same way to the same tables as with {@code other}: only who is observed, and how often, differs. */
    public boolean writesLike(TelemetryConfiguration other) {
        return telemetry.way().equals(other.telemetry.way());
    }

    /** How long each request to the engine may take. */
    public Duration engineTimeout() {
        return telemetry.engineTimeout();
    }

    /** Which containers are looked at. */
    public ContainerFilter containers() {
        return telemetry.containers();
    }

    /** Whether and when tables are looked after. */
    public MaintenanceSettings maintenance() {
        return telemetry.maintenance();
    }

    /** The services of the {@code [[service]]} entries, in their order; empty when every container is managed. */
    public List<ServiceDefinition> services() {
        return services;
    }

    /** What the user should look at although the configuration can be used. */
    public List<Problem> warnings() {
        return warnings;
    }

    /** The values of {@code [telemetry]}, defaults filled in. */
    record TelemetrySection(
            boolean enabled,
            @Nullable TableLocation deployments,
            @Nullable TableLocation status,
            Duration statusInterval,
            int bufferSize,
            Duration flushInterval,
            @Nullable Path spoolDirectory,
            long spoolMaxBytes,
            Duration shutdownTimeout,
            Map<String, String> storageOptions,
            boolean resourceUsage,
            ContainerFilter containers,
            Duration engineTimeout,
            MaintenanceSettings maintenance) {

        TelemetrySection {
            storageOptions = Map.copyOf(storageOptions);
        }

        /** All that has a say in how an event comes into its table. */
        List<Object> way() {
            return List.of(
                    Optional.ofNullable(deployments).map(TableLocation::uri),
                    Optional.ofNullable(status).map(TableLocation::uri),
                    bufferSize,
                    flushInterval,
                    Optional.ofNullable(spoolDirectory),
                    spoolMaxBytes,
                    storageOptions,
                    resourceUsage,
                    engineTimeout,
                    maintenance);
        }
    }
}
