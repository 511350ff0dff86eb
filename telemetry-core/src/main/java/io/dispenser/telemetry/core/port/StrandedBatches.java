package io.dispenser.telemetry.core.port;

import java.time.Duration;

/**
 * Batches that hosts handed over at a table to be committed by one of them for all, and that nobody has committed for longer
 * than that ever takes. Their hosts still have the rows, unless they are gone for good.
 *
 * @param files how many files of them were seen; there may be more
 * @param writers of how many writers
 * @param age how long the oldest has waited at least, by the store's clock
 * @param problem what keeps them as far as it is known, and what to do, for a person
 */
public record StrandedBatches(long files, long writers, Duration age, String problem) {}
