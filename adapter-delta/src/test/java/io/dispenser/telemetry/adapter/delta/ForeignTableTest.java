package io.dispenser.telemetry.adapter.delta;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.adapter.delta.io.TablePaths;
import io.dispenser.telemetry.adapter.delta.log.DeltaLog;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.table.Column;
import io.dispenser.telemetry.core.table.ColumnType;
import io.dispenser.telemetry.core.table.TelemetryTable;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A table that is there and was made by somebody else. */
class ForeignTableTest {

    private static final Batch<ContainerStatusEvent> BATCH = new Batch<>("w", 0, SampleEvents.statuses(0, 4));

    private final InMemoryTableStore store = new InMemoryTableStore();

    @Test
    void aColumnOfAnotherTypeIsNamedWithBothTypesAndNothingIsWritten() throws Exception {
        create(changed("restart_count", column -> typed(column, ColumnType.LONG, false)));

        assertRefused("restart_count", "long not null", "integer not null");
    }

    @Test
    void everyProblemIsTold() throws Exception {
        create(new TelemetryTable<>(
                "other",
                List.of(column("day", ColumnType.DATE, false), column("service", ColumnType.STRING, false)),
                "day",
                TelemetryTables.STATUS.logRetention(),
                TelemetryTables.STATUS.deletedFileRetention(),
                1));

        assertRefused(
                "partitioned by day, a column that is not documented",
                "no column date, which should be date not null",
                "no column uptime_seconds, which should be long not null",
                "a column day of type date not null");
    }

    @Test
    void aColumnThatMayBeNullForUsAndNotForTheTableIsRefused() throws Exception {
        create(changed("exit_code", column -> typed(column, ColumnType.INTEGER, false)));

        assertRefused("exit_code is integer not null where integer is expected");
    }

    @Test
    void aColumnThatMayBeNullForTheTableAndNotForUsFits() throws Exception {
        create(changed("state", column -> typed(column, ColumnType.STRING, true)));

        write();

        assertThat(ReadBack.statuses(store)).containsExactlyInAnyOrderElementsOf(BATCH.events());
    }

    @Test
    void aNullableColumnThatWeDoNotKnowIsNull() throws Exception {
        List<Column<ContainerStatusEvent>> columns = new ArrayList<>(TelemetryTables.STATUS.columns());
        columns.add(3, column("rack", ColumnType.STRING, true));
        create(with(columns));

        write();

        Rows rows = new DeltaTableReader(store).read(RowQuery.newest(10)).orElseThrow();
        assertThat(rows.columns()).startsWith("date", "timestamp", "service", "rack", "container_id");
        assertThat(rows.rows()).hasSize(4).allSatisfy(row -> {
            assertThat(row.get(3)).isNull();
            assertThat(row.get(4)).isNotNull();
        });
    }

    @Test
    void aNullableColumnThatTheTableLacksIsLeftOutAndTheSchemaStays() throws Exception {
        List<Column<ContainerStatusEvent>> columns = new ArrayList<>(TelemetryTables.STATUS.columns());
        columns.removeIf(column -> column.name().equals("exit_code"));
        create(with(columns));

        write();

        Rows rows = new DeltaTableReader(store).read(RowQuery.newest(10)).orElseThrow();
        assertThat(rows.columns())
                .hasSize(TelemetryTables.STATUS.columns().size() - 1)
                .doesNotContain("exit_code");
        assertThat(rows.rows()).hasSize(4);
    }

    @Test
    void aDirectoryWithOtherFilesIsNotATable() throws Exception {
        store.put("notes.txt", new byte[1]);

        assertRefused("is not a Delta table", "notes.txt", "name an empty or a new directory");
    }

    @Test
    void aLogWithoutCommitsIsNotATable() throws Exception {
        store.put("_delta_log/readme.md", new byte[1]);

        assertRefused("is not a Delta table", "readme.md");
    }

    @Test
    void hiddenFilesDoNotMakeADirectoryForeign() throws Exception {
        store.put(".DS_Store", new byte[1]);

        write();

        assertThat(ReadBack.statuses(store)).hasSize(4);
    }

    @Test
    void aDamagedCommitIsNamed() throws Exception {
        create(TelemetryTables.STATUS);
        store.removeIf(path -> path.endsWith(".crc"));
        store.put("_delta_log/00000000000000000000.json", "{\"protocol\": oops".getBytes(UTF_8));

        assertRefused("_delta_log/00000000000000000000.json is damaged");
        assertThatThrownBy(() -> new DeltaTableReader(store).read(RowQuery.newest(1)))
                .hasMessageContaining("_delta_log/00000000000000000000.json is damaged");
    }

    @Test
    void aMissingCommitIsNamed() throws Exception {
        write();
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, store.anotherClient(), "test/1")) {
            sink.write(new Batch<>("w", 1, BATCH.events()));
            sink.write(new Batch<>("w", 2, BATCH.events()));
        }
        store.removeIf(path -> path.endsWith("00002.json"));

        assertRefused("log is damaged", "versions are not contiguous", "[0, 1, 3]");
    }

    @Test
    void aFeatureThatKernelCanNotWriteIsTold() throws Exception {
        create(TelemetryTables.STATUS);
        store.removeIf(path -> path.endsWith(".crc"));
        String log = "_delta_log/00000000000000000000.json";
        store.put(
                log,
                new String(store.readAll(log), UTF_8)
                        .replace("\"minWriterVersion\":2", "\"minWriterVersion\":99")
                        .getBytes(UTF_8));

        assertRefused("99");
    }

    private void assertRefused(String... parts) throws Exception {
        Map<String, Integer> before = sizes();
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, store.anotherClient(), "test/1")) {
            assertThatThrownBy(() -> sink.write(BATCH))
                    .isInstanceOfSatisfying(
                            SinkException.class,
                            e -> assertThat(e.isPermanent()).isTrue())
                    .hasMessageContainingAll(parts)
                    .hasMessageContainingAll("dispenser-container-status", "memory:/table")
                    .message()
                    .doesNotContain(TablePaths.ROOT);
        }
        assertThat(sizes()).isEqualTo(before);
        TableCheckResult findings = DeltaTableCheck.look(TelemetryTables.STATUS, store.anotherClient());
        assertThat(findings.isUsable()).isFalse();
        assertThat(String.join("; ", findings.problems())).contains(parts);
        assertThat(sizes()).isEqualTo(before);
    }

    private Map<String, Integer> sizes() throws Exception {
        InMemoryTableStore client = store.anotherClient();
        Map<String, Integer> sizes = new TreeMap<>();
        for (String path : client.paths()) {
            sizes.put(path, client.readAll(path).length);
        }
        return sizes;
    }

    private void write() throws Exception {
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, store.anotherClient(), "test/1")) {
            sink.write(BATCH);
        }
    }

    private void create(TelemetryTable<?> table) throws Exception {
        new DeltaLog(store, "somebody else", Map.of(), Map.of()).create(table);
    }

    private static TelemetryTable<ContainerStatusEvent> changed(
            String name, UnaryOperator<Column<ContainerStatusEvent>> change) {
        return with(TelemetryTables.STATUS.columns().stream()
                .map(column -> column.name().equals(name) ? change.apply(column) : column)
                .toList());
    }

    private static TelemetryTable<ContainerStatusEvent> with(List<Column<ContainerStatusEvent>> columns) {
        TelemetryTable<ContainerStatusEvent> table = TelemetryTables.STATUS;
        return new TelemetryTable<>(
                "other", columns, "date", table.logRetention(), table.deletedFileRetention(), 1 << 20);
    }

    private static Column<ContainerStatusEvent> typed(
            Column<ContainerStatusEvent> column, ColumnType type, boolean nullable) {
        return new Column<>(column.name(), type, nullable, column.description(), column.accessor());
    }

    private static Column<ContainerStatusEvent> column(String name, ColumnType type, boolean nullable) {
        return new Column<>(name, type, nullable, "", event -> null);
    }
}
