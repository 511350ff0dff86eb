package io.dispenser.telemetry.core.pipeline;

import java.time.Duration;

/**
 * A batch did not reach its table, and stays the next one to be written.
 *
 * @param table the table's name
 * @param batchNumber the batch's number
 * @param events the number of its events
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
