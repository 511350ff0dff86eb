package io.dispenser.telemetry.adapter.delta.kernel;

import java.time.Instant;
import java.util.Optional;

/**
 * What a checkpoint leaves out because its time is over.
 *
 * @param removals removals of this time or before
 * @param transactions numbers of writers that were last noted at this time or before; empty if all are kept
 */
public record ExpiredActions(Instant removals, Optional<Instant> transactions) {

    /** Nothing that Kernel gives is kept longer than Kernel keeps it. */
    static final ExpiredActions NONE_KEPT = new ExpiredActions(Instant.ofEpochMilli(Long.MAX_VALUE), Optional.empty());
}
