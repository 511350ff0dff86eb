package io.dispenser.telemetry.core.pipeline;

import io.dispenser.telemetry.core.flush.FlushReason;
import io.dispenser.telemetry.core.port.WriteReceipt;
import java.time.Duration;

/**
 * A batch, or several that waited together, have reached their table.
 *
 * @param table the table's name
 * @param batchNumber the batch's number, of several the last one's
 * @param batches how many batches there were
 * @param events the number of their events
 * @param reason why it became a batch; {@link FlushReason#BACKLOG} for several
 * @param receipt what the sink did
 * @param took how long the successful write took
 * @param refused how many events were refused for want of room since the last report
 */
public record FlushReport(
        String table,
        long batchNumber,
        int batches,
        int events,
        FlushReason reason,
        WriteReceipt receipt,
        Duration took,
        long refused) {}
