package io.dispenser.telemetry.core.deployment;

import io.dispenser.telemetry.core.container.ContainerChange;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known of one container's starts and ends. Not safe for use by several threads. */
final class ContainerRun {

    /** Everything since its creation is known, and it did not end. */
    private boolean neverEnded;

    private @Nullable Instant startedAt;
    private @Nullable Instant endedAt;
    private boolean stoppedByHand;

    /** The engine may have come up since the end. */
    private boolean stale;

    private @Nullable Instant restartedAt;

    /** A restart was told, and the start in it was not: Podman tells it before the end and the start. */
    private boolean restartIsOpen;

    /** The last start came after an end and belongs to no restart that was told so far. */
    private boolean startIsFree;

    /** It was created just now. */
    static ContainerRun created() {
        ContainerRun run = new ContainerRun();
        run.neverEnded = true;
        return run;
    }

    /** Takes over when it had started and ended, as far as that was known. */
    void restore(@Nullable Instant start, @Nullable Instant end) {
        if (start != null) {
            startedAt = start;
            startIsFree = true; // of which restart it was is not remembered, and will be told again
        }
        if (end != null) {
            end(end, false);
        }
    }

    @Nullable
    Instant startedAt() {
        return startedAt;
    }

    @Nullable
    Instant endedAt() {
        return endedAt;
    }

    /** Not all is known of what happened: the engine may have come up. */
    void gap() {
        neverEnded = false;
        stoppedByHand = false;
        stale = true;
    }

    void restarted(Instant at) {
        if (isAfter(at, restartedAt)) {
            boolean hasStarted =
                    startIsFree && startedAt != null && !startedAt.isAfter(at) && Start.isNear(startedAt, at);
            restartedAt = at;
            restartIsOpen = !hasStarted;
            startIsFree = false;
        }
    }

    void started(Instant at) {
        if (isAfter(at, startedAt)) {
            startedAt = at;
            startIsFree = endedAt != null && !restartIsOpen;
            restartIsOpen = false;
        } else if (at.equals(startedAt) && restartedAt != null && !at.isBefore(restartedAt)) {
            restartIsOpen = false; // told again, after its restart
        }
        if (endedAt != null && endedAt.isBefore(at)) {
            endedAt = null;
            stoppedByHand = false;
            stale = false;
        }
    }

    void ended(Instant at) {
        if (isAfter(at, startedAt) && isAfter(at, endedAt)) {
            end(at, false);
        }
    }

    /** Somebody stopped it, which is told after its end. */
    void stopped(Instant at) {
        if (endedAt != null && !endedAt.isAfter(at)) {
            end(endedAt, true);
        }
    }

    /** A look found it ended. */
    void foundEnded(Instant at) {
        boolean unheard = endedAt == null || stale;
        if (unheard && isAfter(at, startedAt)) {
            end(at, false);
        }
    }

    private void end(Instant at, boolean byHand) {
        endedAt = at;
        stoppedByHand = byHand;
        stale = false;
        neverEnded = false;
    }

    /**
     * A start that may have been somebody's.
     *
     * @param gapUntil up to when the engine may have come up unobserved
     */
    Optional<Start> mayBeByHand(ContainerChange change, Instant gapUntil) {
        Instant at = change.at();
        Instant end = endedAt != null && endedAt.isBefore(at) ? endedAt : null;
        Instant restart = restartedAt;
        boolean inRestart =
                restart != null && Start.isNear(at, restart) && (restartIsOpen || end == null || !end.isAfter(restart));
        if (neverEnded || inRestart) {
            return Optional.empty();
        }
        boolean hasFreshEnd = end != null && !stale;
        return Optional.of(new Start(
                change,
                end,
                startedAt != null && startedAt.isBefore(at),
                end != null && stoppedByHand,
                !hasFreshEnd && !at.isAfter(gapUntil),
                false));
    }

    private static boolean isAfter(Instant at, @Nullable Instant other) {
        return other == null || at.isAfter(other);
    }
}
