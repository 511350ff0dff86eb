package io.dispenser.telemetry.adapter.delta.log;

import io.delta.kernel.Snapshot;
import io.delta.kernel.types.StructField;
import io.dispenser.telemetry.adapter.delta.kernel.SnapshotFacts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Features of a table that ask more of data files than this module's writer puts into them. Kernel commits to such tables, and
 * leaves it to whoever writes the files to do it right: with other column names, with the partition's column in them, or with a
 * number for each row. Files without would be taken, and could not be read, or would break what the table promises its readers.
 */
public final class UnsupportedWriterFeatures {

    private static final String MATERIALIZED_PARTITIONS = "materializePartitionColumns";
    private static final String CLUSTERING = "clustering";
    private static final String COLUMN_MAPPING = "delta.columnMapping.mode";

    /** A feature that a property switches on. */
    private record Feature(String property, String name, String inWords, boolean preventsAppends) {}

    private static final List<Feature> FEATURES = List.of(
            new Feature("delta.enableRowTracking", "rowTracking", "row tracking", false),
            new Feature("delta.enableTypeWidening", "typeWidening", "type widening", false),
            new Feature("delta.enableIcebergCompatV1", "icebergCompatV1", "Iceberg compatibility", true),
            new Feature("delta.enableIcebergCompatV2", "icebergCompatV2", "Iceberg compatibility", true),
            new Feature("delta.enableIcebergCompatV3", "icebergCompatV3", "Iceberg compatibility", true));

    private UnsupportedWriterFeatures() {}

    /**
     * Makes sure that our data files can be added.
     *
     * @param columns the names of those for which the files have values
     * @throws UnsupportedOperationException that names the features that are in the way
     */
    public static void requireAppendable(Snapshot snapshot, Collection<String> columns) {
        Map<String, String> properties = snapshot.getTableProperties();
        List<String> found = new ArrayList<>(
                enabled(properties, Feature::preventsAppends).map(Feature::name).toList());
        String mapping = columnMapping(properties);
        if (!mapping.isEmpty()) {
            found.add("columnMapping (" + COLUMN_MAPPING + " = " + mapping + ")");
        }
        if (hasMaterializedPartitions(snapshot)) {
            found.add(MATERIALIZED_PARTITIONS);
        }
        for (StructField field : snapshot.getSchema().fields()) {
            if (!columns.contains(field.getName()) && field.getMetadata().contains("CURRENT_DEFAULT")) {
                found.add("allowColumnDefaults (of column " + field.getName() + ", for which there is no value)");
            }
        }
        if (!found.isEmpty()) {
            throw new UnsupportedOperationException(String.join(", ", found));
        }
    }

    /** Why the table's data files can't be replaced by files of ours, each in one sentence; empty if they can. */
    public static List<String> againstRewriting(Snapshot snapshot) {
        Map<String, String> properties = snapshot.getTableProperties();
        List<String> problems = new ArrayList<>(enabled(properties, any -> true)
                .map(feature -> "it uses " + feature.inWords() + " (" + feature.property() + ")")
                .toList());
        if (!columnMapping(properties).isEmpty()) {
            problems.add("it uses column mapping (" + COLUMN_MAPPING + ")");
        }
        if (hasMaterializedPartitions(snapshot)) {
            problems.add("its files hold the partition's column (" + MATERIALIZED_PARTITIONS + ")");
        }
        if (isClustered(snapshot)) {
            problems.add("it is clustered (feature " + CLUSTERING + "), and files of ours would not be");
        }
        return problems;
    }

    /** Whether the table's files are to be laid out by clustering columns, which ours are not. */
    public static boolean isClustered(Snapshot snapshot) {
        return SnapshotFacts.features(snapshot).contains(CLUSTERING);
    }

    private static Stream<Feature> enabled(Map<String, String> properties, Predicate<Feature> wanted) {
        return FEATURES.stream()
                .filter(wanted)
                .filter(feature -> "true".equalsIgnoreCase(properties.get(feature.property())));
    }

    /** The mode; empty for none. */
    private static String columnMapping(Map<String, String> properties) {
        String mode = properties.getOrDefault(COLUMN_MAPPING, "none");
        return "none".equalsIgnoreCase(mode) ? "" : mode;
    }

    private static boolean hasMaterializedPartitions(Snapshot snapshot) {
        return SnapshotFacts.features(snapshot).contains(MATERIALIZED_PARTITIONS);
    }
}
