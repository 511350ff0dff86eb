package io.dispenser.telemetry.core.container;

import io.dispenser.telemetry.core.event.ContainerState;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an engine's list says of a container: enough to know whose it is, without asking the container itself.
 *
 * @param id the full id
 * @param name the name, without a leading slash
 * @param image the image as the container's configuration names it, or null when the list tells another name for it
 * @param labels the labels
 * @param state the execution state at the time of the list
 */
public record ContainerSummary(
        String id, String name, @Nullable String image, Map<String, String> labels, ContainerState state) {

    public ContainerSummary {
        labels = Map.copyOf(labels);
    }
}
