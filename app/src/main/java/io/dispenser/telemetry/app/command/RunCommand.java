package io.dispenser.telemetry.app.command;

import io.dispenser.telemetry.app.config.TableLocation;
import io.dispenser.telemetry.app.config.TelemetryConfiguration;
import io.dispenser.telemetry.app.host.HostModule;
import io.dispenser.telemetry.app.host.HostPlan;
import io.dispenser.telemetry.app.host.HostTelemetry;
import io.dispenser.telemetry.app.host.ProgramVersion;
import io.dispenser.telemetry.app.logging.HostLog;
import io.dispenser.telemetry.app.storage.StorageAdapters;
import io.dispenser.telemetry.core.container.ServiceCatalog;
import io.dispenser.telemetry.core.flush.FlushPolicy;
import io.dispenser.telemetry.core.pipeline.ShutdownReport;
import io.dispenser.telemetry.core.pipeline.TelemetryPipeline;
import io.dispenser.telemetry.core.port.ContainerEngine;
import io.dispenser.telemetry.core.storage.FileStoreException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The agent: runs until it is told to end. */
@Command(
        name = "run",
        description = "Observes this host's containers and writes both tables, until SIGTERM or SIGINT.",
        footer =
                "%nAt the end, what was accepted is written within ten seconds; the exit code is 1 if it could not be.")
final class RunCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger("telemetry");

    private final Surroundings surroundings;

    @Mixin
    private ConfigOption config = new ConfigOption();

    RunCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws CommandFailure, InterruptedException {
        StorageAdapters storage = Wiring.storage(surroundings);
        TelemetryConfiguration configuration = config.load(storage, surroundings);
        if (!configuration.enabled()) {
            surroundings
                    .out()
                    .println("Telemetry is disabled: " + config.file()
                            + " has no [telemetry] enabled = true. There is nothing to do.");
            return ExitCode.OK;
        }
        TableTrial.refuseUnusable(configuration, storage);
        ContainerEngine engine = Engines.docker(surroundings);
        HostLog log = new HostLog(engine.description());
        HostPlan plan = planOf(configuration);
        HostTelemetry host;
        try {
            host = Wiring.host(surroundings, new HostModule(plan, engine, log, log))
                    .start();
        } catch (FileStoreException e) {
            throw new CommandFailure(ExitCode.FAILURE, String.valueOf(e.getMessage()));
        }
        LOG.info(
                "{}: {}, every {} s; deployments to {}, status to {}",
                ProgramVersion.words(),
                plan.catalog().services().isEmpty()
                        ? "all containers"
                        : plan.catalog().services().size() + " services",
                plan.statusInterval().toSeconds(),
                plan.deployments(),
                plan.status());
        // A signal starts the hooks, and then only halting can choose the exit code.
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> Runtime.getRuntime().halt(end(host)), "telemetry-end"));
        new CountDownLatch(1).await();
        return ExitCode.OK;
    }

    private static int end(HostTelemetry host) {
        LOG.info("ending: writing what was accepted");
        try {
            List<ShutdownReport> reports = host.stop(TelemetryPipeline.DEFAULT_SHUTDOWN_TIMEOUT);
            int exitCode = ExitCode.OK;
            for (ShutdownReport report : reports) {
                if (!report.isComplete()) {
                    LOG.error("{}: {} accepted rows could not be written", report.table(), report.unwritten());
                    exitCode = ExitCode.FAILURE;
                }
            }
            if (exitCode == ExitCode.OK) {
                LOG.info("ended: everything that was accepted is written");
            }
            return exitCode;
        } catch (InterruptedException e) {
            return ExitCode.FAILURE;
        }
    }

    private static HostPlan planOf(TelemetryConfiguration configuration) {
        return new HostPlan(
                configuration.deploymentsTable().map(TableLocation::uri).orElseThrow(),
                configuration.statusTable().map(TableLocation::uri).orElseThrow(),
                ServiceCatalog.of(configuration.services()),
                configuration.statusInterval(),
                new FlushPolicy(
                        configuration.bufferSize(), FlushPolicy.DEFAULT.maxBytes(), configuration.flushInterval()),
                false);
    }
}
