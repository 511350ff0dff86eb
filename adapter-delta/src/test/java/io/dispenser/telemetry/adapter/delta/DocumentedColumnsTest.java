package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.table.ColumnSet;
import io.dispenser.telemetry.core.table.TelemetryTable;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A program that knows the documented columns only, and writes through delta-rs as Dispenser does, beside our sink: at tables
 * that were made with {@code columns = "documented"}, and at one that has all.
 */
class DocumentedColumnsTest {

    private static final TelemetryTable<ContainerStatusEvent> DOCUMENTED_STATUS =
            TelemetryTables.status(ColumnSet.DOCUMENTED);

    /** A field of a schema in a log: its name, its type, whether it may be null; its metadata is a comment and nothing else. */
    private static final Pattern FIELD =
            Pattern.compile("\\{\"name\":\"(\\w+)\",\"type\":\"(\\w+)\",\"nullable\":(\\w+),"
                    + "\"metadata\":\\{\"comment\":\"[^\"]+\"}}");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path scratch;

    @SuppressWarnings("NullAway.Init")
    private PythonScript dispenser;

    @SuppressWarnings("NullAway.Init")
    private PythonScript duckDb;

    @SuppressWarnings("NullAway.Init")
    private DeltaRs deltaRs;

    private final InMemoryTableStore store = new InMemoryTableStore();
    private final LogText log = new LogText(store, InstantSource.system());

    @BeforeEach
    void findReaders() throws Exception {
        dispenser = PythonScript.find("delta-rs", "documented.py", scratch);
        duckDb = PythonScript.find("duckdb", "duck.py", scratch);
        deltaRs = DeltaRs.find(scratch);
    }

    @Test
    void bothAppendStatusRows() throws Exception {
        assertBothAppend(
                TelemetryTables.status(ColumnSet.DOCUMENTED),
                "status",
                SampleEvents.statusesWithExtremes(4, "bar"),
                SampleEvents.statuses(4, 8),
                SampleEvents.statuses(8, 12));

        assertThat(schema())
                .containsExactly(
                        "date date false",
                        "timestamp timestamp false",
                        "service string false",
                        "container_id string false",
                        "state string false",
                        "health_status string false",
                        "exit_code integer true",
                        "restart_count integer false",
                        "uptime_seconds long false",
                        "failing_streak integer false",
                        "last_health_output string true");
    }

    @Test
    void bothAppendDeployments() throws Exception {
        assertBothAppend(
                TelemetryTables.deployments(ColumnSet.DOCUMENTED),
                "deployments",
                SampleEvents.deployments(0, 4),
                SampleEvents.deployments(4, 8),
                SampleEvents.deployments(8, 12));

        assertThat(schema())
                .containsExactly(
                        "date date false",
                        "timestamp timestamp false",
                        "service string false",
                        "image string false",
                        "image_sha string false",
                        "image_size_mb long false",
                        "container_id string false",
                        "container_created_at timestamp false",
                        "trigger_type string false",
                        "dispenser_version string false",
                        "restart_policy string false",
                        "memory_limit string true",
                        "cpu_limit string true",
                        "proxy_enabled boolean false",
                        "proxy_host string true",
                        "port_mappings_count integer false",
                        "volume_count integer false",
                        "network_count integer false");
    }

    /** That is what {@code columns = "documented"} is for. */
    @Test
    void atATableWithAllColumnsItIsRefusedAndWeGoOn() throws Exception {
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, store.anotherClient(), "test/1")) {
            sink.write(new Batch<>("w", 0, SampleEvents.statuses(0, 4)));

            assertThat(theirs("append", "status", PrintedRows.of(DOCUMENTED_STATUS, SampleEvents.statuses(4, 8))))
                    .startsWith("refused SchemaMismatchError ")
                    .endsWith("number of fields does not match: 11 vs "
                            + TelemetryTables.STATUS.columns().size());

            assertThat(sink.write(new Batch<>("w", 1, SampleEvents.statuses(8, 12)))
                            .version())
                    .as("nothing was committed in between")
                    .isEqualTo(2);
        }
        List<String> rows = new ArrayList<>(PrintedRows.of(TelemetryTables.STATUS, SampleEvents.statuses(0, 4)));
        rows.addAll(PrintedRows.of(TelemetryTables.STATUS, SampleEvents.statuses(8, 12)));
        assertRead(TelemetryTables.STATUS, rows);
    }

    /** With delta-rs's schema mode "merge", which Dispenser does not use. */
    @Test
    void atATableWithAllColumnsAMergeOfSchemasLeavesTheOthersEmpty() throws Exception {
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, store.anotherClient(), "test/1")) {
            sink.write(new Batch<>("w", 0, SampleEvents.statuses(0, 4)));
            List<String> documented = PrintedRows.of(DOCUMENTED_STATUS, SampleEvents.statuses(4, 8));

            assertThat(theirs("merge", "status", documented)).isEqualTo("appended 2");

            assertThat(sink.write(new Batch<>("w", 1, SampleEvents.statuses(8, 12)))
                            .version())
                    .isEqualTo(3);
            List<String> rows = new ArrayList<>(PrintedRows.of(TelemetryTables.STATUS, SampleEvents.statuses(0, 4)));
            documented.forEach(row -> rows.add(row
                    + " -"
                            .repeat(TelemetryTables.STATUS.columns().size()
                                    - DOCUMENTED_STATUS.columns().size())));
            rows.addAll(PrintedRows.of(TelemetryTables.STATUS, SampleEvents.statuses(8, 12)));
            assertRead(TelemetryTables.STATUS, rows);
        }
    }

    private <E extends TelemetryEvent> void assertBothAppend(
            TelemetryTable<E> table, String name, List<E> first, List<E> theirs, List<E> last) throws Exception {
        List<String> rows = new ArrayList<>();
        try (var sink = new DeltaSink<>(table, store.anotherClient(), "test/1")) {
            sink.write(new Batch<>("w", 0, first));

            assertThat(theirs("append", name, PrintedRows.of(table, theirs))).isEqualTo("appended 2");

            assertThat(sink.write(new Batch<>("w", 1, last)).version()).isEqualTo(3);
        }
        List.of(first, theirs, last).forEach(events -> rows.addAll(PrintedRows.of(table, events)));
        assertRead(table, rows);
        assertThat(log.lines(3)).as("no other schema was committed").noneMatch(line -> line.contains("metaData"));
    }

    /** What delta-rs answers to an append of these rows, in one line. */
    private String theirs(String how, String table, List<String> rows) throws Exception {
        Path source = Files.write(scratch.resolve("rows"), rows);
        Path directory = copy();
        List<String> answer = dispenser.run(Map.of(), how, directory, table, source);
        DeltaRs.load(directory, store);
        return String.join("\n", answer);
    }

    /** All three read these rows, with these columns. */
    private <E extends TelemetryEvent> void assertRead(TelemetryTable<E> table, List<String> rows) throws Exception {
        Path directory = copy();
        List<String> byDeltaRs = deltaRs.run("describe", directory);
        assertThat(PrintedRows.lines(byDeltaRs, "row ")).containsExactlyInAnyOrderElementsOf(rows);
        assertThat(PrintedRows.lines(byDeltaRs, "column "))
                .hasSize(table.columns().size());
        assertThat(PrintedRows.lines(duckDb.run(Map.of(), "read", directory), "row "))
                .containsExactlyInAnyOrderElementsOf(rows);
        Rows byUs = new DeltaTableReader(store.anotherClient())
                .read(RowQuery.newest(Integer.MAX_VALUE))
                .orElseThrow();
        assertThat(PrintedRows.of(table, byUs.events(table))).containsExactlyInAnyOrderElementsOf(rows);
    }

    private Path copy() throws Exception {
        Path directory = scratch.resolve("table-" + store.paths().size());
        store.copyTo(directory);
        return directory;
    }

    /** The fields of the schema as the log has them; nothing else is in it. */
    private List<String> schema() throws Exception {
        String metadata = log.line(0, "metaData").replace("\\\"", "\"");
        String schema = metadata.replaceFirst(".*\"schemaString\":\"(\\{.*})\",\"partitionColumns.*", "$1");
        List<String> fields = FIELD.matcher(schema)
                .results()
                .map(field -> field.group(1) + " " + field.group(2) + " " + field.group(3))
                .toList();
        assertThat(FIELD.matcher(schema).replaceAll("field"))
                .isEqualTo("{\"type\":\"struct\",\"fields\":["
                        + String.join(",", fields.stream().map(field -> "field").toList()) + "]}");
        assertThat(metadata).contains("\"partitionColumns\":[\"date\"]");
        return fields;
    }
}
