package io.dispenser.telemetry.core.port;

import java.time.Duration;
import java.util.Optional;

/**
 * What a sink found that looked around at its table.
 *
 * @param again after how long another look is worth what it costs
 * @param stranded batches of others that nobody commits; empty if there are none, or none is known to be
 */
public record LookAround(Duration again, Optional<StrandedBatches> stranded) {

    /** Nothing, and nothing is expected within the hour. */
    public static final LookAround NOTHING = new LookAround(Duration.ofHours(1), Optional.empty());
}
