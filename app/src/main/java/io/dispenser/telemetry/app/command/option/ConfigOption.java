package io.dispenser.telemetry.app.command.option;

import io.dispenser.telemetry.app.command.process.CommandContext;
import io.dispenser.telemetry.app.command.process.CommandFailure;
import io.dispenser.telemetry.app.command.process.ExitCode;
import io.dispenser.telemetry.app.config.ConfigurationException;
import io.dispenser.telemetry.app.config.ConfigurationFile;
import io.dispenser.telemetry.app.config.TelemetryConfiguration;
import io.dispenser.telemetry.app.toml.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** The option of all commands that need a configuration. */
public final class ConfigOption {

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            defaultValue = "dispenser.toml",
            description = "Dispenser's configuration file. Default: ${DEFAULT-VALUE}")
    private Path file;

    @SuppressWarnings("NullAway.Init") // picocli sets the default
    public ConfigOption() {}

    /** The file, whether it is there or not. */
    public Path file() {
        return file;
    }

    /**
     * Reads the file; its warnings go to standard error.
     *
     * @throws CommandFailure if it can't be used; it has a line for each problem
     */
    public TelemetryConfiguration load(CommandContext context) throws CommandFailure {
        return load(context, warning -> context.complain("warning: " + warning));
    }

    /** Reads the file; its warnings go to {@code warnings}, also if it can't be used. */
    public TelemetryConfiguration load(CommandContext context, Consumer<String> warnings) throws CommandFailure {
        try {
            TelemetryConfiguration configuration = ConfigurationFile.load(file, context.storageAdapters());
            warn(configuration.warnings(), warnings);
            return configuration;
        } catch (ConfigurationException e) {
            warn(e.warnings(), warnings);
            List<String> lines = new ArrayList<>();
            e.problems().forEach(problem -> lines.add(problem.toString()));
            if (lines.size() > 1) {
                lines.add(lines.size() + " problems");
            }
            throw new CommandFailure(ExitCode.USAGE, lines);
        }
    }

    private static void warn(List<Problem> problems, Consumer<String> warnings) {
        problems.forEach(problem -> warnings.accept(problem.toString()));
    }
}
