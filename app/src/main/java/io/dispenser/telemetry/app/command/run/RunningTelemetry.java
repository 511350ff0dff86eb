package io.dispenser.telemetry.app.command.run;

import io.dispenser.telemetry.app.command.option.ConfigOption;
import io.dispenser.telemetry.app.command.process.CommandContext;
import io.dispenser.telemetry.app.command.process.CommandFailure;
import io.dispenser.telemetry.app.command.process.ExitCode;
import io.dispenser.telemetry.app.command.wiring.ConfiguredHost;
import io.dispenser.telemetry.app.command.wiring.Engines;
import io.dispenser.telemetry.app.command.wiring.Wiring;
import io.dispenser.telemetry.app.config.Setting;
import io.dispenser.telemetry.app.config.TelemetryConfiguration;
import io.dispenser.telemetry.app.host.HostModule;
import io.dispenser.telemetry.app.host.HostPlan;
import io.dispenser.telemetry.app.host.HostTelemetry;
import io.dispenser.telemetry.app.host.ProgramVersion;
import io.dispenser.telemetry.app.host.TenuredGeneration;
import io.dispenser.telemetry.app.logging.EngineLog;
import io.dispenser.telemetry.app.logging.MaintenanceLog;
import io.dispenser.telemetry.app.logging.MonitoringLog;
import io.dispenser.telemetry.app.logging.TableLog;
import io.dispenser.telemetry.app.logging.Troubles;
import io.dispenser.telemetry.core.pipeline.ShutdownReport;
import io.dispenser.telemetry.core.port.ContainerEngine;
import io.dispenser.telemetry.core.port.SpoolException;
import io.dispenser.telemetry.core.time.Ticker;
import io.dispenser.telemetry.core.time.Worker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The telemetry that {@code run} keeps going, under the newest configuration that could be used. Another list of services,
 * filter or interval only changes who observes; any other setting stops everything in order and starts it anew on the same
 * spool. What happens meanwhile is found by the new observation, as after any pause.
 *
 * <p>Any thread.
 */
final class RunningTelemetry {

    private static final Logger LOG = LoggerFactory.getLogger("telemetry");
    private static final long RETRY_MILLIS = 1_000;

    private static final Duration LOOK = Duration.ofSeconds(10);
    private static final int LOOKS_A_MINUTE = 6;

    private final CommandContext context;
    private final Troubles troubles = new Troubles(Ticker.system(), InstantSource.system());
    private final TableLog log = new TableLog(troubles);
    private final MaintenanceLog maintenance = new MaintenanceLog(troubles);
    private TelemetryConfiguration configuration;
    private @Nullable Path spool;
    private @Nullable HostTelemetry host;
    private volatile @Nullable Monitoring monitoring;
    private @Nullable Monitoring closed;
    private @Nullable Backlog backlog;
    private final TenuredGeneration tenured = TenuredGeneration.ofThisProcess();
    private int looks;
    private volatile boolean ending;

    private final Instant startedAt = InstantSource.system().instant();

    private RunningTelemetry(CommandContext context, TelemetryConfiguration configuration) {
        this.context = context;
        this.configuration = configuration;
    }

    /** @param configuration one that enables telemetry */
    static RunningTelemetry start(CommandContext context, TelemetryConfiguration configuration)
            throws CommandFailure, InterruptedException {
        RunningTelemetry telemetry = new RunningTelemetry(context, configuration);
        telemetry.open(configuration);
        new Worker("telemetry-looks", telemetry::look).start();
        return telemetry;
    }

    private Optional<Duration> look() {
        if (looks++ % LOOKS_A_MINUTE == 0) {
            troubles.repeat();
        }
        tenured.look();
        Monitoring now = monitoring;
        if (now != null) {
            now.look();
        }
        return Optional.of(LOOK);
    }

    /**
     * Goes on under the configuration that {@code config} names, if it can be used. It is read before anything is held up.
     *
     * @return whether there is still something to do
     */
    boolean reload(ConfigOption config) throws InterruptedException {
        try {
            TelemetryConfiguration next = config.load(context, LOG::warn);
            if (next.isEmpty()) {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        config.file() + " has no key at all, as a file that is being written; write it whole, and send"
                                + " SIGHUP again");
            }
            return goOn(next);
        } catch (CommandFailure e) {
            RunLog.problems(e.lines());
        } catch (RuntimeException e) { // a defect of the reading costs the reading
            LOG.error("{} can't be read; unexpected: {}", config.file(), e.toString());
        }
        LOG.error("the configuration was not reloaded: it is as before");
        return true;
    }

    private synchronized boolean goOn(TelemetryConfiguration next) throws CommandFailure, InterruptedException {
        if (ending) {
            return true;
        }
        if (!next.enabled()) {
            LOG.info("{} has no [telemetry] enabled = true any more", next.file());
            return false;
        }
        if (host != null && next.writesLike(configuration)) {
            RunLog.use(next);
            host.observe(ConfiguredHost.catalog(next), next.get(Setting.STATUS_INTERVAL));
            configuration = next;
            if (monitoring != null) {
                monitoring.configured(next);
            }
            RunLog.goesOn(next, spool, "configuration reloaded");
        } else {
            Wiring.requirePlaces(context, next); // while nothing is stopped
            restart(next);
        }
        return true;
    }

    private void restart(TelemetryConfiguration next) throws InterruptedException {
        LOG.info("configuration reloaded: starting anew");
        Path before = spool;
        List<ShutdownReport> left = List.of();
        if (host != null) {
            left = stop(host);
            left.forEach(RunLog::lostAtRestart);
            host = null;
            troubles.endAll("tried anew under the new configuration");
        }
        // A store that does not answer can hold up the old pipelines, and they the spool; it is free in the end.
        while (!ending) {
            if (opened(next)) {
                if (before != null && !before.equals(spool)) {
                    left.forEach(report -> RunLog.leftBehind(report, before));
                }
                return;
            }
            if (opened(configuration)) {
                LOG.error("the configuration was not reloaded: it is as before");
                return;
            }
            wait(RETRY_MILLIS);
        }
    }

    private boolean opened(TelemetryConfiguration next) {
        try {
            open(next);
            return true;
        } catch (CommandFailure e) {
            RunLog.problems(e.lines());
            return false;
        }
    }

    private synchronized void open(TelemetryConfiguration next) throws CommandFailure {
        RunLog.use(next);
        ContainerEngine engine = Engines.docker(context, next);
        Path place = ConfiguredHost.spool(next);
        HostPlan plan = ConfiguredHost.plan(next, place, log);
        Monitoring watching = new Monitoring(next, startedAt, engine.description(), closed);
        EngineLog engineLog = new EngineLog(troubles, engine.description());
        try {
            host = Wiring.host(
                            context,
                            next.storageOptions(),
                            new HostModule(
                                    plan,
                                    engine,
                                    watching.pipelines(log),
                                    watching.agent(engineLog),
                                    watching.maintenance(maintenance),
                                    watching.events()))
                    .start();
        } catch (SpoolException e) {
            engine.close();
            throw new CommandFailure(e.isLasting() ? ExitCode.USAGE : ExitCode.FAILURE, String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) { // of a place: what a store answers makes its table wait
            engine.close();
            Wiring.requirePlaces(context, next); // tells at which line it stands
            throw new CommandFailure(ExitCode.USAGE, next.file() + ": " + e.getMessage());
        }
        log.health(host::health);
        configuration = next;
        spool = place;
        RunLog.goesOn(next, place, ProgramVersion.nameAndVersion());
        watching.open(place, host, new MonitoringLog(troubles));
        monitoring = watching;
        backlog = Backlog.follow(context, host::health);
    }

    private List<ShutdownReport> stop(HostTelemetry running) throws InterruptedException {
        if (backlog != null) {
            backlog.end();
        }
        Monitoring open = monitoring;
        if (open != null) {
            open.close(); // while the spool is ours, and what was reported can still go there
            closed = open;
            monitoring = null;
        }
        return running.stop(configuration.get(Setting.SHUTDOWN_TIMEOUT));
    }

    /**
     * Writes what was accepted, for at most the configured time.
     *
     * @return the exit code
     */
    int end() {
        ending = true; // a reload that waits gives way
        synchronized (this) {
            LOG.info("ending: writing what was accepted");
            if (host == null) {
                LOG.error("nothing could be written: the spool keeps what was accepted for the next start");
                return ExitCode.FAILURE;
            }
            try {
                int exitCode = ExitCode.OK;
                for (ShutdownReport report : stop(host)) {
                    if (!report.isComplete()) {
                        RunLog.unwritten(report);
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
    }
}
