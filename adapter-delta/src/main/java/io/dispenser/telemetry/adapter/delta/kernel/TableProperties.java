package io.dispenser.telemetry.adapter.delta.kernel;

import io.delta.kernel.Snapshot;
import io.delta.kernel.Transaction;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.SnapshotImpl;
import io.delta.kernel.internal.TableConfig;
import io.delta.kernel.internal.actions.Metadata;
import io.delta.kernel.internal.data.GenericRow;
import io.delta.kernel.internal.data.TransactionStateRow;
import io.delta.kernel.internal.metrics.SnapshotQueryContext;
import io.delta.kernel.internal.util.VectorUtils;
import io.delta.kernel.types.ArrayType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.MapType;
import io.delta.kernel.types.StructType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Properties of a table that somebody set to what they can't be. Kernel reads each where it needs it, and stops there. A writer
 * may pass over most of them, since they say how a table is to be kept and not what is in it: then Kernel is given what it
 * needs without them. Where it can't be, nothing is written until somebody sets them right.
 */
public final class TableProperties {

    /** All that Kernel parses and can fail at. What is true or false it takes for false if it is neither. */
    static final List<TableConfig<?>> PARSED = List.of(
            TableConfig.CHECKPOINT_INTERVAL,
            TableConfig.LOG_RETENTION,
            TableConfig.TOMBSTONE_RETENTION,
            TableConfig.SET_TRANSACTION_RETENTION,
            TableConfig.DATA_SKIPPING_NUM_INDEXED_COLS,
            TableConfig.PARQUET_COMPRESSION_CODEC,
            TableConfig.IN_COMMIT_TIMESTAMP_ENABLEMENT_VERSION,
            TableConfig.IN_COMMIT_TIMESTAMP_ENABLEMENT_TIMESTAMP,
            TableConfig.COLUMN_MAPPING_MAX_COLUMN_ID,
            TableConfig.COLUMN_MAPPING_MODE,
            TableConfig.CHECKPOINT_POLICY,
            TableConfig.UNIVERSAL_FORMAT_ENABLED_FORMATS);

    /** Those that say which features the table needs: Kernel finds that out with each transaction, and so does any writer. */
    static final Set<TableConfig<?>> NEEDED = Set.of(
            TableConfig.COLUMN_MAPPING_MODE,
            TableConfig.CHECKPOINT_POLICY,
            TableConfig.UNIVERSAL_FORMAT_ENABLED_FORMATS);

    private static final String REMEDY =
            "set it right, or unset it (in Spark: ALTER TABLE … SET TBLPROPERTIES, or UNSET)";

    private TableProperties() {}

    /** Properties that make no sense, and are passed over: what is wrong with each, for a person. */
    public static List<String> passedOver(Snapshot snapshot) {
        return senseless(snapshot.getMetadata())
                .filter(property -> !NEEDED.contains(property))
                .map(property -> words(property, snapshot) + "; " + REMEDY)
                .toList();
    }

    /**
     * Makes sure that no property is in the way of a commit.
     *
     * @throws SenselessPropertyException that names the property, its value, and what to do
     */
    public static void requireWritable(Snapshot snapshot) {
        List<String> problems = senseless(snapshot.getMetadata())
                .filter(NEEDED::contains)
                .map(property -> words(property, snapshot))
                .toList();
        if (!problems.isEmpty()) {
            throw new SenselessPropertyException(String.join("; ", problems)
                    + ", and what the table needs of its writers can't be told without. Nothing was written; "
                    + REMEDY);
        }
    }

    private static String words(TableConfig<?> property, Snapshot snapshot) {
        return "the table's property " + property.getKey() + " is '"
                + snapshot.getTableProperties().get(property.getKey()) + "', which is no value for it";
    }

    /** What a property is set to; what it is by default where it is not set, or to nonsense. */
    static <T> T valid(TableConfig<T> property, Snapshot snapshot) {
        try {
            return property.fromMetadata(snapshot.getMetadata());
        } catch (RuntimeException e) {
            return property.fromMetadata(Map.of());
        }
    }

    /** The state of a transaction, to stage data files by. */
    public static Row stateOf(Transaction transaction, Engine engine) {
        Row state = transaction.getTransactionState(engine);
        Map<String, String> properties = TransactionStateRow.getConfiguration(state);
        Set<String> senseless = keys(Stream.of(TableConfig.DATA_SKIPPING_NUM_INDEXED_COLS)
                .filter(property -> !makesSense(property, properties)));
        if (senseless.isEmpty()) {
            return state;
        }
        Map<String, String> sensible = new HashMap<>(properties);
        sensible.keySet().removeAll(senseless);
        StructType schema = state.getSchema();
        Map<Integer, Object> values = new HashMap<>();
        for (int i = 0; i < schema.length(); i++) {
            if (!state.isNullAt(i)) {
                values.put(i, value(state, i, schema.at(i).getDataType()));
            }
        }
        values.put(schema.indexOf("configuration"), VectorUtils.stringStringMapValue(sensible));
        return new GenericRow(schema, values);
    }

    private static Object value(Row from, int i, DataType type) {
        if (type instanceof MapType) {
            return from.getMap(i);
        }
        if (type instanceof ArrayType) {
            return from.getArray(i);
        }
        return type instanceof StructType ? from.getStruct(i) : RowValues.value(from, i, type);
    }

    /** The snapshot as a checkpoint can be written of it; what the checkpoint holds of properties comes from the log. */
    static SnapshotImpl forCheckpoint(Snapshot snapshot) {
        SnapshotImpl whole = (SnapshotImpl) snapshot;
        Set<String> senseless = keys(senseless(whole.getMetadata()));
        if (senseless.isEmpty()) {
            return whole;
        }
        Metadata sensible = whole.getMetadata().withConfigurationKeysUnset(senseless);
        return new SnapshotImpl(
                whole.getDataPath(),
                whole.getVersion(),
                whole.getLazyLogSegment(),
                null, // for domains and transactions of the snapshot, which nobody asks this one for
                whole.getProtocol(),
                sensible,
                whole.getCommitter(),
                SnapshotQueryContext.forLatestSnapshot(whole.getPath()),
                Optional.empty());
    }

    private static Stream<TableConfig<?>> senseless(Metadata metadata) {
        return PARSED.stream().filter(property -> !makesSense(property, metadata.getConfiguration()));
    }

    private static boolean makesSense(TableConfig<?> property, Map<String, String> properties) {
        try {
            var unused = property.fromMetadata(properties);
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static Set<String> keys(Stream<? extends TableConfig<?>> properties) {
        return properties.map(TableConfig::getKey).collect(Collectors.toSet());
    }
}
