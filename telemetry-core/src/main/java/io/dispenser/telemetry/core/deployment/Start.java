package io.dispenser.telemetry.core.deployment;

import io.dispenser.telemetry.core.container.ContainerChange;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A start of a container that may have been somebody's, with what was known of the container just before.
 *
 * @param change what the engine told
 * @param endedAt when the container had ended, or null if nobody heard of it
 * @param hadStarted whether an earlier start was heard of, so that it must have ended, heard of or not
 * @param stoppedByHand whether somebody had stopped it then
 * @param policyIsOpen whether the engine may have come up between that end and this start, and have started the container
 * @param over whether the run that began so has ended
 */
public record Start(
        ContainerChange change,
        @Nullable Instant endedAt,
        boolean hadStarted,
        boolean stoppedByHand,
        boolean policyIsOpen,
        boolean over) {

    /** So close a start and the restart that it belongs to are told. */
    static final Duration RESTART = Duration.ofSeconds(2);

    /** The same start, of a run that has ended. */
    public Start ended() {
        return new Start(change, endedAt, hadStarted, stoppedByHand, policyIsOpen, true);
    }

    /** Whether {@code restart}, of the same container, was the reason of this start. */
    public boolean isPartOf(ContainerChange restart) {
        return !over && isNear(change.at(), restart.at());
    }

    static boolean isNear(Instant start, Instant restart) {
        return Duration.between(start, restart).abs().compareTo(RESTART) <= 0;
    }
}
