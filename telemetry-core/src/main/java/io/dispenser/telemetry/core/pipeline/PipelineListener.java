package io.dispenser.telemetry.core.pipeline;

import io.dispenser.telemetry.core.port.SpoolException;
import io.dispenser.telemetry.core.port.StrandedBatches;

/**
 * Hears what becomes of events. Called on the pipeline's threads, so it must return quickly; what it throws is ignored.
 */
public interface PipelineListener {

    /** Hears nothing. */
    PipelineListener NONE = new PipelineListener() {};

    /** A batch, or several that waited together, have reached their table. */
    default void flushed(FlushReport report) {}

    /** The table can be written, or can be written again: told once after the start, and once after each trouble. */
    default void tableReady(String table) {}

    /** A batch could not be written, or the table not be made ready for the first one; it will be tried again. */
    default void writeFailed(WriteFailure failure) {}

    /**
     * Events can't be rows: they were refused, on the recording thread, or are set aside, and nothing else waits for them.
     */
    default void rejected(RejectionReport report) {}

    /** The spool's writer id turned out not to be its own; it has another one from now on. */
    default void writerRenewed(WriterConflict conflict) {}

    /** The spool of {@code table} can't take or give events; it will be tried again. */
    default void spoolFailed(String table, SpoolException problem) {}

    /** The spool of {@code table}, which failed, takes and gives events again. */
    default void spoolReady(String table) {}

    /**
     * Batches that other hosts handed over at {@code table} are committed by nobody. Told at each look that finds it so; batches
     * of this pipeline are written all the same.
     */
    default void stranded(String table, StrandedBatches batches) {}

    /** No batches of others are stranded at {@code table} any more. */
    default void nothingStranded(String table) {}
}
