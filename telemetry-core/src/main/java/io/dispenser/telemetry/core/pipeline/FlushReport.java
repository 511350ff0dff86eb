package io.dispenser.telemetry.core.pipeline;

import io.dispenser.telemetry.core.flush.FlushReason;
import io.dispenser.telemetry.core.port.WriteReceipt;
import java.time.Duration;

/**
 * A batch has reached its table.
 *
 * @param table the table's name
 * @param batchNumber the batch's number
 * @param events the number of its events
 * @param reason why it became a batch
 * @param receipt what the sink did
 * @param took how long the successful write took
 * @param refused how many events were refused since the last report
 */
public record FlushReport(
        String table,
        long batchNumber,
        int events,
        FlushReason reason,
        WriteReceipt receipt,
        Duration took,
        long refused) {}
