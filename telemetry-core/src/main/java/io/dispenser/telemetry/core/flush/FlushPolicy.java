package io.dispenser.telemetry.core.flush;

import java.time.Duration;

/**
 * When a buffer becomes a batch: at {@code maxEvents}, at {@code maxBytes}, or {@code maxAge} after its oldest event,
 * whichever comes first. A pure function of what it is told: it knows no clock and no buffer.
 *
 * @param maxEvents the most events in a batch, at least 1
 * @param maxBytes about the most bytes in a batch, at least 1
 * @param maxAge how long the oldest event may wait, more than zero
 */
public record FlushPolicy(int maxEvents, long maxBytes, Duration maxAge) {

    /** The documented default: 1000 events, 5 minutes; and 8 MiB, so that a batch of long rows stays small in memory. */
    public static final FlushPolicy DEFAULT = new FlushPolicy(1000, 8L * 1024 * 1024, Duration.ofMinutes(5));

    private static final FlushDecision IDLE = new FlushDecision.Idle();

    public FlushPolicy {
        if (maxEvents < 1) {
            throw new IllegalArgumentException("maxEvents must be at least 1: " + maxEvents);
        }
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes must be at least 1: " + maxBytes);
        }
        if (maxAge.isNegative() || maxAge.isZero()) {
            throw new IllegalArgumentException("maxAge must be more than zero: " + maxAge);
        }
    }

    /** Decides for a buffer of {@code events} and {@code bytes} whose oldest event came {@code age} ago. */
    public FlushDecision decide(long events, long bytes, Duration age) {
        if (events == 0) {
            return IDLE;
        }
        if (events >= maxEvents) {
            return new FlushDecision.Flush(FlushReason.EVENTS);
        }
        if (bytes >= maxBytes) {
            return new FlushDecision.Flush(FlushReason.BYTES);
        }
        Duration left = maxAge.minus(age);
        return left.isNegative() || left.isZero()
                ? new FlushDecision.Flush(FlushReason.AGE)
                : new FlushDecision.Wait(left);
    }
}
