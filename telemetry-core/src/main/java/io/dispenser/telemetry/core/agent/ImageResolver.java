package io.dispenser.telemetry.core.agent;

import io.dispenser.telemetry.core.container.ContainerChange;
import io.dispenser.telemetry.core.container.ContainerSnapshot;
import io.dispenser.telemetry.core.container.ImageDetails;
import io.dispenser.telemetry.core.port.ContainerEngine;
import io.dispenser.telemetry.core.port.EngineException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Asks an engine for images, and tells an image that is not there from an engine that is not. */
final class ImageResolver {

    private final ContainerEngine engine;

    ImageResolver(ContainerEngine engine) {
        this.engine = engine;
    }

    /**
     * The image of {@code container}, or null if the engine does not have it any more.
     *
     * @throws EngineException if the engine does not answer
     */
    @Nullable
    ImageDetails imageOf(ContainerSnapshot container) throws EngineException, InterruptedException {
        return container.imageId().isEmpty() ? null : image(container.imageId());
    }

    /**
     * The image of a container that is gone: the one that bears its image's name, if it has borne it since before the
     * container was created; else nobody can tell.
     */
    @Nullable
    ImageDetails imageAt(ContainerChange creation) throws EngineException, InterruptedException {
        String name = creation.attributes().getOrDefault("image", "");
        ImageDetails image = name.isEmpty() ? null : image(name);
        Instant taggedAt = image == null ? null : image.taggedAt();
        return taggedAt != null && !taggedAt.isAfter(creation.at()) ? image : null;
    }

    private @Nullable ImageDetails image(String nameOrId) throws EngineException, InterruptedException {
        try {
            return engine.image(nameOrId);
        } catch (EngineException e) {
            engine.ping();
            return null;
        }
    }
}
