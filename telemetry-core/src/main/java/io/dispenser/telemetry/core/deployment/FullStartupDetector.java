package io.dispenser.telemetry.core.deployment;

import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.event.TriggerType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether creations that followed each other closely were the start of everything. An orchestrator that starts creates all
 * its containers anew, and to each alone that looks like a reload or an update.
 *
 * <p>It was one if there are several services, each of them got a container, and either the engine had just come back or a
 * container was replaced by its like, which nobody does for an update.
 */
public final class FullStartupDetector {

    private FullStartupDetector() {}

    /**
     * The rows of creations that followed each other closely, with the triggers that they have together.
     *
     * @param together the creations
     * @param services all services that have a container
     * @param engineReturned whether the engine was away just before
     */
    public static List<DeploymentEvent> rows(List<Deployment> together, Set<String> services, boolean engineReturned) {
        Set<String> created = new HashSet<>();
        together.forEach(deployment -> created.add(deployment.row().service()));
        boolean everything = services.size() > 1 && created.containsAll(services);
        boolean start = everything && (engineReturned || together.stream().anyMatch(Deployment::unchanged));
        return together.stream()
                .map(deployment ->
                        start && deployment.open() && deployment.row().trigger() != TriggerType.STARTUP
                                ? deployment.asStartup()
                                : deployment.row())
                .toList();
    }
}
