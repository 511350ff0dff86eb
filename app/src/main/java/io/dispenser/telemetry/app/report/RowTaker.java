package io.dispenser.telemetry.app.report;

import io.dispenser.telemetry.adapter.delta.ColumnBatch;
import org.jspecify.annotations.Nullable;

/** Takes rows of a table out of batches. The first columns are the same for both tables. */
interface RowTaker {

    int TIMESTAMP = 0;
    int HOST = 1;
    int PROJECT = 2;
    int SERVICE = 3;
    int NAME = 4;

    /** Stands for the time of a row that is not of the report. */
    long NOT_TAKEN = Long.MIN_VALUE;

    /** Takes a row, and tells its time in microseconds; {@link #NOT_TAKEN} for one that is not of the report. */
    long take(ColumnBatch batch, int row);

    /** A text of a row, or null. */
    static @Nullable String text(ColumnBatch batch, int column, int row) {
        return batch.isNull(column, row) ? null : batch.text(column, row);
    }

    /** A text of a row, empty if there is none. */
    static String present(ColumnBatch batch, int column, int row) {
        return batch.isNull(column, row) ? "" : batch.text(column, row);
    }
}
