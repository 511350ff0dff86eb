package io.dispenser.telemetry.adapter.delta.committer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.adapter.delta.DeltaSink;
import io.dispenser.telemetry.adapter.delta.inbox.HandedOver;
import io.dispenser.telemetry.adapter.delta.inbox.InboxFormat;
import io.dispenser.telemetry.adapter.delta.inbox.InboxName;
import io.dispenser.telemetry.adapter.delta.log.DeltaLog;
import io.dispenser.telemetry.adapter.delta.log.LogFileName;
import io.dispenser.telemetry.adapter.delta.parquet.DataFileReader;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A later version hands over values of a type that the holder's version does not have: they must not become nulls. */
class UnknownColumnTypesTest {

    private final InMemoryTableStore store = new InMemoryTableStore();

    @Test
    void aColumnOfSuchATypeIsToldOf(@TempDir Path scratch) throws Exception {
        MessageType schema = MessageTypeParser.parseMessageType(
                "message row { required binary service (STRING); optional float load; repeated int32 cores; }");
        Path file = scratch.resolve("later.parquet");
        try (var writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withType(schema)
                .build()) {
            SimpleGroup row = new SimpleGroup(schema);
            row.add("service", "api");
            row.add("load", 0.5f);
            writer.write(row);
        }
        DataFileReader.Content content = DataFileReader.read(Files.readAllBytes(file));
        assertThat(content.columns()).extracting(column -> column.name()).containsExactly("service");
        assertThat(content.unread()).containsExactly("load", "cores");
        assertThat(content.rows()).hasSize(1);
    }

    @Test
    void itsRowsWaitIfTheTableHasTheColumn() throws Exception {
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, store.anotherClient(), "test/1")) {
            sink.prepare();
        }
        String first = LogFileName.commitPath(0);
        String created = new String(store.readAll(first), UTF_8);
        store.removeIf(path -> path.endsWith(".crc"));
        String changed = created.replaceFirst(
                "\\}\\]\\}\",\"partitionColumns\"",
                Matcher.quoteReplacement(
                        "},{\\\"name\\\":\\\"load\\\",\\\"type\\\":\\\"float\\\",\\\"nullable\\\":true,\\\"metadata\\\":{}}]}\","
                                + "\"partitionColumns\""));
        assertThat(changed).isNotEqualTo(created);
        store.put(first, changed.getBytes(UTF_8));
        MergedRows table = new MergedRows(new DeltaLog(store).load().orElseThrow());
        InboxName name = InboxName.fresh("w", 0);
        HandedOver known = InboxFormat.decode(
                name,
                InboxFormat.encode(
                        TelemetryTables.STATUS,
                        "table",
                        -1,
                        List.of(new Batch<>("w", 0, SampleEvents.statuses(0, 3)))));
        assertThat(table.misfit(known)).isEmpty();
        assertThat(table.misfit(with(known, "cores")))
                .as("a column that the table does not have")
                .isEmpty();
        assertThat(table.misfit(with(known, "load")).orElseThrow()).contains("load", "does not know");
    }

    private static HandedOver with(HandedOver known, String unread) {
        return new HandedOver(
                known.name(), known.tableId(), known.base(), known.columns(), List.of(unread), known.batches());
    }
}
