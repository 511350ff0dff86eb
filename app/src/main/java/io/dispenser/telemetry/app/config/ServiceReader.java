package io.dispenser.telemetry.app.config;

import io.dispenser.telemetry.app.toml.Diagnostics;
import io.dispenser.telemetry.app.toml.FailedExpressions;
import io.dispenser.telemetry.app.toml.FailedExpressions.Failed;
import io.dispenser.telemetry.app.toml.Located;
import io.dispenser.telemetry.app.toml.SecretReference;
import io.dispenser.telemetry.app.toml.Section;
import io.dispenser.telemetry.app.toml.SourceLocation;
import io.dispenser.telemetry.app.toml.TomlFile;
import io.dispenser.telemetry.core.container.CronSchedule;
import io.dispenser.telemetry.core.container.ServiceDefinition;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what telemetry needs of one {@code service.toml}; whatever else it says is Dispenser's. */
final class ServiceReader {

    private final TomlFile file;
    private final Diagnostics diagnostics;
    private final boolean proxyEnabled;

    ServiceReader(TomlFile file, boolean proxyEnabled) {
        this.file = file;
        this.diagnostics = file.diagnostics();
        this.proxyEnabled = proxyEnabled;
    }

    /** The service, at the place of its name; empty when a finding says what is wrong. */
    Optional<Located<ServiceDefinition>> read() {
        Optional<Section> service = file.table("service");
        Optional<Section> proxy = file.table("proxy");
        Optional<Located<String>> name = service.flatMap(this::name);
        String named = name.map(Located::value).orElse("this service");
        if (name.isPresent() && !file.lostBlocks().isEmpty()) {
            file.lostBlocks()
                    .forEach(block -> block.failed()
                            .costs("of service " + named + " nothing but the name is known, and its rows tell limits,"
                                    + " ports, volumes and networks as its container has them"));
            return name.map(written -> written.as(ServiceDefinition.ofName(written.value())));
        }
        @Nullable
        String memory =
                known(service.flatMap(section -> section.text("memory")), "memory_limit of " + named + " stays empty");
        @Nullable
        String cpus = known(
                service.flatMap(section -> section.textOrNumber("cpus")), "cpu_limit of " + named + " stays empty");
        @Nullable
        String host = known(proxy.flatMap(section -> section.text("host")), "proxy_host of " + named + " stays empty");
        int ports = file.tables("port").size();
        int volumes = file.tables("volume").size();
        int networks = file.tables("network").size();
        if (service.isEmpty() && !file.keys().contains("service") && file.isSurelyMissing("service")) {
            diagnostics.error(
                    SourceLocation.wholeFile(file.path()),
                    "[service]",
                    "missing",
                    "write [service] and name = \"…\" below it");
        }
        return name.map(written -> written.as(new ServiceDefinition(
                written.value(),
                memory,
                cpus,
                proxyEnabled && proxy.isPresent(),
                host,
                ports,
                volumes,
                networks,
                cron(named))));
    }

    /** Dispenser's schedule of the service. One that we can't read is Dispenser's to refuse. */
    private @Nullable CronSchedule cron(String named) {
        Optional<Located<String>> written = file.table("dispenser").flatMap(section -> section.text("cron"));
        String cron = known(written, "no deployment of " + named + " counts as cron");
        if (cron == null || written.isEmpty()) {
            return null;
        }
        try {
            return CronSchedule.parse(cron);
        } catch (IllegalArgumentException e) {
            diagnostics.warning(
                    written.get().location(),
                    written.get().subject(),
                    e.getMessage() + ", so no deployment of it counts as cron",
                    "write five or six fields, as Dispenser wants them");
            return null;
        }
    }

    private Optional<Located<String>> name(Section service) {
        if (!service.keys().contains("name")) {
            if (file.isSurelyMissing("name")) {
                diagnostics.error(
                        service.location(),
                        "service.name",
                        "missing",
                        "write name = \"…\", which is also the container's name");
            }
            return Optional.empty();
        }
        return service.text("name").filter(written -> {
            if (written.value().isBlank()) {
                diagnostics.error(written, "empty", "write the service's name, which is also the container's name");
                return false;
            }
            if (FailedExpressions.isIn(written.value())) {
                return false; // whoever reads the list tells what follows
            }
            if (SecretReference.isIn(written.value())) {
                diagnostics.error(written, SecretReference.NOT_FETCHED, "write the value itself");
                return false;
            }
            return true;
        });
    }

    /** The text, unless a part of it is not known here: better nothing in the table than a wrong value. */
    private @Nullable String known(Optional<Located<String>> text, String consequence) {
        Optional<Failed> failed = text.flatMap(written -> diagnostics.failed().in(written.value()));
        if (failed.isPresent()) {
            failed.get().costs(consequence);
            return null;
        }
        text.filter(written -> SecretReference.isIn(written.value()))
                .ifPresent(written -> diagnostics.warning(
                        written.location(),
                        written.subject(),
                        SecretReference.NOT_FETCHED + ", so " + consequence,
                        "write the value itself if the table should have it"));
        return text.map(Located::value)
                .filter(value -> !SecretReference.isIn(value))
                .orElse(null);
    }
}
