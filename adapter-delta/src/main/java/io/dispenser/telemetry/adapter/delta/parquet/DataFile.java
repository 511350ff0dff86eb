package io.dispenser.telemetry.adapter.delta.parquet;

import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.statistics.DataFileStatistics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A data file in memory.
 *
 * @param content a Parquet file
 * @param rows how many rows it holds
 * @param columns the names of its columns
 * @param statistics what is known of these columns' values, in the same order
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record DataFile(byte[] content, long rows, List<String> columns, List<ColumnStatistics> statistics) {

    /** The statistics for the log, of those columns that the table wants them of. */
    public DataFileStatistics statisticsOf(Set<Column> wanted) {
        Map<Column, Literal> min = new HashMap<>();
        Map<Column, Literal> max = new HashMap<>();
        Map<Column, Long> nulls = new HashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            Column column = new Column(columns.get(i));
            if (wanted.contains(column)) {
                ColumnStatistics known = statistics.get(i);
                Literal lower = known.min();
                Literal upper = known.max();
                if (lower != null) {
                    min.put(column, lower);
                }
                if (upper != null) {
                    max.put(column, upper);
                }
                nulls.put(column, known.nulls());
            }
        }
        return new DataFileStatistics(rows, min, max, nulls, Optional.empty());
    }
}
