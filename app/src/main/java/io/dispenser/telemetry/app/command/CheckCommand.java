package io.dispenser.telemetry.app.command;

import io.dispenser.telemetry.adapter.spool.SpoolInspector;
import io.dispenser.telemetry.adapter.spool.SpooledSegment;
import io.dispenser.telemetry.app.config.Setting;
import io.dispenser.telemetry.app.config.TelemetryConfiguration;
import io.dispenser.telemetry.app.host.SpoolPlace;
import io.dispenser.telemetry.app.logging.Count;
import io.dispenser.telemetry.app.output.Printable;
import io.dispenser.telemetry.app.output.Terminal;
import io.dispenser.telemetry.app.storage.StorageAdapters;
import io.dispenser.telemetry.core.container.ContainerSummary;
import io.dispenser.telemetry.core.port.ContainerEngine;
import io.dispenser.telemetry.core.port.EngineException;
import io.dispenser.telemetry.core.storage.DiskError;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Tries everything that {@code run} needs, and changes nothing. */
@Command(
        name = "check",
        description = "Reports every problem of the configuration at once, then tries the engine and both tables.",
        footer = "%nNo table is created or changed, and nothing is left where they are.")
final class CheckCommand implements Callable<Integer> {

    private final CommandContext context;

    @Mixin
    private ConfigOption config = new ConfigOption();

    CheckCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws CommandFailure, InterruptedException {
        context.warnOfAdapterFolders();
        Report report = new Report(context.out(), Terminal.detect());
        TelemetryConfiguration configuration = config.load(context);
        StorageAdapters storage = Wiring.storage(context, configuration.storageOptions());
        report.good(
                "configuration",
                config.file() + ", " + Count.of(configuration.services().size(), "service")
                        + (configuration.enabled() ? "" : "; telemetry is disabled, so run would do nothing"));
        engine(configuration, report);
        spool(configuration, report);
        TableCheck.ofBoth(configuration, storage).forEach((choice, trial) -> table(choice, trial, report));
        return report.exitCode;
    }

    private void engine(TelemetryConfiguration configuration, Report report) throws InterruptedException {
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

    private static void spool(TelemetryConfiguration configuration, Report report) {
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
                            + SpoolListCommand.words(
                                    segments, InstantSource.system().instant()));
        } catch (IOException e) {
            report.bad("spool", directory + " can't be read: " + DiskError.explained(e, directory), ExitCode.FAILURE);
        }
    }

    private static void table(TableChoice choice, TableCheck trial, Report report) {
        String name = choice.table().name();
        if (trial.isGood()) {
            report.good(name, trial.message());
        } else {
            report.bad(name, trial.message(), trial.exitCode());
        }
    }

    /** One line a thing that was tried. */
    private static final class Report {

        private static final int NAME_WIDTH = 26;

        private final PrintStream out;
        private final Terminal terminal;
        private int exitCode = ExitCode.OK;

        Report(PrintStream out, Terminal terminal) {
            this.out = out;
            this.terminal = terminal;
        }

        void good(String name, String words) {
            line(name, terminal.styled(Terminal.Style.GREEN, "ok    "), words);
        }

        /** What works, but for something. */
        void limited(String name, String words) {
            line(name, terminal.styled(Terminal.Style.YELLOW, "WARN  "), words);
        }

        /** The exit code of the last bad thing wins, but a wrong configuration over a failure. */
        void bad(String name, String words, int code) {
            exitCode = Math.max(exitCode, code);
            line(name, terminal.styled(Terminal.Style.RED, "FAILED"), words);
        }

        private void line(String name, String verdict, String words) {
            out.println(String.format(
                    Locale.ROOT, "%-" + NAME_WIDTH + "s  %s  %s", name, verdict, Printable.oneLine(words)));
        }
    }
}
