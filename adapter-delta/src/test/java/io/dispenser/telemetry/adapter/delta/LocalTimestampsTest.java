package io.dispenser.telemetry.adapter.delta;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.Test;

/** Data files as Trino writes them: their instants are in UTC, and the file says that they are not adjusted to it. */
class LocalTimestampsTest {

    private static final int TAIL = 8;

    private final MaintenanceFixture table = new MaintenanceFixture();

    @Test
    void areReadAndCompactedAsInstants() throws Exception {
        table.append(8);
        for (FileEntry file : table.store.list("date=2026-03-01", "")) {
            replace(file.path());
        }

        assertThat(ReadBack.statuses(table.store)).containsExactlyInAnyOrderElementsOf(table.expected());
        assertThat(table.compact().filesRemoved()).isEqualTo(8);
        assertThat(ReadBack.statuses(table.store)).containsExactlyInAnyOrderElementsOf(table.expected());
    }

    private void replace(String path) throws Exception {
        InMemoryTableStore store = table.store;
        byte[] ours = store.readAll(path);
        byte[] theirs = unadjusted(ours);
        assertThat(theirs).isNotEqualTo(ours);
        store.put(path, theirs);
        for (FileEntry entry : store.list("_delta_log", "0")) {
            String commit = entry.path();
            String text = new String(store.readAll(commit), UTF_8);
            if (text.contains(path.substring(path.indexOf("part-")))) {
                store.put(
                        commit,
                        text.replace("\"size\":" + ours.length, "\"size\":" + theirs.length)
                                .getBytes(UTF_8));
            }
        }
        store.removeIf(name -> name.endsWith(".crc"));
    }

    /** The file with another footer. */
    private static byte[] unadjusted(byte[] file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int length = bytes.getInt(file.length - TAIL);
        int start = file.length - TAIL - length;
        FileMetaData footer = Util.readFileMetaData(new ByteArrayInputStream(file, start, length));
        for (SchemaElement column : footer.getSchema()) {
            if (column.isSetLogicalType() && column.getLogicalType().isSetTIMESTAMP()) {
                column.getLogicalType().getTIMESTAMP().setIsAdjustedToUTC(false);
                column.unsetConverted_type();
            }
        }
        ByteArrayOutputStream changed = new ByteArrayOutputStream();
        changed.write(file, 0, start);
        Util.writeFileMetaData(footer, changed);
        int written = changed.size() - start;
        changed.write(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(written)
                .array());
        changed.write(Arrays.copyOfRange(file, file.length - 4, file.length));
        return changed.toByteArray();
    }
}
