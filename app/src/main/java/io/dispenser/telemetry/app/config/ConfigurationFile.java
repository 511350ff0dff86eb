package io.dispenser.telemetry.app.config;

import io.dispenser.telemetry.app.config.TelemetryConfiguration.TelemetrySection;
import io.dispenser.telemetry.app.storage.ServedSchemes;
import io.dispenser.telemetry.core.container.ServiceDefinition;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Reads a {@code dispenser.toml}: its {@code [telemetry]}, and of the services that it lists what the tables tell, all as
 * templates with the variables of the {@code .vars} files beside it. The file
 * belongs to Dispenser, so that keys outside {@code [telemetry]} are not judged.
 */
public final class ConfigurationFile {

    private ConfigurationFile() {}

    /**
     * Reads everything, and reports everything that is wrong at once.
     *
     * @param dispenserToml the file; a relative path is kept relative in messages
     * @param served the URI schemes for which there is a storage adapter
     * @throws ConfigurationException with all problems of all files, if there is one
     */
    public static TelemetryConfiguration load(Path dispenserToml, ServedSchemes served) throws ConfigurationException {
        Diagnostics diagnostics = new Diagnostics();
        Templates templates = new VariablesReader(dispenserToml, diagnostics).read();
        Optional<TelemetryConfiguration> configuration = TomlFile.read(dispenserToml, templates, diagnostics)
                .map(file -> {
                    TelemetrySection telemetry = new TelemetryReader(file, served).read();
                    List<ServiceDefinition> services = new ServicesReader(file, templates).read();
                    return new TelemetryConfiguration(
                            dispenserToml, file.keys().isEmpty(), telemetry, services, diagnostics.warnings());
                });
        List<Problem> errors = diagnostics.errors();
        if (configuration.isEmpty() || !errors.isEmpty()) {
            throw new ConfigurationException(errors, diagnostics.warnings());
        }
        return configuration.get();
    }
}
