package io.dispenser.telemetry.app.config;

import static java.util.Objects.requireNonNull;

import io.dispenser.telemetry.app.config.TableLocationsReader.TableLocations;
import io.dispenser.telemetry.app.toml.Problem;
import io.dispenser.telemetry.core.container.ContainerFilter;
import io.dispenser.telemetry.core.container.ContainerFilter.Patterns;
import io.dispenser.telemetry.core.container.ServiceDefinition;
import io.dispenser.telemetry.core.maintenance.MaintenanceSettings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A configuration without errors: the {@code [telemetry]} section and the services. */
public final class TelemetryConfiguration {

    private final Path file;
    private final boolean empty;
    private final TelemetrySection telemetry;
    private final List<ServiceDefinition> services;
    private final List<Problem> warnings;

    TelemetryConfiguration(
            Path file,
            boolean empty,
            TelemetrySection telemetry,
            List<ServiceDefinition> services,
            List<Problem> warnings) {
        this.file = file;
        this.empty = empty;
        this.telemetry = telemetry;
        this.services = List.copyOf(services);
        this.warnings = List.copyOf(warnings);
    }

    /** Whether the file has no key at all. */
    public boolean isEmpty() {
        return empty;
    }

    /** The {@code dispenser.toml} that was read. */
    public Path file() {
        return file;
    }

    /**
     * What is written for {@code setting}, or its default.
     *
     * @throws NullPointerException for a setting without a default of which nothing is written: use {@link #find}
     */
    public <T> T get(Setting<T> setting) {
        return find(setting).orElseGet(() -> requireNonNull(setting.value().byDefault(), setting::toString));
    }

    /** What is written for {@code setting}; empty if nothing is. */
    @SuppressWarnings("unchecked") // what a setting reads is of its type
    public <T> Optional<T> find(Setting<T> setting) {
        return Optional.ofNullable((T) telemetry.written().get(setting));
    }

    /** Whether anything is to be collected. If so, both tables have a location. */
    public boolean enabled() {
        return get(Setting.ENABLED);
    }

    /** Where the deployments table is; always there when {@link #enabled()}. */
    public Optional<TableLocation> deploymentsTable() {
        return Optional.ofNullable(telemetry.tables().deployments());
    }

    /** Where the container status table is; always there when {@link #enabled()}. */
    public Optional<TableLocation> statusTable() {
        return Optional.ofNullable(telemetry.tables().status());
    }

    /** What {@code [telemetry.storage]} says, for the storage adapters; the values may be secrets. */
    public Map<String, String> storageOptions() {
        return telemetry.storageOptions();
    }

    /** Which containers are looked at. */
    public ContainerFilter containers() {
        return new ContainerFilter(
                new Patterns(
                        get(Setting.DOCKER_INCLUDE_NAMES),
                        get(Setting.DOCKER_INCLUDE_IMAGES),
                        get(Setting.DOCKER_INCLUDE_LABELS),
                        get(Setting.DOCKER_INCLUDE_PROJECTS)),
                new Patterns(
                        get(Setting.DOCKER_EXCLUDE_NAMES),
                        get(Setting.DOCKER_EXCLUDE_IMAGES),
                        get(Setting.DOCKER_EXCLUDE_LABELS),
                        get(Setting.DOCKER_EXCLUDE_PROJECTS)));
    }

    /** Whether and when tables are looked after. */
    public MaintenanceSettings maintenance() {
        return new MaintenanceSettings(
                get(Setting.MAINTENANCE_ENABLED),
                get(Setting.MAINTENANCE_FOREIGN_TABLES),
                get(Setting.MAINTENANCE_INTERVAL),
                find(Setting.MAINTENANCE_WINDOW),
                MaintenanceSettings.DEFAULTS.vacuumInterval(),
                Optional.empty());
    }

    /** The services of the {@code [[service]]} entries, in their order; empty when every container is managed. */
    public List<ServiceDefinition> services() {
        return services;
    }

    /** What the user should look at although the configuration can be used. */
    public List<Problem> warnings() {
        return warnings;
    }

    /** Whether events go the same way to the same tables as with {@code other}: only who is observed, and how often, differs. */
    public boolean writesLike(TelemetryConfiguration other) {
        return telemetry.way().equals(other.telemetry.way());
    }

    /**
     * What {@code [telemetry]} says.
     *
     * @param written the values of the settings that are written
     * @param tables where the tables are
     * @param storageOptions settings and properties for the storage adapters
     */
    record TelemetrySection(
            Map<Setting<?>, Object> written, TableLocations tables, Map<String, String> storageOptions) {

        /** What says who is observed, how often, how long the end may take, and what is told of it. */
        private static final Set<Setting<?>> OBSERVATION = Set.of(
                Setting.STATUS_INTERVAL,
                Setting.SHUTDOWN_TIMEOUT,
                Setting.SERVICES_FROM,
                Setting.LOG_FORMAT,
                Setting.LOG_LEVEL);

        /** What says how the engine is asked. */
        private static final Set<Setting<?>> ENGINE = Set.of(Setting.DOCKER_TIMEOUT, Setting.DOCKER_CA_FILE);

        TelemetrySection {
            written = Map.copyOf(written);
            storageOptions = Map.copyOf(storageOptions);
        }

        /** All that has a say in how an event comes into its table; a setting counts unless it is known not to. */
        private List<Object> way() {
            Map<Setting<?>, Object> settings = new HashMap<>(written);
            settings.keySet().removeAll(OBSERVATION);
            Setting.of(Setting.Table.DOCKER).stream()
                    .filter(setting -> !ENGINE.contains(setting))
                    .forEach(settings::remove);
            return List.of(
                    settings,
                    Optional.ofNullable(tables.deployments()).map(TableLocation::uri),
                    Optional.ofNullable(tables.status()).map(TableLocation::uri),
                    storageOptions);
        }
    }
}
