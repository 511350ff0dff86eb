package io.dispenser.telemetry.adapter.delta;

import io.delta.kernel.Scan;
import io.delta.kernel.ScanBuilder;
import io.delta.kernel.Snapshot;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.expressions.And;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.types.DateType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampType;
import io.delta.kernel.utils.CloseableIterator;
import io.dispenser.telemetry.adapter.delta.kernel.RowValues;
import io.dispenser.telemetry.adapter.delta.kernel.SnapshotFacts;
import io.dispenser.telemetry.adapter.delta.log.DeltaLog;
import io.dispenser.telemetry.adapter.delta.read.FileBounds;
import io.dispenser.telemetry.adapter.delta.read.NewestRows;
import io.dispenser.telemetry.adapter.delta.read.ScanFiles;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Reads rows of a Delta table, ours or another. Files are left out by their partition ({@code date}) and their statistics
 * ({@code service}, {@code timestamp}), and the rest is read newest first, until no file can hold a newer row than those
 * already found. Memory holds the rows that are asked for, and the names of the files that may have them.
 */
public final class DeltaTableReader {

    private static final String DATE = "date";
    private static final String TIMESTAMP = "timestamp";
    private static final String SERVICE = "service";

    private final TableStore store;
    private final DeltaLog log;
    private final ReadFailures failures;

    /**
     * @param store where the table is; the caller closes it
     * @throws IllegalStateException if the default locale has other digits than 0 to 9
     */
    public DeltaTableReader(TableStore store) {
        this.store = store;
        this.log = new DeltaLog(store);
        this.failures = new ReadFailures(store);
    }

    /**
     * Reads the newest rows that {@code query} asks for, of the table's latest version.
     *
     * @return the rows; empty if there is no table
     * @throws TableStoreException if the table can't be read; the message tells a person why
     * @throws IllegalArgumentException if the table lacks a column that {@code query} asks for
     */
    public Optional<Rows> read(RowQuery query) throws TableStoreException {
        while (true) {
            Optional<Snapshot> snapshot = failures.explaining(log::load);
            if (snapshot.isEmpty()) {
                return Optional.empty();
            }
            require(snapshot.get().getSchema(), query);
            Optional<Rows> rows = failures.explaining(() -> unlessPassedOver(() -> read(snapshot.get(), query)));
            if (rows.isPresent()) {
                return rows;
            }
        }
    }

    /**
     * Finds the files of the table's latest version that may have rows which {@code query} asks for.
     *
     * @return what can be read of them; empty if there is no table
     * @throws TableStoreException if the table can't be read; the message tells a person why
     * @throws IllegalArgumentException if the table has no times, or lacks a column whose value is asked for
     */
    public Optional<ColumnScan> scan(ColumnQuery query) throws TableStoreException {
        while (true) {
            Optional<Snapshot> snapshot = failures.explaining(log::load);
            if (snapshot.isEmpty()) {
                return Optional.empty();
            }
            query.require(snapshot.get().getSchema(), store.description());
            Optional<ColumnScan> scan = failures.explaining(
                    () -> unlessPassedOver(() -> ColumnScan.of(log.engine(), snapshot.get(), query, failures)));
            if (scan.isPresent()) {
                return scan;
            }
        }
    }

    /** Empty if a damaged checkpoint was in the way, and is passed over from now on. */
    private <T> Optional<T> unlessPassedOver(ReadFailures.Step<T> step) throws IOException {
        try {
            return Optional.of(step.run());
        } catch (IOException | RuntimeException e) {
            if (log.passOver(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Rows read(Snapshot snapshot, RowQuery query) throws IOException {
        StructType schema = snapshot.getSchema();
        Optional<Predicate> filter = filter(snapshot, query);
        ScanBuilder builder = snapshot.getScanBuilder();
        Scan scan = filter.isPresent() ? builder.withFilter(filter.get()).build() : builder.build();
        List<CandidateFile> candidates = candidates(scan);
        long filesRead = 0;
        NewestRows newest = new NewestRows(schema, query.service(), query.since(), query.limit());
        for (CandidateFile candidate : candidates) {
            if (newest.isFullBefore(candidate.newest())) {
                break;
            }
            filesRead++;
            newest.startFile();
            ScanFiles.read(log.engine(), scan, candidate.scanFile(), newest::offer);
        }
        long live = SnapshotFacts.liveFiles(snapshot).orElse(-1L);
        if (live < 0) {
            live = candidates(snapshot.getScanBuilder().build()).size();
        }
        List<String> columns = List.copyOf(schema.fieldNames());
        return new Rows(columns, newest.rows(), snapshot.getVersion(), filesRead, live - filesRead);
    }

    private void require(StructType schema, RowQuery query) {
        if (query.service() != null && !has(schema, SERVICE, StringType.class)) {
            throw new IllegalArgumentException(
                    "the table in " + store.description() + " has no string column " + SERVICE);
        }
        if (query.since() != null && !has(schema, TIMESTAMP, TimestampType.class)) {
            throw new IllegalArgumentException(
                    "the table in " + store.description() + " has no timestamp column " + TIMESTAMP);
        }
    }

    private static boolean has(StructType schema, String column, Class<?> type) {
        return schema.indexOf(column) >= 0 && type.isInstance(schema.get(column).getDataType());
    }

    private static Optional<Predicate> filter(Snapshot snapshot, RowQuery query) {
        Optional<Predicate> filter = Optional.empty();
        Instant since = query.since();
        if (since != null) {
            filter = Optional.of(new Predicate(">=", new Column(TIMESTAMP), RowValues.literal(since)));
            if (snapshot.getPartitionColumnNames().contains(DATE) && has(snapshot.getSchema(), DATE, DateType.class)) {
                LocalDate day = LocalDate.ofInstant(since, ZoneOffset.UTC);
                filter = Optional.of(
                        new And(new Predicate(">=", new Column(DATE), RowValues.literal(day)), filter.get()));
            }
        }
        String service = query.service();
        if (service != null) {
            Predicate same = new Predicate("=", new Column(SERVICE), Literal.ofString(service));
            filter = Optional.of(filter.isPresent() ? new And(filter.get(), same) : same);
        }
        return filter;
    }

    private record CandidateFile(Row scanFile, Instant newest) {}

    /** The files that a scan has left, newest first. */
    private List<CandidateFile> candidates(Scan scan) throws IOException {
        List<CandidateFile> files = new ArrayList<>();
        try (CloseableIterator<FilteredColumnarBatch> batches = SnapshotFacts.filesWithStatistics(scan, log.engine())) {
            while (batches.hasNext()) {
                try (CloseableIterator<Row> rows = batches.next().getRows()) {
                    rows.forEachRemaining(row -> files.add(new CandidateFile(row, FileBounds.newest(row))));
                }
            }
        }
        files.sort(Comparator.comparing(CandidateFile::newest).reversed());
        return files;
    }
}
