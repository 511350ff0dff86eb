package io.dispenser.telemetry.core.port;

/**
 * What a sink did with a batch, or with several together.
 *
 * @param version the table's version that holds the batch, or -1 where the sink has no versions or does not know
 * @param files the number of data files written; 0 if the batch was already there
 * @param bytes the size of those files
 * @param alreadyPresent whether the table held the batch before
 */
public record WriteReceipt(long version, int files, long bytes, boolean alreadyPresent) {

    /** The batch was written now. */
    public static WriteReceipt written(long version, int files, long bytes) {
        return new WriteReceipt(version, files, bytes, false);
    }

    /** The table held the batch before. */
    public static WriteReceipt alreadyPresent(long version) {
        return new WriteReceipt(version, 0, 0, true);
    }

    /** What was done for this and for {@code later}, together. */
    WriteReceipt and(WriteReceipt later) {
        return new WriteReceipt(
                Math.max(version, later.version),
                files + later.files,
                bytes + later.bytes,
                alreadyPresent && later.alreadyPresent);
    }
}
