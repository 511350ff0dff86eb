package io.dispenser.telemetry.adapter.delta.read;

import io.delta.kernel.Snapshot;
import io.delta.kernel.data.Row;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampType;
import io.dispenser.telemetry.adapter.delta.log.DeltaErrors;
import io.dispenser.telemetry.adapter.delta.log.DeltaLog;
import io.dispenser.telemetry.adapter.delta.log.LatestSnapshot;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.storage.Causes;
import io.dispenser.telemetry.core.storage.StorageError.Reason;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.core.table.TelemetryTable;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Asks a table's latest version. A store that can't be read, for whatever reason, may be some day; what the table itself is in
 * the way of is permanent.
 */
public final class TableQuestions {

    /** What is asked of a version. */
    @FunctionalInterface
    public interface Question<T> {
        T of(Snapshot snapshot) throws IOException, SinkException;
    }

    private static final String CONTAINER_ID = "container_id";

    private final TelemetryTable<?> table;
    private final DeltaLog log;
    private final DeltaErrors failures;
    private final LatestSnapshot latest;
    private final String what;

    /**
     * @param store where the table is; the caller closes it
     * @param what is asked for, in words
     */
    public TableQuestions(TelemetryTable<?> table, TableStore store, String what) {
        this.table = table;
        this.log = new DeltaLog(store);
        this.failures = new DeltaErrors("table " + table.name() + " in " + store.description());
        this.latest = new LatestSnapshot(table, log, failures, InstantSource.system());
        this.what = what;
    }

    /** The answer; empty if there is no table. */
    public <T> Optional<T> ask(Question<T> question) throws SinkException, InterruptedException {
        try {
            return latest.attempting(what, doubtful -> {
                latest.forget();
                Optional<Snapshot> now = latest.known();
                return now.isPresent() ? Optional.of(question.of(now.get())) : Optional.empty();
            });
        } catch (SinkException e) {
            Optional<TableStoreException> store = Causes.first(e, TableStoreException.class);
            if (store.filter(cause -> cause.reason() == Reason.DENIED).isPresent()) {
                throw SinkException.retryable(String.valueOf(e.getMessage()), e);
            }
            throw e;
        }
    }

    /** Takes a row: its time, the id of its container, and those of the further columns that the table has. */
    @FunctionalInterface
    public interface ContainerRows {
        void row(Row row, StructType columns);
    }

    /**
     * Gives the rows of some containers to {@code visitor}; some from before {@code since} may be among them.
     *
     * @param more further columns of texts
     * @param filter another condition by which files are left out, if there is one
     */
    public void ofContainers(
            Snapshot snapshot,
            Set<String> containerIds,
            Instant since,
            List<String> more,
            Optional<Predicate> filter,
            ContainerRows visitor)
            throws IOException, SinkException {
        StructType schema = snapshot.getSchema();
        require(schema, TimeScan.TIMESTAMP, TimestampType.TIMESTAMP);
        require(schema, CONTAINER_ID, StringType.STRING);
        StructType columns =
                new StructType().add(schema.get(TimeScan.TIMESTAMP)).add(schema.get(CONTAINER_ID));
        for (String column : more) {
            if (has(schema, column, StringType.STRING)) {
                columns = columns.add(schema.get(column));
            }
        }
        StructType read = columns;
        TimeScan.read(log.engine(), snapshot, columns, table.partitionColumn(), since, null, filter, row -> {
            if (!row.isNullAt(0) && !row.isNullAt(1) && containerIds.contains(row.getString(1))) {
                visitor.row(row, read);
            }
        });
    }

    private void require(StructType schema, String column, DataType type) throws SinkException {
        if (!has(schema, column, type)) {
            throw failures.permanent(
                    "the table has no column " + column + " of type " + type + ", so it can't be told which " + what
                            + " it has; alter the table, or name another directory",
                    null);
        }
    }

    public static boolean has(StructType schema, String column, DataType type) {
        return schema.indexOf(column) >= 0 && schema.get(column).getDataType().equivalent(type);
    }
}
