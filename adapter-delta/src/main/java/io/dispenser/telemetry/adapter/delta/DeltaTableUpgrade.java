package io.dispenser.telemetry.adapter.delta;

import io.delta.kernel.Snapshot;
import io.delta.kernel.types.StructField;
import io.delta.kernel.types.StructType;
import io.dispenser.telemetry.adapter.delta.log.DeltaErrors;
import io.dispenser.telemetry.adapter.delta.log.DeltaLog;
import io.dispenser.telemetry.adapter.delta.log.TableMetadata;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.table.Column;
import io.dispenser.telemetry.core.table.TelemetryTable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Gives a table that this program created the nullable columns that a newer definition has, behind its own, by a commit of its
 * own. Rows from before have no value there; whoever writes the table goes on, and fills the columns as soon as it knows them.
 * The schema of a table that somebody else created is never changed. Closes the store. One thread.
 */
public final class DeltaTableUpgrade implements AutoCloseable {

    /** How often others may commit first. */
    private static final int MAX_ATTEMPTS = 20;

    private final TelemetryTable<?> table;
    private final TableStore store;
    private final DeltaLog log;
    private final DeltaErrors failures;

    /**
     * @param table the definition with all columns
     * @param engineInfo who writes, for the table's history
     */
    public DeltaTableUpgrade(TelemetryTable<?> table, TableStore store, String engineInfo) {
        this.table = table;
        this.store = store;
        this.log = new DeltaLog(store, engineInfo, Map.of(), Map.of());
        this.failures = new DeltaErrors("table " + table.name() + " in " + store.description());
    }

    /**
     * What an upgrade did, or would do.
     *
     * @param columns the names of the columns that the table lacked; empty if it had all
     * @param version the version that has them, or the latest one if nothing was done
     */
    public record Result(List<String> columns, long version) {}

    /** The columns that the table lacks; empty if there is no table. */
    public Optional<Result> look() throws SinkException {
        return explaining(() -> log.load().map(latest -> new Result(names(missing(latest)), latest.getVersion())));
    }

    /**
     * Adds the columns that the table lacks; empty if there is no table.
     *
     * @throws SinkException if it can't be done; the table is as it was
     */
    public Optional<Result> upgrade() throws SinkException {
        return explaining(() -> {
            for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
                Optional<Snapshot> latest = log.load();
                if (latest.isEmpty()) {
                    return Optional.empty();
                }
                List<StructField> missing = missing(latest.get());
                if (missing.isEmpty()) {
                    return Optional.of(new Result(List.of(), latest.get().getVersion()));
                }
                requireOurs(latest.get());
                OptionalLong version = log.addColumns(latest.get(), missing);
                if (version.isPresent()) {
                    return Optional.of(new Result(names(missing), version.getAsLong()));
                }
            }
            throw failures.permanent("others wrote first " + MAX_ATTEMPTS + " times in a row; try again", null);
        });
    }

    private void requireOurs(Snapshot latest) throws SinkException {
        if (!latest.getTableProperties().containsKey(TableMetadata.CREATED_BY)) {
            throw failures.permanent(
                    "another program created it, and its columns are that one's business; rows are written with the columns"
                            + " that it has",
                    null);
        }
    }

    private List<StructField> missing(Snapshot latest) {
        StructType schema = latest.getSchema();
        List<String> nullable = table.columns().stream()
                .filter(Column::nullable)
                .map(Column::name)
                .toList();
        return TableMetadata.schema(table).fields().stream()
                .filter(field -> nullable.contains(field.getName()) && schema.indexOf(field.getName()) < 0)
                .toList();
    }

    private static List<String> names(List<StructField> fields) {
        return fields.stream().map(StructField::getName).toList();
    }

    private interface Action<T> {
        T run() throws IOException, SinkException;
    }

    private <T> T explaining(Action<T> action) throws SinkException {
        try {
            return action.run();
        } catch (IOException | RuntimeException e) {
            throw failures.explained(e);
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
