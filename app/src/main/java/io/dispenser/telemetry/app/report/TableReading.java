package io.dispenser.telemetry.app.report;

import io.dispenser.telemetry.adapter.delta.ColumnBatch;
import io.dispenser.telemetry.adapter.delta.ColumnQuery;
import io.dispenser.telemetry.adapter.delta.ColumnScan;
import io.dispenser.telemetry.adapter.delta.DeltaTableReader;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.core.table.TelemetryTable;
import io.dispenser.telemetry.core.table.TelemetryTables;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives the rows of tables to a builder: ours and those of others, with or without the columns that only ours have. First the
 * deployments, then the samples that tell what came of them.
 */
public final class TableReading {

    /** Is told how far it is. */
    @FunctionalInterface
    public interface Progress {

        /**
         * Some more was read.
         *
         * @param table which table it is of
         * @param share how much of the table's bytes, from 0 to 1
         * @param rows how many rows until now
         */
        void read(String table, double share, long rows);
    }

    private final ReportBuilder builder;
    private final ReportScope scope;
    private final Progress progress;

    public TableReading(ReportBuilder builder, Progress progress) {
        this.builder = builder;
        this.scope = builder.scope();
        this.progress = progress;
    }

    /**
     * Reads the deployments; what keeps them from being read is told in the answer.
     *
     * @param location what the table is called in the report
     */
    public ReportTable deployments(TableStore store, String location) {
        return read(TelemetryTables.DEPLOYMENTS, DeploymentRows.COLUMNS, store, location, new DeploymentRows(builder));
    }

    /**
     * Reads the samples; what keeps them from being read is told in the answer.
     *
     * @param location what the table is called in the report
     */
    public ReportTable status(TableStore store, String location) {
        return read(TelemetryTables.STATUS, SampleRows.COLUMNS, store, location, new SampleRows(builder));
    }

    /** Tells of a table that can't even be opened. */
    public ReportTable unopened(TelemetryTable<?> table, String location, String trouble) {
        return told(new ReportTable(table.name(), location, -1, 0, 0, 0, null, null, trouble));
    }

    private ReportTable read(
            TelemetryTable<?> table, List<String> columns, TableStore store, String location, RowTaker taker) {
        Count count = new Count();
        ColumnScan scan = null;
        String trouble = null;
        try {
            DeltaTableReader reader = new DeltaTableReader(store);
            Optional<ColumnScan> found = reader.scan(ColumnQuery.of(table, columns, scope.from(), null, equal()));
            if (found.isEmpty()) {
                trouble = ReportTable.MISSING;
            } else {
                scan = found.get();
                read(scan, table.name(), taker, count);
                if (taker instanceof SampleRows) {
                    lookBefore(reader, table);
                }
            }
        } catch (TableStoreException | IllegalArgumentException e) {
            trouble = String.valueOf(e.getMessage());
        }
        return told(new ReportTable(
                table.name(),
                location,
                scan == null ? -1 : scan.version(),
                scan == null ? 0 : scan.files(),
                scan == null ? 0 : scan.bytes(),
                count.rows,
                count.rows == 0 ? null : time(count.oldest),
                count.rows == 0 ? null : time(count.newest),
                trouble));
    }

    /** Which hosts fell silent before the covered time: two columns of some days tell. */
    private void lookBefore(DeltaTableReader reader, TelemetryTable<?> table) throws TableStoreException {
        EarlierRows rows = new EarlierRows(builder);
        Optional<ColumnScan> scan =
                reader.scan(ColumnQuery.of(table, rows.columns(), scope.heardFrom(), scope.from(), equal()));
        if (scan.isPresent()) {
            scan.get().read((batch, bytesRead) -> take(batch, rows, new Count()));
        }
    }

    private void read(ColumnScan scan, String table, RowTaker taker, Count count) throws TableStoreException {
        scan.read((batch, bytesRead) -> {
            take(batch, taker, count);
            progress.read(table, (double) bytesRead / scan.bytes(), count.rows);
        });
    }

    private static void take(ColumnBatch batch, RowTaker taker, Count count) {
        for (int row = 0; row < batch.rows(); row++) {
            if (!batch.isDeleted(row) && !batch.isNull(0, row)) {
                count.add(taker.take(batch, row));
            }
        }
    }

    private Map<String, String> equal() {
        Map<String, String> equal = new HashMap<>();
        String service = scope.service();
        String host = scope.host();
        if (service != null) {
            equal.put("service", service);
        }
        if (host != null) {
            equal.put("host", host);
        }
        return equal;
    }

    private ReportTable told(ReportTable table) {
        builder.table(table);
        return table;
    }

    private static Instant time(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
    }

    /** How many rows of the report there were. */
    private static final class Count {

        private long rows;
        private long oldest = Long.MAX_VALUE;
        private long newest = Long.MIN_VALUE;

        void add(long micros) {
            if (micros != RowTaker.NOT_TAKEN) {
                rows++;
                oldest = Math.min(oldest, micros);
                newest = Math.max(newest, micros);
            }
        }
    }
}
