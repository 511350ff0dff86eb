package io.dispenser.telemetry.adapter.delta;

import io.delta.kernel.Snapshot;
import io.delta.kernel.types.StructField;
import io.dispenser.telemetry.adapter.delta.internals.SnapshotFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Features of a table that ask more of data files than {@link DataFileWriter} puts into them. Kernel commits to such tables,
 * and leaves it to whoever writes the files to do it right: with other column names, or with the partition's column in them.
 * Files without would be taken, and could not be read.
 */
final class UnwrittenFeatures {

    static final String MATERIALIZED_PARTITIONS = "materializePartitionColumns";

    private static final Map<String, String> BY_PROPERTY = Map.of(
            "delta.enableIcebergCompatV1", "icebergCompatV1",
            "delta.enableIcebergCompatV2", "icebergCompatV2",
            "delta.enableIcebergCompatV3", "icebergCompatV3");

    private UnwrittenFeatures() {}

    /**
     * Makes sure that our data files can be added.
     *
     * @throws UnsupportedOperationException that names the features that are in the way
     */
    static void requireNone(Snapshot snapshot, RowLayout<?> layout) {
        List<String> found = of(snapshot, layout);
        if (!found.isEmpty()) {
            throw new UnsupportedOperationException(String.join(", ", found));
        }
    }

    private static List<String> of(Snapshot snapshot, RowLayout<?> layout) {
        Map<String, String> properties = snapshot.getTableProperties();
        List<String> found = new ArrayList<>();
        BY_PROPERTY.entrySet().stream()
                .filter(each -> "true".equalsIgnoreCase(properties.get(each.getKey())))
                .map(Map.Entry::getValue)
                .sorted()
                .forEach(found::add);
        String mapping = properties.getOrDefault("delta.columnMapping.mode", "none");
        if (!"none".equalsIgnoreCase(mapping)) {
            found.add("columnMapping (delta.columnMapping.mode = " + mapping + ")");
        }
        if (SnapshotFacts.features(snapshot).contains(MATERIALIZED_PARTITIONS)) {
            found.add(MATERIALIZED_PARTITIONS);
        }
        for (StructField field : snapshot.getSchema().fields()) {
            boolean ours =
                    layout.columns().stream().anyMatch(column -> column.name().equals(field.getName()));
            if (!ours && field.getMetadata().contains("CURRENT_DEFAULT")) {
                found.add("allowColumnDefaults (of column " + field.getName() + ", for which there is no value)");
            }
        }
        return found;
    }
}
