package io.dispenser.telemetry.app.config;

import io.dispenser.telemetry.app.config.Setting.Table;
import io.dispenser.telemetry.app.config.TelemetryConfiguration.TelemetrySection;
import io.dispenser.telemetry.app.storage.ServedSchemes;
import io.dispenser.telemetry.app.toml.Diagnostics;
import io.dispenser.telemetry.app.toml.Problem;
import io.dispenser.telemetry.app.toml.Templates;
import io.dispenser.telemetry.app.toml.TomlFile;
import io.dispenser.telemetry.core.container.ServiceDefinition;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Reads a {@code dispenser.toml}: its {@code [telemetry]}, and of the services that it lists what the tables tell, all as
 * templates with the variables of the {@code .vars} files beside it. The file
 * belongs to Dispenser, so that keys outside {@code [telemetry]} are not judged. A file of our own names Dispenser's instead, and
 * takes the services and the variables from there.
 */
public final class ConfigurationFile {

    private static final String TELEMETRY = "telemetry";

    private final Path path;
    private final ServedSchemes served;
    private final Diagnostics diagnostics = new Diagnostics(Table.TELEMETRY.key());

    private ConfigurationFile(Path path, ServedSchemes served) {
        this.path = path;
        this.served = served;
    }

    /**
     * Reads everything, and reports everything that is wrong at once.
     *
     * @param dispenserToml the file; a relative path is kept relative in messages
     * @param served the URI schemes for which there is a storage adapter
     * @throws ConfigurationException with all problems of all files, if there is one
     */
    public static TelemetryConfiguration load(Path dispenserToml, ServedSchemes served) throws ConfigurationException {
        return new ConfigurationFile(dispenserToml, served).read();
    }

    private TelemetryConfiguration read() throws ConfigurationException {
        Templates templates = new VariablesReader(path, diagnostics).read();
        Optional<TomlFile> file = needed(path, templates);
        Optional<Path> dispensers = file.flatMap(this::servicesFrom);
        if (dispensers.isPresent()) { // all anew: its variables count here too
            return new ConfigurationFile(path, served).readBeside(dispensers.get());
        }
        Optional<TelemetrySection> telemetry = file.map(read -> new TelemetryReader(read, served).read());
        List<ServiceDefinition> services =
                file.map(read -> new ServicesReader(read, templates).read()).orElse(List.of());
        return configuration(file, telemetry, services);
    }

    private TelemetryConfiguration readBeside(Path dispensers) throws ConfigurationException {
        Templates theirs = new VariablesReader(dispensers, diagnostics).read();
        Templates ours = isBeside(dispensers) ? theirs : new VariablesReader(path, diagnostics).readOver(theirs);
        Optional<TomlFile> file = needed(path, ours);
        Optional<TelemetrySection> telemetry = file.map(read -> new TelemetryReader(read, served).read());
        file.ifPresent(this::refuseOwnServices);
        Optional<TomlFile> other = file.isPresent() ? needed(dispensers, theirs) : Optional.empty();
        List<ServiceDefinition> services =
                other.map(read -> new ServicesReader(read, theirs).read()).orElse(List.of());
        if (other.isPresent() && telemetry.isPresent()) {
            new SharedTables(served).warn(telemetry.get().tables(), other.get(), diagnostics);
        }
        return configuration(file, telemetry, services);
    }

    private TelemetryConfiguration configuration(
            Optional<TomlFile> file, Optional<TelemetrySection> telemetry, List<ServiceDefinition> services)
            throws ConfigurationException {
        diagnostics.warnOfFailed();
        List<Problem> errors = diagnostics.errors();
        if (telemetry.isEmpty() || !errors.isEmpty()) {
            throw new ConfigurationException(errors, diagnostics.warnings());
        }
        return new TelemetryConfiguration(
                path, file.orElseThrow().keys().isEmpty(), telemetry.get(), services, diagnostics.warnings());
    }

    /** Without the file that is read here, nothing goes: that it can't be rendered is an error. */
    private Optional<TomlFile> needed(Path file, Templates templates) {
        Optional<TomlFile> read = TomlFile.read(file, templates, diagnostics);
        diagnostics.unrendered(file).ifPresent(diagnostics::refuse);
        return read;
    }

    /** Dispenser's file that this one names; what is wrong with the key is told where all of its table is read. */
    private Optional<Path> servicesFrom(TomlFile file) {
        return file.withDiagnostics(new Diagnostics(Table.TELEMETRY.key()))
                .table(TELEMETRY)
                .flatMap(Setting.SERVICES_FROM::read)
                .filter(named -> !named.equals(path.toAbsolutePath().normalize()));
    }

    private boolean isBeside(Path other) {
        return path.toAbsolutePath()
                .normalize()
                .resolveSibling(other.getFileName())
                .equals(other);
    }

    private void refuseOwnServices(TomlFile file) {
        file.tables("service").stream()
                .findFirst()
                .ifPresent(entry -> diagnostics.error(
                        entry.location(),
                        "[[service]]",
                        "the services are taken from the file of services_from, and none from here",
                        "write the entry there, or leave services_from out"));
    }
}
