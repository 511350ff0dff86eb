package io.dispenser.telemetry.core.deployment;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a container, so that its own creation is reported once and the next one has a predecessor.
 *
 * @param id the full id
 * @param service its service, or null while it is not managed
 * @param lineage which of its service's places it fills; of containers in one place, one replaces the other
 * @param image the image's name with its tag
 * @param imageId {@code sha256:…}, or null when nobody could ask
 * @param imageSha what its row says of the image, or null when that is not known
 * @param configuration a fingerprint of what it was configured with, or null when nobody could ask
 * @param limits what {@code docker update} may change, or null when nobody could ask
 * @param createdAt when it was created, by the engine's clock
 * @param present whether it was there when the engine was last asked
 * @param startedAt its last start that was heard of, or null
 * @param endedAt when it ended, if it was not seen running since; null also when that is not known
 */
public record KnownContainer(
        String id,
        @Nullable String service,
        String lineage,
        String image,
        @Nullable String imageId,
        @Nullable String imageSha,
        @Nullable String configuration,
        @Nullable String limits,
        Instant createdAt,
        boolean present,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt) {

    public KnownContainer {
        requireNonNull(id, "id");
        requireNonNull(lineage, "lineage");
        requireNonNull(image, "image");
        requireNonNull(createdAt, "createdAt");
    }

    /** One of whose start and end nothing is known. */
    public KnownContainer(
            String id,
            @Nullable String service,
            String lineage,
            String image,
            @Nullable String imageId,
            @Nullable String imageSha,
            @Nullable String configuration,
            @Nullable String limits,
            Instant createdAt,
            boolean present) {
        this(id, service, lineage, image, imageId, imageSha, configuration, limits, createdAt, present, null, null);
    }

    /** The same container, there or not. */
    public KnownContainer present(boolean isPresent) {
        return isPresent == present ? this : with(configuration, limits, isPresent, startedAt, endedAt);
    }

    /** The same container, with what is known of its last run. */
    KnownContainer ran(@Nullable Instant started, @Nullable Instant ended) {
        return with(configuration, limits, present, started, ended);
    }

    /** The same container, with a configuration that nobody could ask for since it was changed. */
    KnownContainer reconfigured() {
        return with(null, null, present, startedAt, endedAt);
    }

    private KnownContainer with(
            @Nullable String itsConfiguration,
            @Nullable String itsLimits,
            boolean isPresent,
            @Nullable Instant started,
            @Nullable Instant ended) {
        return new KnownContainer(
                id,
                service,
                lineage,
                image,
                imageId,
                imageSha,
                itsConfiguration,
                itsLimits,
                createdAt,
                isPresent,
                started,
                ended);
    }
}
