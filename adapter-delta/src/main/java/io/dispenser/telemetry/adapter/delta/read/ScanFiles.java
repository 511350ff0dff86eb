package io.dispenser.telemetry.adapter.delta.read;

import io.delta.kernel.Scan;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
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

    /**
     * Gives the rows of one of the files to {@code visitor}, many at a time; those that don't pass the scan's filter may be among
     * them. A batch is not changed afterwards.
     */
    public static void readColumns(
            KernelEngine engine, Scan scan, Row scanFile, Consumer<FilteredColumnarBatch> visitor) throws IOException {
        Row state = scan.getScanState(engine);
        try (CloseableIterator<ColumnarBatch> physical = engine.readColumns(
                        SnapshotFacts.file(scanFile), SnapshotFacts.columnsInFiles(state), scan.getRemainingFilter());
                CloseableIterator<FilteredColumnarBatch> logical =
                        Scan.transformPhysicalData(engine, state, scanFile, physical)) {
            logical.forEachRemaining(visitor);
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
