package io.dispenser.telemetry.app.output;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes rows in one of the formats. Values are of the types of {@link io.dispenser.telemetry.core.table.ColumnType},
 * or {@link Series}, or {@link Styled} for people. */
public interface RowWriter {

    /**
     * Writes all rows, after a header where the format has one.
     *
     * @param columns the columns' names
     * @param rows the rows, each with a value for every column; null for an absent value
     * @param out where to
     * @throws IOException if {@code out} throws it
     */
    void write(List<String> columns, List<List<@Nullable Object>> rows, Appendable out) throws IOException;
}
