package io.dispenser.telemetry.app.command.run;

import io.dispenser.telemetry.app.command.option.ConfigOption;
import io.dispenser.telemetry.app.command.process.CommandContext;
import io.dispenser.telemetry.app.command.process.CommandFailure;
import io.dispenser.telemetry.app.command.process.ExitCode;
import io.dispenser.telemetry.app.command.process.SignalHandler;
import io.dispenser.telemetry.app.config.TelemetryConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The agent: runs until it is told to end. */
@Command(
        name = "run",
        description = "Observes this host's containers and writes both tables, until SIGTERM or SIGINT.",
        footer = "%nSIGHUP reads the configuration again; one that can't be used changes nothing.%n"
                + "At the end, what was accepted is written, for at most shutdown_timeout; what is left stays in the"
                + " spool for the next start, and the exit code is 1.%n"
                + "A spool that can't be used until somebody changes that is exit code 2 too: rights, a read-only disk, a newer"
                + " version's files.")
public final class RunCommand implements Callable<Integer> {

    private final CommandContext context;

    @Mixin
    private ConfigOption config = new ConfigOption();

    public RunCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        try {
            return run();
        } catch (CommandFailure e) {
            RunLog.problems(e.lines());
            return e.exitCode();
        }
    }

    private int run() throws CommandFailure, InterruptedException {
        TelemetryConfiguration configuration = configuration();
        if (!configuration.enabled()) {
            context.out()
                    .println("Telemetry is disabled: " + config.file()
                            + " has no [telemetry] enabled = true. There is nothing to do.");
            return ExitCode.OK;
        }
        RunningTelemetry telemetry = RunningTelemetry.start(context, configuration);
        AtomicBoolean failed = new AtomicBoolean();
        // A signal starts the hooks, and then only halting can choose the exit code.
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> Runtime.getRuntime()
                                .halt(Math.max(telemetry.end(), failed.get() ? ExitCode.FAILURE : ExitCode.OK)),
                        "telemetry-end"));
        try {
            reloadAtHangups(telemetry);
        } catch (RuntimeException | Error e) {
            failed.set(true); // or a supervisor would take it for a wanted end
            throw e;
        }
        return ExitCode.OK;
    }

    /** Where nobody sits before a terminal, the log is where people look; how it is to look, the file says. */
    private TelemetryConfiguration configuration() throws CommandFailure {
        List<String> warnings = new ArrayList<>(context.storageAdapters().warnings());
        try {
            TelemetryConfiguration configuration = config.load(context, warnings::add);
            RunLog.use(configuration);
            return configuration;
        } finally {
            RunLog.warnings(warnings);
        }
    }

    private void reloadAtHangups(RunningTelemetry telemetry) throws InterruptedException {
        Semaphore hangups = new Semaphore(0);
        SignalHandler.atHangup(hangups::release);
        do {
            hangups.acquire();
            hangups.drainPermits(); // what the file says now answers all of them
        } while (telemetry.reload(config));
    }
}
