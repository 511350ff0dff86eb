package io.dispenser.telemetry.app.config;

import io.dispenser.telemetry.app.toml.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A folder with configuration files; its own path is left out of messages, so that tests can name them exactly. */
public record ConfigurationFolder(Path path) {

    public ConfigurationFolder with(String file, String text) {
        try {
            Path target = path.resolve(file);
            Files.createDirectories(target.getParent());
            Files.writeString(target, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public TelemetryConfiguration load() throws ConfigurationException {
        return ConfigurationFile.load(path.resolve("dispenser.toml"), SchemesOfOneAdapter.FILE);
    }

    public List<String> problems() {
        try {
            load();
            return List.of();
        } catch (ConfigurationException e) {
            return shown(e.problems());
        }
    }

    /** What a person is told although the configuration can be used. */
    public List<String> warnings() throws ConfigurationException {
        return shown(load().warnings());
    }

    public List<String> shown(List<Problem> problems) {
        return problems.stream()
                .map(problem -> problem.toString().replace(path + "/", ""))
                .toList();
    }
}
