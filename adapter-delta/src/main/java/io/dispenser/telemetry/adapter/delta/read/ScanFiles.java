package io.dispenser.telemetry.adapter.delta.read;

import io.delta.kernel.Scan;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.dispenser.telemetry.adapter.delta.io.CloseableIterators;
import io.dispenser.telemetry.adapter.delta.kernel.KernelEngine;
import io.dispenser.telemetry.adapter.delta.kernel.SnapshotFacts;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** Reads the files of a scan. */
public final class ScanFiles {

    private ScanFiles() {}

    /** The columns of a scan; what all of its files have in common is found out once. Files may be read by several threads. */
    public static Columns columns(KernelEngine engine, Scan scan) {
        Row state = scan.getScanState(engine);
        return new Columns(engine, scan, state, SnapshotFacts.columnsInFiles(state));
    }

    /** Reads columns of a scan's files. */
    public static final class Columns {

        private final KernelEngine engine;
        private final Scan scan;
        private final Row state;
        private final StructType inFiles;

        private Columns(KernelEngine engine, Scan scan, Row state, StructType inFiles) {
            this.engine = engine;
            this.scan = scan;
            this.state = state;
            this.inFiles = inFiles;
        }

        /**
         * Gives the rows of one of the files to {@code visitor}, many at a time; those that don't pass the scan's filter may be
         * among them. A batch is not changed afterwards.
         */
        public void read(Row scanFile, Consumer<FilteredColumnarBatch> visitor) throws IOException {
            try (CloseableIterator<ColumnarBatch> physical =
                            engine.readColumns(SnapshotFacts.file(scanFile), inFiles, scan.getRemainingFilter());
                    CloseableIterator<FilteredColumnarBatch> logical =
                            Scan.transformPhysicalData(engine, state, scanFile, physical)) {
                logical.forEachRemaining(visitor);
            }
        }
    }

    /** Gives each row of one of the files to {@code visitor}; those that don't pass the scan's filter may be among them. */
    public static void read(Engine engine, Scan scan, Row scanFile, Consumer<Row> visitor) throws IOException {
        Row state = scan.getScanState(engine);
        try (CloseableIterator<ColumnarBatch> physical = engine.getParquetHandler()
                        .readParquetFiles(
                                CloseableIterators.of(List.of(SnapshotFacts.file(scanFile))),
                                SnapshotFacts.columnsInFiles(state),
                                scan.getRemainingFilter())
                        .map(result -> result.getData());
                CloseableIterator<FilteredColumnarBatch> logical =
                        Scan.transformPhysicalData(engine, state, scanFile, physical)) {
            while (logical.hasNext()) {
                try (CloseableIterator<Row> rows = logical.next().getRows()) {
                    rows.forEachRemaining(visitor);
                }
            }
        }
    }
}
