package io.dispenser.telemetry.core.deployment;

import io.dispenser.telemetry.core.container.ContainerChange;
import io.dispenser.telemetry.core.container.ContainerSnapshot;
import io.dispenser.telemetry.core.event.RestartPolicy;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a row tells of a container, from an inspection, or from what an event carried when the container was gone before it
 * could be inspected. Of those, some things can't be known; then these stand in the row: restart policy {@code no} (which a
 * container that removes itself always has), no limits, and 0 ports, mounts and networks.
 */
record ContainerFacts(
        String id,
        String name,
        Map<String, String> labels,
        String image,
        @Nullable String imageId,
        Instant createdAt,
        RestartPolicy restartPolicy,
        long memoryLimitBytes,
        long nanoCpus,
        int publishedPorts,
        int mounts,
        int networks) {

    private static final String NAME = "name";
    private static final String IMAGE = "image";

    static ContainerFacts of(ContainerSnapshot container) {
        return new ContainerFacts(
                container.id(),
                container.name(),
                container.labels(),
                container.image(),
                container.imageId(),
                container.createdAt(),
                container.restartPolicy(),
                container.memoryLimitBytes(),
                container.nanoCpus(),
                container.publishedPorts(),
                container.mounts(),
                container.networks());
    }

    /**
     * @param known what is remembered of the container, or null
     * @param imageId the image's id, where that is certain, or null
     */
    static ContainerFacts of(ContainerChange change, @Nullable KnownContainer known, @Nullable String imageId) {
        Map<String, String> attributes = change.attributes();
        return new ContainerFacts(
                change.containerId(),
                attributes.getOrDefault(NAME, ""),
                attributes,
                known != null && !known.image().isEmpty() ? known.image() : attributes.getOrDefault(IMAGE, ""),
                known != null ? known.imageId() : imageId,
                // The engine tells of a creation a moment after it.
                known != null ? known.createdAt() : change.at(),
                RestartPolicy.NO,
                0,
                0,
                0,
                0,
                0);
    }
}
