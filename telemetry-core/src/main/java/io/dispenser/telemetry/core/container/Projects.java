package io.dispenser.telemetry.core.container;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which project a container is part of, by its labels. */
public final class Projects {

    private static final String COMPOSE = "com.docker.compose.project";
    private static final String SWARM_STACK = "com.docker.stack.namespace";

    private Projects() {}

    /** The Compose project, else the Swarm stack, else null. */
    public static @Nullable String of(Map<String, String> labels) {
        String compose = labels.getOrDefault(COMPOSE, "");
        String name = compose.isBlank() ? labels.getOrDefault(SWARM_STACK, "") : compose;
        return name.isBlank() ? null : name;
    }
}
