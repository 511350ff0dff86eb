package io.dispenser.telemetry.app.command;

import io.dispenser.telemetry.adapter.spool.SpoolInspector;
import io.dispenser.telemetry.app.config.Setting;
import io.dispenser.telemetry.app.config.TelemetryConfiguration;
import io.dispenser.telemetry.app.host.SpoolPlace;
import io.dispenser.telemetry.core.storage.DiskError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the commands that look into spools look. */
final class SpoolOption {

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(
            names = {"-d", "--directory"},
            paramLabel = "DIR",
            description = "The spool's directory, instead of a configuration that says where it is.")
    private @Nullable Path directory;

    /** The spool's directory. */
    Path directory(CommandContext context) throws CommandFailure {
        if (directory != null) {
            return directory;
        }
        return of(config.load(context));
    }

    /** The one of the agent that runs with a configuration, or would. */
    static Path of(TelemetryConfiguration configuration) {
        return new SpoolPlace(configuration.find(Setting.SPOOL_DIR), configuration.file())
                .forReading(RunningAgent::isIn);
    }

    /** What may be asked of the spools of a directory. */
    @FunctionalInterface
    interface Question {
        void ask(SpoolInspector spools, List<String> tables) throws IOException, CommandFailure;
    }

    /** What may be done to the spool of a table. */
    @FunctionalInterface
    interface Change {
        void make(String table) throws IOException;
    }

    /** Changes the spool of {@code choice}, or of every table, and says in words why that can't be done. */
    static void change(Path directory, @Nullable TableChoice choice, Change change) throws CommandFailure {
        look(directory, (spools, tables) -> {
            for (String table : tables) {
                if (choice == null || choice.table().name().equals(table)) {
                    change.make(table);
                }
            }
        });
    }

    /** Looks into the spools, and says in words why that can't be done. */
    static void look(Path directory, Question question) throws CommandFailure {
        if (Files.notExists(directory)) {
            throw new CommandFailure(
                    ExitCode.FAILURE,
                    "there is no spool in " + directory
                            + ": no agent has run with it yet; name another with --directory");
        }
        SpoolInspector spools = new SpoolInspector(directory);
        try {
            question.ask(spools, spools.tables());
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.FAILURE,
                    "the spool in " + directory + " can't be read: " + DiskError.explained(e, directory));
        }
    }
}
