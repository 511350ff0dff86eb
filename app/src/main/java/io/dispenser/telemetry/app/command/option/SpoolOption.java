package io.dispenser.telemetry.app.command.option;

import io.dispenser.telemetry.app.command.process.CommandContext;
import io.dispenser.telemetry.app.command.process.CommandFailure;
import io.dispenser.telemetry.app.config.Setting;
import io.dispenser.telemetry.app.config.TelemetryConfiguration;
import io.dispenser.telemetry.app.host.SpoolPlace;
import io.dispenser.telemetry.app.socket.AgentSocket;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the spools are, and so the agent that runs with them: a directory, or a configuration that says where. */
public final class SpoolOption {

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(
            names = {"-d", "--directory"},
            paramLabel = "DIR",
            description = "The spool's directory, instead of a configuration that says where it is.")
    private @Nullable Path directory;

    /** The spool's directory. */
    public Path directory(CommandContext context) throws CommandFailure {
        if (directory != null) {
            return directory;
        }
        return of(config.load(context));
    }

    /** The one of the agent that runs with a configuration, or would. */
    public static Path of(TelemetryConfiguration configuration) {
        return new SpoolPlace(configuration.find(Setting.SPOOL_DIR), configuration.file())
                .forReading(AgentSocket::isIn);
    }
}
