package io.dispenser.telemetry.core.pipeline;

import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.flush.FlushReason;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.WriteReceipt;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What is told of batches that were written: why each was made, and how many events found no room meanwhile. */
final class FlushReports<E extends TelemetryEvent> {

    private final String table;
    private final PipelineListener listener;
    private final PipelineCounters counters;
    private final Map<Long, FlushReason> reasons = new ConcurrentHashMap<>();
    private long refusedReported;

    FlushReports(String table, PipelineListener listener, PipelineCounters counters) {
        this.table = table;
        this.listener = listener;
        this.counters = counters;
    }

    /** Remembers why a batch was made, until it is written. Any thread. */
    void sealed(long batchNumber, FlushReason reason) {
        reasons.put(batchNumber, reason);
    }

    /** A batch will not be written. */
    void forget(Batch<E> batch) {
        reasons.remove(batch.number());
    }

    /** Tells that batches were written. The shipper's thread. */
    void written(List<Batch<E>> batches, WriteReceipt receipt, Duration took) {
        FlushReason reason = FlushReason.BACKLOG;
        for (Batch<E> batch : batches) {
            FlushReason known = reasons.remove(batch.number());
            if (batches.size() == 1) {
                reason = known == null ? FlushReason.RECOVERY : known;
            }
        }
        long refused = counters.refusedForRoom();
        listener.flushed(new FlushReport(
                table,
                batches.get(batches.size() - 1).number(),
                batches.size(),
                events(batches),
                reason,
                receipt,
                took,
                refused - refusedReported));
        refusedReported = refused;
    }

    /** How many events batches have. */
    static int events(List<? extends Batch<?>> batches) {
        return batches.stream().mapToInt(batch -> batch.events().size()).sum();
    }
}
