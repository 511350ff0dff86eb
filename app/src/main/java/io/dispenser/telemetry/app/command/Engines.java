package io.dispenser.telemetry.app.command;

import io.dispenser.telemetry.adapter.docker.DockerContainerEngine;
import io.dispenser.telemetry.adapter.docker.DockerEnvironment;
import io.dispenser.telemetry.core.port.ContainerEngine;
import io.dispenser.telemetry.core.port.EngineException;
import java.time.Duration;

/** The engine that the surroundings name. */
final class Engines {

    private Engines() {}

    /**
     * The engine that the {@code docker} command would talk to; it need not be there yet.
     *
     * @param timeout how long each request may take
     */
    static ContainerEngine docker(CommandContext context, Duration timeout) throws CommandFailure {
        try {
            return DockerContainerEngine.connect(new DockerEnvironment(context.environment(), context.home())
                    .settings()
                    .withTimeout(timeout));
        } catch (EngineException e) {
            throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()));
        }
    }
}
