package io.dispenser.telemetry.core.agent;

import io.dispenser.telemetry.core.container.ContainerChange;
import io.dispenser.telemetry.core.container.ContainerSnapshot;
import io.dispenser.telemetry.core.container.ImageDetails;
import io.dispenser.telemetry.core.port.ContainerEngine;
import io.dispenser.telemetry.core.port.EngineException;
import io.dispenser.telemetry.core.port.EngineException.Reason;
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
     * @throws ImageUnanswered if it answers, but not this: to be asked again
     */
    @Nullable
    ImageDetails imageOf(ContainerSnapshot container) throws EngineException, InterruptedException, ImageUnanswered {
        return container.imageId().isEmpty() ? null : image(container.imageId());
    }

    /**
     * The image of a container that is gone: the one that bears its image's name, if it has borne it since before the
     * container was created; else nobody can tell.
     */
    @Nullable
    ImageDetails imageAt(ContainerChange creation) throws EngineException, InterruptedException, ImageUnanswered {
        String name = creation.attributes().getOrDefault("image", "");
        ImageDetails image = name.isEmpty() ? null : image(name);
        Instant taggedAt = image == null ? null : image.taggedAt();
        return taggedAt != null && !taggedAt.isAfter(creation.at()) ? image : null;
    }

    private @Nullable ImageDetails image(String nameOrId)
            throws EngineException, InterruptedException, ImageUnanswered {
        try {
            return engine.image(nameOrId);
        } catch (EngineException e) {
            if (e.reason() == Reason.MISSING) {
                return null;
            }
            if (e.reason() == Reason.UNAVAILABLE) {
                engine.ping(); // fails if it does not answer at all
            }
            throw new ImageUnanswered(String.valueOf(e.getMessage()));
        }
    }

    /** The engine answers, but tells nothing of an image that it may have. */
    static final class ImageUnanswered extends Exception {

        private static final long serialVersionUID = 1L;

        ImageUnanswered(String message) {
            super(message, null, false, false);
        }
    }
}
