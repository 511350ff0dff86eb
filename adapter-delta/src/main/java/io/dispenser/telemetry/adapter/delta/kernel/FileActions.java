package io.dispenser.telemetry.adapter.delta.kernel;

import io.delta.kernel.Snapshot;
import io.delta.kernel.data.Row;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.internal.actions.AddFile;
import io.delta.kernel.internal.actions.RemoveFile;
import io.delta.kernel.internal.actions.SingleAction;
import io.delta.kernel.internal.data.GenericRow;
import io.delta.kernel.internal.util.VectorUtils;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.DataFileStatus;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Actions of commits that replace files or take them out of the table. */
public final class FileActions {

    private FileActions() {}

    /**
     * A file of the table and the action that puts it there.
     *
     * @param action for a commit
     * @param file as the log will have it
     */
    public record Added(Row action, LogFile file) {}

    /** A file that holds rows that other files of the table held: no row is changed by it ({@code dataChange} is false). */
    public static Added added(
            Snapshot snapshot,
            DataFileStatus file,
            Map<String, Literal> partition,
            Map<String, String> tags,
            long rows) {
        AddFile add = AddFile.convertDataFileStatus(
                snapshot.getSchema(),
                URI.create(snapshot.getPath()),
                file,
                partition,
                false,
                tags,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        LogFile written = new LogFile(
                add.getPath(),
                file.getPath(),
                VectorUtils.toJavaMap(add.getPartitionValues()),
                file.getSize(),
                OptionalLong.of(rows),
                file.getModificationTime(),
                Optional.empty(),
                tags);
        return new Added(SingleAction.createAddFileSingleAction(add.toRow()), written);
    }

    /**
     * A file that leaves the table. Its statistics are left out: nobody needs those of a file that is gone, and each
     * checkpoint would carry them along until the file is deleted.
     *
     * @param dataChange whether its rows leave the table with it; else other files have them now
     */
    public static Row removed(LogFile file, long nowMillis, boolean dataChange) {
        StructType schema = RemoveFile.FULL_SCHEMA;
        Map<Integer, Object> fields = new HashMap<>();
        fields.put(schema.indexOf("path"), file.logPath());
        fields.put(schema.indexOf("deletionTimestamp"), nowMillis);
        fields.put(schema.indexOf("dataChange"), dataChange);
        fields.put(schema.indexOf("extendedFileMetadata"), true);
        fields.put(schema.indexOf("partitionValues"), VectorUtils.stringStringMapValue(file.partition()));
        fields.put(schema.indexOf("size"), file.size());
        if (!file.tags().isEmpty()) {
            fields.put(schema.indexOf("tags"), VectorUtils.stringStringMapValue(file.tags()));
        }
        // A file is one together with its vector: without, the log would still have the other.
        file.deletionVector().ifPresent(vector -> fields.put(schema.indexOf("deletionVector"), vector.toRow()));
        return SingleAction.createRemoveFileSingleAction(new GenericRow(schema, fields));
    }
}
