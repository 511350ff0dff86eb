package io.dispenser.telemetry.core.container;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An image on the engine's host.
 *
 * @param id {@code sha256:…}
 * @param repoDigests {@code repository@sha256:…}, one for each repository that it was pulled from or pushed to
 * @param sizeBytes the image's size
 * @param taggedAt when it last got a name, by the engine's clock, or null when the engine does not tell
 * @param settings what a container of it is configured with where nobody says otherwise, as in
 *     {@link ContainerSnapshot#settings()}
 */
public record ImageDetails(
        String id,
        List<String> repoDigests,
        long sizeBytes,
        @Nullable Instant taggedAt,
        Map<String, String> settings) {

    public ImageDetails {
        repoDigests = List.copyOf(repoDigests);
        settings = Map.copyOf(settings);
    }

    /** An image of which nothing else is known. */
    public ImageDetails(String id, List<String> repoDigests, long sizeBytes) {
        this(id, repoDigests, sizeBytes, null, Map.of());
    }
}
