package io.dispenser.telemetry.app.config;

import io.dispenser.telemetry.app.toml.Diagnostics;
import io.dispenser.telemetry.app.toml.EditedTemplate.LostBlock;
import io.dispenser.telemetry.app.toml.FailedExpressions.Failed;
import io.dispenser.telemetry.app.toml.Located;
import io.dispenser.telemetry.app.toml.SecretReference;
import io.dispenser.telemetry.app.toml.Section;
import io.dispenser.telemetry.app.toml.SourceLocation;
import io.dispenser.telemetry.app.toml.Templates;
import io.dispenser.telemetry.app.toml.TomlFile;
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
    private final Diagnostics diagnostics;
    private final Map<Path, SourceLocation> directories = new HashMap<>();
    private final Map<String, SourceLocation> names = new HashMap<>();
    private int leftOut;

    ServicesReader(TomlFile file, Templates templates) {
        this.file = file;
        this.templates = templates;
        this.diagnostics = file.diagnostics();
    }

    List<ServiceDefinition> read() {
        boolean proxyEnabled = file.table("proxy")
                .flatMap(proxy -> proxy.flag("enabled"))
                .map(Located::value)
                .orElse(true);
        List<ServiceDefinition> services = new ArrayList<>();
        for (Section entry : file.tables("service")) {
            serviceFile(entry)
                    .flatMap(path -> service(path, proxyEnabled))
                    .filter(this::isNamedOnce)
                    .map(Located::value)
                    .ifPresent(services::add);
        }
        for (LostBlock block : file.lostBlocks()) {
            if (block.mayBeOf("service")) {
                leaveOut(
                        block.failed(),
                        "the services between these tags are left out, and their containers have no rows");
            }
        }
        if (services.isEmpty() && leftOut > 0 && !diagnostics.hasErrors()) {
            diagnostics.error(
                    SourceLocation.wholeFile(file.path()),
                    "[[service]]",
                    "no service is left of those that are listed here, and without any all containers of the engine would be"
                            + " observed, under other names",
                    "mend what the warnings tell of");
        }
        return services;
    }

    private Optional<Located<ServiceDefinition>> service(Path path, boolean proxyEnabled) {
        Optional<TomlFile> read = TomlFile.read(path, templates, diagnostics);
        Optional<Located<ServiceDefinition>> service =
                read.flatMap(found -> new ServiceReader(found, proxyEnabled).read());
        if (service.isEmpty()) {
            diagnostics
                    .unrendered(path)
                    .or(() -> read.flatMap(TomlFile::failedName))
                    .ifPresent(failed -> leaveOut(
                            failed, "the service of " + path + " is left out, and its containers have no rows"));
        }
        return service;
    }

    /** Rather no rows than rows under another name. */
    private void leaveOut(Failed failed, String consequence) {
        failed.costs(consequence);
        leftOut++;
    }

    private Optional<Path> serviceFile(Section entry) {
        if (!entry.keys().contains("path")) {
            if (file.isSurelyMissing("path")) {
                diagnostics.error(
                        entry.location(),
                        "service.path",
                        "missing",
                        "write path = \"…\", the directory of a " + SERVICE_FILE);
            }
            return Optional.empty();
        }
        return entry.text("path").flatMap(this::serviceFile);
    }

    private Optional<Path> serviceFile(Located<String> written) {
        if (written.value().isBlank()) {
            return refuse(written, "empty", "write the directory of a " + SERVICE_FILE + ", or . for this one");
        }
        Optional<Failed> failed = diagnostics.failed().in(written.value());
        if (failed.isPresent()) {
            leaveOut(
                    failed.get(),
                    "the service at " + written.location() + " is left out, and its containers have no rows");
            return Optional.empty();
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
        SourceLocation before =
                directories.putIfAbsent(directory.toAbsolutePath().normalize(), written.location());
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

    private boolean isNamedOnce(Located<ServiceDefinition> service) {
        SourceLocation before = names.putIfAbsent(service.value().name(), service.location());
        if (before == null) {
            return true;
        }
        diagnostics.error(
                service, "the service at " + before + " has the same name", "give each service a name of its own");
        return false;
    }

    private Optional<Path> refuse(Located<String> written, String message, String remedy) {
        diagnostics.error(written, message, remedy);
        return Optional.empty();
    }
}
