package io.dispenser.telemetry.core.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a container runs, and how it last began and ended; each is null when it is not known.
 *
 * @param image the image as configured, with its tag
 * @param oomKilled whether the last stop was the kernel's, for want of memory
 * @param startedAt the last start, by the engine's clock, or null when there was none
 * @param finishedAt the last end, likewise
 */
public record ContainerRun(
        @Nullable String image,
        @Nullable Boolean oomKilled,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt) {

    /** Nothing is known. */
    public static final ContainerRun UNKNOWN = new ContainerRun(null, null, null, null);

    public ContainerRun {
        startedAt = startedAt == null ? null : Micros.cut(startedAt);
        finishedAt = finishedAt == null ? null : Micros.cut(finishedAt);
    }
}
