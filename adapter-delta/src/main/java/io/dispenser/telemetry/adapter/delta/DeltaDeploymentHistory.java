package io.dispenser.telemetry.adapter.delta;

import io.delta.kernel.Snapshot;
import io.delta.kernel.data.Row;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampType;
import io.dispenser.telemetry.adapter.delta.kernel.RowValues;
import io.dispenser.telemetry.adapter.delta.log.DeltaErrors;
import io.dispenser.telemetry.adapter.delta.log.DeltaLog;
import io.dispenser.telemetry.adapter.delta.log.LatestSnapshot;
import io.dispenser.telemetry.adapter.delta.read.TimeScan;
import io.dispenser.telemetry.core.port.DeploymentHistory;
import io.dispenser.telemetry.core.port.RecordedDeployment;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.storage.Causes;
import io.dispenser.telemetry.core.storage.StorageError.Reason;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.core.table.TelemetryTables;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks a deployments table what it has, in its latest version: up to five columns of the files whose days and times reach
 * into the time that is asked for. Memory: the rows of the containers that are asked for.
 *
 * <p>A store that can't be read, for whatever reason, may be some day. What the table itself is in the way of is permanent.
 */
public final class DeltaDeploymentHistory implements DeploymentHistory {

    private static final String CONTAINER_ID = "container_id";
    private static final String RESTART_POLICY = "restart_policy";
    private static final String MEMORY_LIMIT = "memory_limit";
    private static final String CPU_LIMIT = "cpu_limit";

    private final DeltaLog log;
    private final DeltaErrors failures;
    private final LatestSnapshot latest;

    /** @param store where the table is; the caller closes it */
    public DeltaDeploymentHistory(TableStore store) {
        this.log = new DeltaLog(store);
        this.failures = new DeltaErrors("table " + TelemetryTables.DEPLOYMENTS.name() + " in " + store.description());
        this.latest = new LatestSnapshot(TelemetryTables.DEPLOYMENTS, log, failures);
    }

    @Override
    public List<RecordedDeployment> of(Set<String> containerIds, Instant since)
            throws SinkException, InterruptedException {
        try {
            return latest.attempting("earlier deployments", doubtful -> {
                latest.forget();
                Optional<Snapshot> now = latest.known();
                return now.isPresent() ? read(now.get(), containerIds, since) : List.of();
            });
        } catch (SinkException e) {
            Optional<TableStoreException> store = Causes.first(e, TableStoreException.class);
            if (store.filter(cause -> cause.reason() == Reason.DENIED).isPresent()) {
                throw SinkException.retryable(String.valueOf(e.getMessage()), e);
            }
            throw e;
        }
    }

    private List<RecordedDeployment> read(Snapshot snapshot, Set<String> containerIds, Instant since)
            throws IOException, SinkException {
        StructType schema = snapshot.getSchema();
        require(schema, TimeScan.TIMESTAMP, TimestampType.TIMESTAMP);
        require(schema, CONTAINER_ID, StringType.STRING);
        StructType columns =
                new StructType().add(schema.get(TimeScan.TIMESTAMP)).add(schema.get(CONTAINER_ID));
        for (String limit : List.of(RESTART_POLICY, MEMORY_LIMIT, CPU_LIMIT)) {
            if (has(schema, limit, StringType.STRING)) {
                columns = columns.add(schema.get(limit));
            }
        }
        StructType read = columns;
        List<RecordedDeployment> found = new ArrayList<>();
        TimeScan.read(
                log.engine(), snapshot, columns, TelemetryTables.DEPLOYMENTS.partitionColumn(), since, null, row -> {
                    if (!row.isNullAt(0) && !row.isNullAt(1) && containerIds.contains(row.getString(1))) {
                        found.add(new RecordedDeployment(
                                row.getString(1),
                                RowValues.instant(row, 0),
                                text(row, read, RESTART_POLICY),
                                text(row, read, MEMORY_LIMIT),
                                text(row, read, CPU_LIMIT)));
                    }
                });
        return List.copyOf(found);
    }

    private void require(StructType schema, String column, DataType type) throws SinkException {
        if (!has(schema, column, type)) {
            throw failures.permanent(
                    "the table has no column " + column + " of type " + type
                            + ", so it can't be told which deployments it has; alter the table, or name another directory",
                    null);
        }
    }

    private static boolean has(StructType schema, String column, DataType type) {
        return schema.indexOf(column) >= 0 && schema.get(column).getDataType().equivalent(type);
    }

    private static @Nullable String text(Row row, StructType columns, String column) {
        int ordinal = columns.indexOf(column);
        return ordinal < 0 || row.isNullAt(ordinal) ? null : row.getString(ordinal);
    }
}
