package io.dispenser.telemetry.adapter.delta;

import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.types.BooleanType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.DateType;
import io.delta.kernel.types.DoubleType;
import io.delta.kernel.types.FloatType;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.ShortType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.TimestampType;
import io.dispenser.telemetry.adapter.delta.kernel.FlatVector;
import io.dispenser.telemetry.core.table.ColumnType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some rows of a table, by column. Columns are counted from 0 in the order of the {@link ColumnQuery}, rows likewise; where
 * {@link #isNull} is true, no other method may be asked. A column that the table lacks is null in all rows. It does not change, and
 * may be read by any thread.
 */
public final class ColumnBatch {

    private final int rows;
    private final @Nullable ColumnVector[] columns;

    /** Those of the columns that are read in our own way: their calls are faster. */
    private final @Nullable FlatVector[] flat;

    private final boolean[] wide;
    private final @Nullable ColumnVector selection;

    private ColumnBatch(int rows, @Nullable ColumnVector[] columns, @Nullable ColumnVector selection) {
        this.rows = rows;
        this.columns = columns;
        this.selection = selection;
        this.wide = new boolean[columns.length];
        this.flat = new @Nullable FlatVector[columns.length];
        for (int i = 0; i < wide.length; i++) {
            ColumnVector column = columns[i];
            flat[i] = column instanceof FlatVector own ? own : null;
            wide[i] = column != null
                    && (column.getDataType() instanceof LongType
                            || column.getDataType() instanceof TimestampType
                            || column.getDataType() instanceof DoubleType);
        }
    }

    static ColumnBatch of(FilteredColumnarBatch batch, List<String> names) {
        ColumnarBatch data = batch.getData();
        @Nullable ColumnVector[] columns = new @Nullable ColumnVector[names.size()];
        for (int i = 0; i < columns.length; i++) {
            int found = data.getSchema().indexOf(names.get(i));
            columns[i] = found < 0 ? null : data.getColumnVector(found);
        }
        return new ColumnBatch(
                data.getSize(), columns, batch.getSelectionVector().orElse(null));
    }

    /** Whether values of {@code stored} can be read as {@code wanted}. */
    static boolean isReadable(ColumnType wanted, DataType stored) {
        return switch (wanted) {
            case STRING -> stored instanceof StringType;
            case LONG, INTEGER ->
                stored instanceof LongType || stored instanceof IntegerType || stored instanceof ShortType;
            case DOUBLE -> stored instanceof DoubleType || stored instanceof FloatType;
            case BOOLEAN -> stored instanceof BooleanType;
            case TIMESTAMP -> stored instanceof TimestampType;
            case DATE -> stored instanceof DateType;
        };
    }

    /** How many rows there are, those that {@link #isDeleted} among them. */
    public int rows() {
        return rows;
    }

    /** Whether the table no longer has this row. */
    public boolean isDeleted(int row) {
        return selection != null && (selection.isNullAt(row) || !selection.getBoolean(row));
    }

    /** The first row after {@code row} that may have another value of {@code column}: the same in all rows before it. */
    public int sameUntil(int column, int row) {
        FlatVector values = flat[column];
        if (values != null) {
            return values.sameUntil(row);
        }
        return columns[column] == null ? rows : row + 1;
    }

    public boolean isNull(int column, int row) {
        FlatVector own = flat[column];
        if (own != null) {
            return own.isNullAt(row);
        }
        ColumnVector values = columns[column];
        return values == null || values.isNullAt(row);
    }

    /** A text; equal ones of a file are mostly one object. */
    public String text(int column, int row) {
        return vector(column).getString(row);
    }

    /** A whole number; of a time the microseconds since the epoch, of a date the days. */
    public long number(int column, int row) {
        FlatVector own = flat[column];
        if (own != null) {
            return wide[column] ? own.getLong(row) : own.getInt(row);
        }
        ColumnVector values = vector(column);
        if (wide[column]) {
            return values.getLong(row);
        }
        return values.getDataType() instanceof ShortType ? values.getShort(row) : values.getInt(row);
    }

    public double real(int column, int row) {
        FlatVector own = flat[column];
        if (own != null) {
            return own.getDouble(row);
        }
        ColumnVector values = vector(column);
        return wide[column] ? values.getDouble(row) : values.getFloat(row);
    }

    public boolean flag(int column, int row) {
        return vector(column).getBoolean(row);
    }

    private ColumnVector vector(int column) {
        ColumnVector values = columns[column];
        if (values == null) {
            throw new IllegalArgumentException("column " + column + " is null in all rows");
        }
        return values;
    }
}
