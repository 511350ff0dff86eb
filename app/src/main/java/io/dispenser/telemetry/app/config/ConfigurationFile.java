package io.dispenser.telemetry.app.config;

import io.dispenser.telemetry.app.config.TelemetryConfiguration.TelemetrySection;
import io.dispenser.telemetry.core.container.ServiceDefinition;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
     * @param installedSchemes the URI schemes for which there is a storage adapter, in lower case
     * @throws ConfigurationException with all problems of all files, if there is one
     */
    public static TelemetryConfiguration load(Path dispenserToml, Set<String> installedSchemes)
            throws ConfigurationException {
        Diagnostics diagnostics = new Diagnostics();
        Templates templates = new VariablesReader(dispenserToml, diagnostics).read();
        Optional<TelemetryConfiguration> configuration = TomlFile.read(dispenserToml, templates, diagnostics)
                .map(file -> {
                    TelemetrySection telemetry = new TelemetryReader(file, installedSchemes).read();
                    List<ServiceDefinition> services = new ServicesReader(file, templates).read();
                    return new TelemetryConfiguration(dispenserToml, telemetry, services, diagnostics.warnings());
                });
        List<Problem> errors = diagnostics.errors();
        if (configuration.isEmpty() || !errors.isEmpty()) {
            throw new ConfigurationException(errors, diagnostics.warnings());
        }
        return configuration.get();
    }
}
