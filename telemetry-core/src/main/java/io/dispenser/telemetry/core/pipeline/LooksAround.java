package io.dispenser.telemetry.core.pipeline;

import io.dispenser.telemetry.core.port.BatchSink;
import io.dispenser.telemetry.core.port.LookAround;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.port.StrandedBatches;
import io.dispenser.telemetry.core.time.Deadline;
import io.dispenser.telemetry.core.time.Ticker;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;

/** A sink's looks at what others have left at its table, each when it is due. Driven by the shipper's thread. */
final class LooksAround {

    private static final Logger LOG = System.getLogger(LooksAround.class.getName());

    /** What waits for hours already can wait a little longer. */
    static final Duration AFTER_FAILURE = Duration.ofMinutes(10);

    private final String table;
    private final BatchSink<?> sink;
    private final Ticker ticker;
    private final PipelineListener listener;
    private Deadline next;
    private boolean stranded;

    LooksAround(String table, BatchSink<?> sink, Ticker ticker, PipelineListener listener) {
        this.table = table;
        this.sink = sink;
        this.ticker = ticker;
        this.listener = listener;
        this.next = Deadline.in(Duration.ZERO, ticker);
    }

    /** Looks, if it is time; says how long it is until the next one. */
    Duration step() throws InterruptedException {
        if (next.isOver()) {
            next = Deadline.in(look(), ticker);
        }
        return next.left();
    }

    private Duration look() throws InterruptedException {
        LookAround found;
        try {
            found = sink.lookAround();
        } catch (SinkException | RuntimeException | Error e) {
            LOG.log(Level.DEBUG, table + ": no look at what others have left: " + e.getMessage(), e);
            return AFTER_FAILURE;
        }
        Optional<StrandedBatches> batches = found.stranded();
        if (batches.isPresent()) {
            listener.stranded(table, batches.get());
        } else if (stranded) {
            listener.nothingStranded(table);
        }
        stranded = batches.isPresent();
        return found.again();
    }
}
