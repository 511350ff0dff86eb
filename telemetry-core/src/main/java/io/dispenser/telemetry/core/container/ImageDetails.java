package io.dispenser.telemetry.core.container;

import java.util.List;

/**
 * An image on the engine's host.
 *
 * @param id {@code sha256:…}
 * @param repoDigests {@code repository@sha256:…}, one for each repository that it was pulled from or pushed to
 * @param sizeBytes the image's size
 */
public record ImageDetails(String id, List<String> repoDigests, long sizeBytes) {

    public ImageDetails {
        repoDigests = List.copyOf(repoDigests);
    }
}
