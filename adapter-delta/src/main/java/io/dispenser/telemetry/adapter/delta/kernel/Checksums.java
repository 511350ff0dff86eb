package io.dispenser.telemetry.adapter.delta.kernel;

import io.delta.kernel.Snapshot;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.checksum.CRCInfo;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.util.Optional;

/** What a checksum file says of a version, beside what the log says. */
public final class Checksums {

    private Checksums() {}

    /** How many data files a version has, and how many bytes they are. */
    public record Totals(long files, long bytes) {}

    /** Whether there is a checksum file for {@code snapshot} that can be read. */
    public static boolean isThere(Snapshot snapshot) {
        return snapshot.getCurrentCrcInfo().isPresent();
    }

    /** Whether the checksum of {@code snapshot} says something else of its files; false if it has none. */
    public static boolean contradicts(Snapshot snapshot, Totals totals) {
        return snapshot.getCurrentCrcInfo()
                .filter(crc -> crc.getNumFiles() != totals.files() || crc.getTableSizeBytes() != totals.bytes())
                .isPresent();
    }

    /**
     * Whether the checksum of {@code snapshot} says something else than its log. Reads all of the log.
     *
     * @param replayed the same version, read without any checksum
     */
    public static boolean contradicts(Snapshot snapshot, Snapshot replayed, Engine engine) throws IOException {
        Optional<CRCInfo> crc = snapshot.getCurrentCrcInfo();
        return crc.isPresent()
                && (!crc.get().getProtocol().equals(replayed.getProtocol())
                        || !crc.get().getMetadata().equals(replayed.getMetadata())
                        || contradicts(snapshot, totals(replayed, engine)));
    }

    private static Totals totals(Snapshot snapshot, Engine engine) throws IOException {
        long files = 0;
        long bytes = 0;
        try (CloseableIterator<FilteredColumnarBatch> batches =
                snapshot.getScanBuilder().build().getScanFiles(engine)) {
            while (batches.hasNext()) {
                try (CloseableIterator<Row> rows = batches.next().getRows()) {
                    while (rows.hasNext()) {
                        files++;
                        bytes += SnapshotFacts.file(rows.next()).getSize();
                    }
                }
            }
        }
        return new Totals(files, bytes);
    }
}
