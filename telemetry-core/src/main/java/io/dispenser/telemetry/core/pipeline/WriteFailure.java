package io.dispenser.telemetry.core.pipeline;

import java.time.Duration;

/**
 * A batch, or several that waited together, did not reach their table, and stay the next ones to be written; or the table could
 * not be made ready for the first one.
 *
 * @param table the table's name
 * @param batchNumber the oldest batch's number; that of the next one if none waits
 * @param events the number of events that were to be written; 0 if none waits
 * @param attempts how often it has failed in a row
 * @param permanent whether somebody has to mend the cause
 * @param problem what happened, for a person
 * @param cause what was thrown
 * @param retryIn how long until the next attempt
 */
public record WriteFailure(
        String table,
        long batchNumber,
        int events,
        int attempts,
        boolean permanent,
        String problem,
        Throwable cause,
        Duration retryIn) {}
