package io.dispenser.telemetry.core.flush;

import java.time.Duration;

/** What {@link FlushPolicy} says of a buffer. */
public sealed interface FlushDecision {

    /** Make a batch now. */
    record Flush(FlushReason reason) implements FlushDecision {}

    /** Not yet; ask again when an event arrives, or after {@code atMost}. */
    record Wait(Duration atMost) implements FlushDecision {}

    /** There is nothing to flush; ask again when an event arrives. */
    record Idle() implements FlushDecision {}
}
