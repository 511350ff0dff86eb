package io.dispenser.telemetry.app.config;

import io.dispenser.telemetry.core.container.ServiceDefinition;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the services that the {@code [[service]]} entries of {@code dispenser.toml} name. */
final class ServicesReader {

    private static final String SERVICE_FILE = "service.toml";

    private final TomlFile file;
    private final Templates templates;
    private final Findings findings;
    private final Map<Path, Place> directories = new HashMap<>();
    private final Map<String, Place> names = new HashMap<>();

    ServicesReader(TomlFile file, Templates templates) {
        this.file = file;
        this.templates = templates;
        this.findings = file.findings();
    }

    List<ServiceDefinition> read() {
        boolean proxyEnabled = file.table("proxy")
                .flatMap(proxy -> proxy.flag("enabled"))
                .map(Written::value)
                .orElse(true);
        List<ServiceDefinition> services = new ArrayList<>();
        for (Section entry : file.tables("service")) {
            serviceFile(entry)
                    .flatMap(path -> TomlFile.read(path, templates, findings))
                    .flatMap(service -> new ServiceReader(service, proxyEnabled).read())
                    .filter(this::isNamedOnce)
                    .map(Written::value)
                    .ifPresent(services::add);
        }
        return services;
    }

    private Optional<Path> serviceFile(Section entry) {
        if (!entry.keys().contains("path")) {
            if (file.isSurelyMissing("path")) {
                findings.error(
                        entry.place(),
                        "service.path",
                        "missing",
                        "write path = \"…\", the directory of a " + SERVICE_FILE);
            }
            return Optional.empty();
        }
        return entry.text("path").flatMap(this::serviceFile);
    }

    private Optional<Path> serviceFile(Written<String> written) {
        if (written.value().isBlank()) {
            return refuse(written, "empty", "write the directory of a " + SERVICE_FILE + ", or . for this one");
        }
        if (SecretReference.isIn(written.value())) {
            return refuse(written, SecretReference.NOT_FETCHED, "write the value itself");
        }
        Path directory;
        try {
            directory = file.path().resolveSibling(written.value());
        } catch (InvalidPathException e) {
            return refuse(written, "not a path on this machine: " + e.getReason(), "write another path");
        }
        Place before = directories.putIfAbsent(directory.toAbsolutePath().normalize(), written.place());
        if (before != null) {
            return refuse(written, "the same directory as at " + before, "remove one of the two entries");
        }
        Path serviceFile = directory.resolve(SERVICE_FILE);
        if (Files.isDirectory(directory)) {
            return Files.notExists(serviceFile)
                    ? refuse(
                            written,
                            "the directory " + directory + " has no " + SERVICE_FILE,
                            "write one there, or remove the entry")
                    : Optional.of(serviceFile);
        }
        return Files.exists(directory)
                ? refuse(
                        written,
                        directory + " is a file, but a directory is needed",
                        "name the directory that holds " + SERVICE_FILE)
                : refuse(
                        written,
                        "there is no directory " + directory,
                        "correct the path, which is relative to " + file.path() + ", or remove the entry");
    }

    private boolean isNamedOnce(Written<ServiceDefinition> service) {
        Place before = names.putIfAbsent(service.value().name(), service.place());
        if (before == null) {
            return true;
        }
        findings.error(
                service, "the service at " + before + " has the same name", "give each service a name of its own");
        return false;
    }

    private Optional<Path> refuse(Written<String> written, String message, String remedy) {
        findings.error(written, message, remedy);
        return Optional.empty();
    }
}
