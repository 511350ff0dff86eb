package io.dispenser.telemetry.adapter.delta.groupcommit;

import io.dispenser.telemetry.adapter.delta.write.BatchWriter.Before;
import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.port.WriteReceipt;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The way into the table that is open to every writer, beside the inbox: commits of its own. One thread at a time. */
interface OwnCommits<E extends TelemetryEvent> {

    /**
     * The table as this writer knows it.
     *
     * @param latestAt when that version was the latest one, or a bit earlier
     */
    record Known(String tableId, long version, Instant latestAt) {}

    /**
     * What was met of others.
     *
     * @param lostRaces how many commits came too late
     * @param commits how many commits of others were read
     * @param grouped whether one of them holds batches that were handed over
     */
    record Met(int lostRaces, int commits, boolean grouped) {}

    /**
     * What is known of the table, which takes rows as it is; creates it if there is none.
     *
     * @param before called with the last number that the table has of the writer
     */
    Known look(String writerId, Before before) throws SinkException, InterruptedException;

    /**
     * Commits what the table lacks of {@code batches}.
     *
     * @param doubtful whether an earlier attempt may have written them
     * @param before called before each commit
     */
    WriteReceipt write(List<Batch<E>> batches, boolean doubtful, Before before)
            throws SinkException, InterruptedException;

    /** The same; empty if others are faster each time. */
    Optional<WriteReceipt> tryWrite(List<Batch<E>> batches, Before before) throws SinkException, InterruptedException;

    /** The last number of a writer in the version that is known; empty if it has none. */
    OptionalLong lastNumber(String writerId);

    /** Others commit meanwhile: the next look reads their commits. */
    void expectOthers();

    /** What was met since this was last asked. */
    Met takeMet();

    /** Whether a checkpoint was written since this was last asked. */
    boolean takeCheckpointed();
}
