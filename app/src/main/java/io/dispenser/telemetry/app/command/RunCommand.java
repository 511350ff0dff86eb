package io.dispenser.telemetry.app.command;

import io.dispenser.telemetry.adapter.spool.FileSpoolOptions;
import io.dispenser.telemetry.app.config.TableLocation;
import io.dispenser.telemetry.app.config.TelemetryConfiguration;
import io.dispenser.telemetry.app.host.FileSpools;
import io.dispenser.telemetry.app.host.HostModule;
import io.dispenser.telemetry.app.host.HostPlan;
import io.dispenser.telemetry.app.host.HostTelemetry;
import io.dispenser.telemetry.app.host.ProgramVersion;
import io.dispenser.telemetry.app.host.SpoolPlace;
import io.dispenser.telemetry.app.host.Spools;
import io.dispenser.telemetry.app.logging.Count;
import io.dispenser.telemetry.app.logging.HostLog;
import io.dispenser.telemetry.core.container.ServiceCatalog;
import io.dispenser.telemetry.core.flush.FlushPolicy;
import io.dispenser.telemetry.core.pipeline.PipelineHealth;
import io.dispenser.telemetry.core.pipeline.ShutdownReport;
import io.dispenser.telemetry.core.port.ContainerEngine;
import io.dispenser.telemetry.core.port.SpoolException;
import io.dispenser.telemetry.core.storage.FileStoreException;
import java.nio.file.Path;
import java.time.Duration;
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
                "%nAt the end, what was accepted is written, for at most shutdown_timeout; what is left stays in the spool for"
                        + " the next start, and the exit code is 1.")
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
        TelemetryConfiguration configuration = config.load(surroundings);
        if (!configuration.enabled()) {
            surroundings
                    .out()
                    .println("Telemetry is disabled: " + config.file()
                            + " has no [telemetry] enabled = true. There is nothing to do.");
            return ExitCode.OK;
        }
        TableTrial.refuseUnusable(configuration, Wiring.storage(surroundings, configuration.storageOptions()));
        ContainerEngine engine = Engines.docker(surroundings);
        HostLog log = new HostLog(engine.description());
        FileSpools spools = spools(configuration, log);
        HostPlan plan = planOf(configuration, spools);
        HostTelemetry host;
        try {
            host = Wiring.host(
                            surroundings, configuration.storageOptions(), new HostModule(plan, engine, log, log, log))
                    .start();
        } catch (FileStoreException | SpoolException e) {
            throw new CommandFailure(ExitCode.FAILURE, String.valueOf(e.getMessage()));
        }
        LOG.info(
                "{}: {}, every {} s; deployments to {}, status to {}, spool in {}",
                ProgramVersion.words(),
                plan.catalog().services().isEmpty()
                        ? "all containers"
                        : Count.of(plan.catalog().services().size(), "service"),
                plan.statusInterval().toSeconds(),
                plan.deployments(),
                plan.status(),
                spools.directory());
        long waiting = host.health().stream().mapToLong(PipelineHealth::waiting).sum();
        if (waiting > 0) {
            LOG.info("the spool holds {} from earlier, which are written first", Count.of(waiting, "row"));
        }
        // A signal starts the hooks, and then only halting can choose the exit code.
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> Runtime.getRuntime().halt(end(host, configuration.shutdownTimeout())), "telemetry-end"));
        new CountDownLatch(1).await();
        return ExitCode.OK;
    }

    private static int end(HostTelemetry host, Duration timeout) {
        LOG.info("ending: writing what was accepted");
        try {
            List<ShutdownReport> reports = host.stop(timeout);
            int exitCode = ExitCode.OK;
            for (ShutdownReport report : reports) {
                if (!report.isComplete()) {
                    LOG.error("{}: {}", report.table(), left(report));
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

    private static String left(ShutdownReport report) {
        long spooled = report.unwritten() - report.unspooled();
        String kept = Count.of(spooled, "accepted row") + " could not be written in time; the spool keeps them for the"
                + " next start";
        String lost = Count.of(report.unspooled(), "accepted row") + " did not fit into the spool and are lost";
        if (report.unspooled() == 0) {
            return kept;
        }
        return spooled == 0 ? lost : kept + "; " + lost;
    }

    private static FileSpools spools(TelemetryConfiguration configuration, HostLog log) {
        Path directory = new SpoolPlace(configuration.spoolDirectory(), configuration.file()).forWriting();
        return new FileSpools(
                directory,
                FileSpoolOptions.DEFAULT
                        .withMaxBytes(configuration.spoolMaxBytes())
                        .withProblemListener(log::spoolProblem),
                log::ledgerProblem);
    }

    private static HostPlan planOf(TelemetryConfiguration configuration, Spools spools) {
        return new HostPlan(
                configuration.deploymentsTable().map(TableLocation::uri).orElseThrow(),
                configuration.statusTable().map(TableLocation::uri).orElseThrow(),
                ServiceCatalog.of(configuration.services(), configuration.containers()),
                configuration.statusInterval(),
                new FlushPolicy(
                        configuration.bufferSize(), FlushPolicy.DEFAULT.maxBytes(), configuration.flushInterval()),
                spools,
                configuration.resourceUsage(),
                configuration.maintenance(),
                false);
    }
}
