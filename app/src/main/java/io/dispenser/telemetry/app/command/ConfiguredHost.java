package io.dispenser.telemetry.app.command;

import io.dispenser.telemetry.adapter.spool.FileSpoolOptions;
import io.dispenser.telemetry.app.config.TableLocation;
import io.dispenser.telemetry.app.config.TelemetryConfiguration;
import io.dispenser.telemetry.app.host.FileSpools;
import io.dispenser.telemetry.app.host.HostPlan;
import io.dispenser.telemetry.app.host.SpoolPlace;
import io.dispenser.telemetry.app.logging.HostLog;
import io.dispenser.telemetry.core.container.ServiceCatalog;
import io.dispenser.telemetry.core.flush.FlushPolicy;
import java.nio.file.Path;

/** What a configuration that enables telemetry says a host is to do. */
final class ConfiguredHost {

    private ConfiguredHost() {}

    /** Where accepted events wait; the directory may be made to find out. */
    static Path spool(TelemetryConfiguration configuration) {
        return new SpoolPlace(configuration.spoolDirectory(), configuration.file()).forWriting();
    }

    /** Which containers are observed. */
    static ServiceCatalog catalog(TelemetryConfiguration configuration) {
        return ServiceCatalog.of(configuration.services(), configuration.containers());
    }

    /**
     * @param spool where accepted events wait
     * @param log who is told of problems
     */
    static HostPlan plan(TelemetryConfiguration configuration, Path spool, HostLog log) {
        return new HostPlan(
                configuration.deploymentsTable().map(TableLocation::uri).orElseThrow(),
                configuration.statusTable().map(TableLocation::uri).orElseThrow(),
                catalog(configuration),
                configuration.statusInterval(),
                new FlushPolicy(
                        configuration.bufferSize(), FlushPolicy.DEFAULT.maxBytes(), configuration.flushInterval()),
                new FileSpools(
                        spool,
                        FileSpoolOptions.DEFAULT
                                .withMaxBytes(configuration.spoolMaxBytes())
                                .withProblemListener(log::spoolProblem),
                        log::outboxProblem),
                configuration.resourceUsage(),
                configuration.engineTimeout(),
                configuration.maintenance(),
                false);
    }
}
