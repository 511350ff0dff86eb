package io.dispenser.telemetry.app.command.wiring;

import io.dispenser.telemetry.adapter.docker.DockerContainerEngine;
import io.dispenser.telemetry.adapter.docker.DockerEnvironment;
import io.dispenser.telemetry.app.command.process.CommandContext;
import io.dispenser.telemetry.app.command.process.CommandFailure;
import io.dispenser.telemetry.app.command.process.ExitCode;
import io.dispenser.telemetry.app.config.Setting;
import io.dispenser.telemetry.app.config.TelemetryConfiguration;
import io.dispenser.telemetry.core.port.ContainerEngine;
import io.dispenser.telemetry.core.port.EngineException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The engine that the surroundings name. */
public final class Engines {

    private Engines() {}

    /** The engine that the {@code docker} command would talk to, as the configuration wants it; it need not be there yet. */
    public static ContainerEngine docker(CommandContext context, TelemetryConfiguration configuration)
            throws CommandFailure {
        return docker(
                context,
                configuration.get(Setting.DOCKER_TIMEOUT),
                configuration.find(Setting.DOCKER_CA_FILE).orElse(null));
    }

    /**
     * The same.
     *
     * @param timeout how long each request may take
     * @param authorities a file of certificates of authorities that it is trusted with; null for none
     */
    public static ContainerEngine docker(CommandContext context, Duration timeout, @Nullable Path authorities)
            throws CommandFailure {
        try {
            return DockerContainerEngine.connect(new DockerEnvironment(context.environment(), context.home())
                    .settings(authorities)
                    .withTimeout(timeout));
        } catch (EngineException e) {
            throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()));
        }
    }
}
