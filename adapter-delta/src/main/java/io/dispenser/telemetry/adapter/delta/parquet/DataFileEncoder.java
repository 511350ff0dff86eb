package io.dispenser.telemetry.adapter.delta.parquet;

import io.dispenser.telemetry.adapter.delta.kernel.RowValues;
import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.table.Column;
import io.dispenser.telemetry.core.table.ColumnType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.parquet.hadoop.ParquetWriter;
import org.jspecify.annotations.Nullable;

/** Turns events into data files. Rows keep the order of the events. */
public final class DataFileEncoder<E extends TelemetryEvent> {

    /** The codec's name as it stands in a file's name. */
    public static final String CODEC = DataFileWriter.CODEC;

    private final List<Column<E>> columns;

    public DataFileEncoder(List<Column<E>> columns) {
        this.columns = columns;
    }

    /**
     * Encodes the rows of one partition.
     *
     * @throws IllegalArgumentException if a value is none of its column: {@link Column#checkedValue}
     */
    public DataFile encode(List<E> events) {
        return encode(events, Map.of());
    }

    /**
     * Encodes the rows of one partition, or of several if the columns hold what tells them apart.
     *
     * @param properties what the file tells beside its rows
     * @throws IllegalArgumentException if a value is none of its column: {@link Column#checkedValue}
     */
    public DataFile encode(List<E> events, Map<String, String> properties) {
        try (DataFileWriter file =
                new DataFileWriter(FileColumn.of(columns), ParquetWriter.DEFAULT_BLOCK_SIZE, properties)) {
            for (int i = 0; i < columns.size(); i++) {
                Column<E> column = columns.get(i);
                ColumnChunk chunk = file.column(i);
                for (E event : events) {
                    chunk.add(stored(column.type(), column.checkedValue(event)));
                }
            }
            return file.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A value as a data file has it. */
    private static @Nullable Object stored(ColumnType type, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        return switch (type) {
            case DATE -> Math.toIntExact(((LocalDate) value).toEpochDay());
            case TIMESTAMP -> RowValues.micros((Instant) value);
            default -> value;
        };
    }
}
