package io.dispenser.telemetry.adapter.delta.kernel;

import io.delta.kernel.Scan;
import io.delta.kernel.Snapshot;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.actions.AddFile;
import io.delta.kernel.internal.fs.Path;
import io.delta.kernel.internal.replay.ActionsIterator;
import io.delta.kernel.internal.util.VectorUtils;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/** The data files that a snapshot's log names, one at a time: memory does not grow with their number. */
public final class LogFiles {

    private static final StructType REMOVALS = new StructType()
            .add("remove", new StructType().add("path", StringType.STRING).add("deletionTimestamp", LongType.LONG));

    private LogFiles() {}

    /** The files of {@code scan}. */
    public static void live(Scan scan, Engine engine, Consumer<LogFile> each) throws IOException {
        live(scan, engine, (file, scanFile) -> each.accept(file));
    }

    /** The files of {@code scan}, each with the row of the scan that it is from. */
    public static void live(Scan scan, Engine engine, BiConsumer<LogFile, Row> each) throws IOException {
        try (CloseableIterator<FilteredColumnarBatch> batches = SnapshotFacts.filesWithStatistics(scan, engine)) {
            while (batches.hasNext()) {
                try (CloseableIterator<Row> rows = batches.next().getRows()) {
                    rows.forEachRemaining(row -> each.accept(file(row), row));
                }
            }
        }
    }

    /**
     * The files that were removed, as Kernel calls them, with the time of their removal in milliseconds, or 0 if it isn't
     * known. A file may come more than once, and may be in the table again.
     */
    public static void removed(Snapshot snapshot, Engine engine, ObjLongConsumer<String> each) throws IOException {
        try (ActionsIterator actions = new ActionsIterator(
                engine, snapshot.getLogSegment().allLogFilesReversed(), REMOVALS, Optional.empty())) {
            while (actions.hasNext()) {
                ColumnarBatch batch = actions.next().getColumnarBatch();
                ColumnVector remove = batch.getColumnVector(0);
                for (int row = 0; row < batch.getSize(); row++) {
                    if (!remove.isNullAt(row)) {
                        ColumnVector time = remove.getChild(1);
                        String path =
                                absolute(snapshot.getPath(), remove.getChild(0).getString(row));
                        each.accept(path, time.isNullAt(row) ? 0 : time.getLong(row));
                    }
                }
            }
        }
    }

    private static LogFile file(Row scanFile) {
        AddFile add = new AddFile(scanFile.getStruct(InternalScanFileUtils.ADD_FILE_ORDINAL));
        Map<String, @Nullable String> partition = VectorUtils.toJavaMap(add.getPartitionValues());
        Map<String, String> tags =
                add.getTags().map(VectorUtils::<String, String>toJavaMap).orElse(Map.of());
        return new LogFile(
                add.getPath(),
                SnapshotFacts.file(scanFile).getPath(),
                partition,
                add.getSize(),
                rows(add),
                add.getModificationTime(),
                add.getDeletionVector(),
                tags);
    }

    private static OptionalLong rows(AddFile add) {
        try {
            Optional<Long> rows = add.getNumRecords();
            return rows.isPresent() ? OptionalLong.of(rows.get()) : OptionalLong.empty();
        } catch (RuntimeException e) {
            // Statistics in a form of somebody else's.
            return OptionalLong.empty();
        }
    }

    private static String absolute(String root, String logPath) {
        return new Path(new Path(URI.create(root)), new Path(URI.create(logPath))).toString();
    }
}
