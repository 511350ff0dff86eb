package io.dispenser.telemetry.app.command.setup;

import io.dispenser.telemetry.adapter.spool.SpoolInspector;
import io.dispenser.telemetry.adapter.spool.SpooledSegment;
import io.dispenser.telemetry.app.command.agent.RunningAgent;
import io.dispenser.telemetry.app.command.option.ConfigOption;
import io.dispenser.telemetry.app.command.option.SpoolOption;
import io.dispenser.telemetry.app.command.option.TableChoice;
import io.dispenser.telemetry.app.command.process.CommandContext;
import io.dispenser.telemetry.app.command.process.CommandFailure;
import io.dispenser.telemetry.app.command.process.ExitCode;
import io.dispenser.telemetry.app.command.spool.SpoolWords;
import io.dispenser.telemetry.app.command.wiring.ConfiguredHost;
import io.dispenser.telemetry.app.command.wiring.Engines;
import io.dispenser.telemetry.app.command.wiring.Wiring;
import io.dispenser.telemetry.app.config.Setting;
import io.dispenser.telemetry.app.config.TelemetryConfiguration;
import io.dispenser.telemetry.app.host.SpoolPlace;
import io.dispenser.telemetry.app.output.Count;
import io.dispenser.telemetry.app.output.Terminal;
import io.dispenser.telemetry.app.storage.StorageAdapters;
import io.dispenser.telemetry.core.container.ContainerSummary;
import io.dispenser.telemetry.core.port.ContainerEngine;
import io.dispenser.telemetry.core.port.EngineException;
import io.dispenser.telemetry.core.storage.DiskError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Tries everything that {@code run} needs, and changes nothing. */
@Command(
        name = "check",
        description = "Reports every problem of the configuration at once, then tries the engine and both tables.",
        footer = "%nNo table is created or changed, and nothing is left where they are.")
public final class CheckCommand implements Callable<Integer> {

    private final CommandContext context;

    @Mixin
    private ConfigOption config = new ConfigOption();

    public CheckCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws CommandFailure, InterruptedException {
        context.warnOfAdapterFolders();
        VerdictLines report = new VerdictLines(context.out(), Terminal.detect());
        TelemetryConfiguration configuration = config.load(context);
        StorageAdapters storage = Wiring.storage(context, configuration.storageOptions());
        report.good(
                "configuration",
                config.file() + ", " + Count.of(configuration.services().size(), "service")
                        + (configuration.enabled() ? "" : "; telemetry is disabled, so run would do nothing"));
        engine(configuration, report);
        spool(configuration, report);
        agent(configuration, report);
        TableCheck.ofBoth(configuration, storage).forEach((choice, trial) -> table(choice, trial, report));
        return report.exitCode();
    }

    private void engine(TelemetryConfiguration configuration, VerdictLines report) throws InterruptedException {
        try (ContainerEngine engine = Engines.docker(context, configuration)) {
            String version = engine.ping();
            List<ContainerSummary> containers = engine.list();
            List<String> limitations = engine.limitations();
            report.good(
                    "engine",
                    engine.description() + " (" + version + "), "
                            + ObservedContainers.words(containers, ConfiguredHost.catalog(configuration)));
            limitations.forEach(limitation -> report.limited("engine", limitation));
        } catch (CommandFailure e) {
            report.bad("engine", String.join(" ", e.lines()), e.exitCode());
        } catch (EngineException e) {
            report.bad("engine", String.valueOf(e.getMessage()), ExitCode.FAILURE);
        }
    }

    private static void spool(TelemetryConfiguration configuration, VerdictLines report) {
        Path directory = new SpoolPlace(configuration.find(Setting.SPOOL_DIR), configuration.file()).planned();
        Path existing = SpoolPlace.nearestExisting(directory);
        if (!Files.isDirectory(existing) || !Files.isWritable(existing)) {
            report.bad(
                    "spool",
                    directory + (existing.equals(directory) ? " can't be written" : " can't be made in " + existing)
                            + ": name another directory with spool_dir, or let the user who runs this program write there",
                    ExitCode.USAGE);
            return;
        }
        try {
            Optional<String> lack = ConfiguredHost.spoolOptions(configuration).lackOfRoom(existing);
            if (lack.isPresent()) {
                report.bad("spool", directory + ": its disk has " + lack.get(), ExitCode.FAILURE);
                return;
            }
            List<SpooledSegment> segments =
                    existing.equals(directory) ? new SpoolInspector(directory).segments() : List.of();
            report.good(
                    "spool",
                    directory + ", "
                            + SpoolWords.of(segments, InstantSource.system().instant()));
        } catch (IOException e) {
            report.bad("spool", directory + " can't be read: " + DiskError.explained(e, directory), ExitCode.FAILURE);
        }
    }

    /** One that runs is no fault: {@code check} may be asked before and after. */
    private static void agent(TelemetryConfiguration configuration, VerdictLines report) {
        RunningAgent.Answer answer = RunningAgent.ask(SpoolOption.of(configuration));
        if (answer instanceof RunningAgent.Absent) {
            report.good("agent", "none runs with this configuration's spool");
        } else if (answer instanceof RunningAgent.Unanswered unanswered) {
            report.limited("agent", unanswered.problem());
        } else {
            report.good("agent", "runs with this configuration's spool; `dispenser-telemetry status` says how it is");
        }
    }

    private static void table(TableChoice choice, TableCheck trial, VerdictLines report) {
        String name = choice.table().name();
        if (trial.isGood()) {
            report.good(name, trial.message());
        } else {
            report.bad(name, trial.message(), trial.exitCode());
        }
    }
}
