package io.dispenser.telemetry.core.port;

import java.util.Optional;

/**
 * What a sink did with a batch, or with several together.
 *
 * @param version the table's version that holds the batches, or -1 where the sink has no versions or does not know
 * @param batches of how many of the batches this tells, from the first on; at least 1
 * @param files the number of data files written; 0 if nothing was
 * @param bytes the size of those files
 * @param alreadyPresent whether the table held these batches' names before, so that nothing was written
 * @param doubtful whether an attempt of this very call, whose outcome nobody knows, may have put them there
 * @param committedBy who committed them for us, together with those of others; empty if we did
 */
public record WriteReceipt(
        long version,
        int batches,
        int files,
        long bytes,
        boolean alreadyPresent,
        boolean doubtful,
        Optional<String> committedBy) {

    public WriteReceipt {
        if (batches < 1) {
            throw new IllegalArgumentException("a receipt is for at least one batch: " + batches);
        }
    }

    /** One batch was written now. */
    public static WriteReceipt written(long version, int files, long bytes) {
        return written(version, 1, files, bytes);
    }

    /** So many batches were written now, together. */
    public static WriteReceipt written(long version, int batches, int files, long bytes) {
        return new WriteReceipt(version, batches, files, bytes, false, false, Optional.empty());
    }

    /** So many batches were handed over, in a file of so many bytes, and committed by {@code holder}. */
    public static WriteReceipt handedOver(long version, int batches, long bytes, String holder) {
        return new WriteReceipt(version, batches, 1, bytes, false, false, Optional.of(holder));
    }

    /** The table held the name of one batch before this call. */
    public static WriteReceipt alreadyPresent(long version) {
        return alreadyPresent(version, 1, false);
    }

    /** The table holds the names of so many batches. */
    public static WriteReceipt alreadyPresent(long version, int batches, boolean doubtful) {
        return new WriteReceipt(version, batches, 0, 0, true, doubtful, Optional.empty());
    }
}
