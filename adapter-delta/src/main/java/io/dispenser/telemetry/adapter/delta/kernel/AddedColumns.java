package io.dispenser.telemetry.adapter.delta.kernel;

import io.delta.kernel.Operation;
import io.delta.kernel.Snapshot;
import io.delta.kernel.Transaction;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.types.DataTypeJsonSerDe;
import io.delta.kernel.types.StructField;
import io.delta.kernel.types.StructType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A commit that adds nullable columns to a table, whose files read as null there. Kernel changes the schema of a table only
 * where columns are mapped by id; so its transaction changes a property, for which it writes the table's metadata anew and
 * looks for conflicts, and {@link DetailedCommitter} puts the wider schema into it.
 */
public final class AddedColumns {

    /** The version from which on the table has them, as a property of the table. */
    private static final String SINCE = "dispenser.columnsAddedAfter";

    static final String SCHEMA = "dispenser.schema";

    private AddedColumns() {}

    /**
     * A transaction that adds {@code fields} behind the table's own.
     *
     * @param engineInfo who writes
     */
    public static Transaction transaction(
            Snapshot snapshot, List<StructField> fields, String engineInfo, Engine engine) {
        StructType schema = snapshot.getSchema();
        for (StructField field : fields) {
            schema = schema.add(field);
        }
        List<String> names = fields.stream().map(StructField::getName).toList();
        CommitDetails details =
                new CommitDetails("ADD COLUMNS", Map.of("columns", JsonText.of(names)), Map.of(), false);
        Map<String, String> properties = new HashMap<>(details.asProperties());
        properties.put(SCHEMA, DataTypeJsonSerDe.serializeDataType(schema));
        Transaction transaction = snapshot.buildUpdateTableTransaction(engineInfo, Operation.MANUAL_UPDATE)
                .withTablePropertiesAdded(Map.of(SINCE, Long.toString(snapshot.getVersion())))
                .withMaxRetries(0)
                .build(engine);
        transaction.withCommitterProperties(() -> properties);
        return transaction;
    }

    /** The schema that a commit with these properties gives the table; empty if it gives none. */
    static Optional<StructType> schema(Map<String, String> properties) {
        return Optional.ofNullable(properties.get(SCHEMA)).map(DataTypeJsonSerDe::deserializeStructType);
    }
}
