package io.dispenser.telemetry.adapter.delta.maintenance;

import io.dispenser.telemetry.adapter.delta.kernel.LogFile;
import org.jspecify.annotations.Nullable;

/** A file that may be compacted, by its numbers. The file itself is known only while its date is worked on. */
record CompactionCandidate(
        long rows,
        long size,
        boolean sorted,
        long modifiedMillis,
        RunTag tag,
        @Nullable LogFile file) implements FileRun.Candidate {

    /** Bytes of a row in a file that doesn't tell how many it has: a guess, which only decides what is merged first. */
    private static final long GUESSED_ROW_BYTES = 16;

    static CompactionCandidate of(LogFile file, RowOrder order, boolean withFile) {
        long rows = file.rows().orElse(Math.max(1, file.size() / GUESSED_ROW_BYTES));
        boolean sorted = order.isOrderOf(file.tags());
        return new CompactionCandidate(
                rows, file.size(), sorted, file.modifiedMillis(), RunTag.of(file.tags()), withFile ? file : null);
    }

    LogFile known() {
        if (file == null) {
            throw new IllegalStateException("only the numbers of this file are known");
        }
        return file;
    }
}
