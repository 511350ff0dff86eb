package io.dispenser.telemetry.core.deployment;

import java.util.Map;

/**
 * Which of its service's places a container fills. A container replaces the last one of its own place: a second replica
 * replaces nobody.
 */
final class Lineage {

    private static final String COMPOSE = "com.docker.compose.";
    private static final String SWARM_TASK = "com.docker.swarm.task.name";

    private Lineage() {}

    /** Compose's project, in which its services' names are unique; else empty. */
    static String scopeOf(String lineage) {
        return lineage.substring(0, lineage.lastIndexOf('/') + 1);
    }

    /** Compose's project and number, or Swarm's slot; empty for a container that is alone. */
    static String of(Map<String, String> labels) {
        String project = labels.get(COMPOSE + "project");
        if (project != null) {
            boolean oneOff = labels.getOrDefault(COMPOSE + "oneoff", "").equalsIgnoreCase("true");
            return project + "/" + (oneOff ? "run" : labels.getOrDefault(COMPOSE + "container-number", ""));
        }
        String[] task = labels.getOrDefault(SWARM_TASK, "").split("\\.", -1); // service.slot.task
        return task.length > 2 ? task[task.length - 2] : "";
    }
}
