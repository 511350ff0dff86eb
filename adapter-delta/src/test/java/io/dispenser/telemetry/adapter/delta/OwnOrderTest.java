package io.dispenser.telemetry.adapter.delta;

import static io.dispenser.telemetry.core.table.ColumnType.BOOLEAN;
import static io.dispenser.telemetry.core.table.ColumnType.DATE;
import static io.dispenser.telemetry.core.table.ColumnType.DOUBLE;
import static io.dispenser.telemetry.core.table.ColumnType.INTEGER;
import static io.dispenser.telemetry.core.table.ColumnType.LONG;
import static io.dispenser.telemetry.core.table.ColumnType.STRING;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.adapter.delta.log.LogFileName;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.table.ColumnSet;
import io.dispenser.telemetry.core.table.TelemetryTable;
import io.dispenser.telemetry.core.table.TelemetryTableBuilder;
import io.dispenser.telemetry.core.table.TelemetryTables;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What rows of a compacted file are sorted by is what the table was created with. */
class OwnOrderTest {

    private static final Instant TIME = Instant.parse("2026-03-01T10:00:00Z");

    private final MaintenanceFixture table = new MaintenanceFixture();
    private final LogText log = new LogText(table.store, table.clock);
    private int written;

    private record Measured(
            Instant timestamp,
            @Nullable Boolean flag,
            @Nullable LocalDate day,
            @Nullable Double share,
            @Nullable Integer count,
            @Nullable Long bytes,
            @Nullable String name)
            implements TelemetryEvent {

        /** Sorted by a column of every type. */
        static final TelemetryTable<Measured> TABLE =
                table("flag", "day", "share", "count", "bytes", "name", "timestamp");

        static TelemetryTable<Measured> table(String... sortBy) {
            return new TelemetryTableBuilder<Measured>("measured")
                    .optional("flag", BOOLEAN, "", Measured::flag)
                    .optional("day", DATE, "", Measured::day)
                    .optional("share", DOUBLE, "", Measured::share)
                    .optional("count", INTEGER, "", Measured::count)
                    .optional("bytes", LONG, "", Measured::bytes)
                    .optional("name", STRING, "", Measured::name)
                    .sortBy(sortBy)
                    .reader(row -> new Measured(
                            row.instant("timestamp"),
                            row.nullableBoolean("flag"),
                            row.nullableDate("day"),
                            row.nullableDouble("share"),
                            row.nullableInt("count"),
                            row.nullableLong("bytes"),
                            row.nullableString("name")))
                    .build();
        }
    }

    /** In order. */
    private static final List<Measured> IN_ORDER = List.of(
            of(null, null, null, null, null, null),
            of(null, null, null, null, null, "a"),
            of(null, null, null, null, -1L, null),
            of(null, null, null, -2, null, null),
            of(null, null, -0.5, null, null, null),
            of(null, null, 3.0, null, null, null),
            of(null, null, Double.NaN, null, null, null),
            of(null, "1969-12-31", null, null, null, null),
            of(null, "2026-01-01", null, null, null, null),
            of(false, null, null, null, null, "z"),
            of(true, "2026-01-01", 1.0, 1, 1L, "a"),
            of(true, "2026-01-01", 1.0, 1, 1L, "ä"),
            of(true, "2026-01-01", 1.0, 1, 2L, "a"),
            of(true, "2026-01-01", 1.0, 2, 1L, "a"),
            of(true, "2026-01-01", 2.0, 1, 1L, "a"),
            of(true, "2026-01-02", 1.0, 1, 1L, "a"));

    @Test
    void rowsAreSortedByTheColumnsOfTheDefinition() throws Exception {
        appendEachFromTheLast(Measured.TABLE, IN_ORDER);
        table.clock.advance(Duration.ofDays(1));
        assertThat(table.compact().filesAdded()).isEqualTo(1);
        assertThat(rows()).isEqualTo(IN_ORDER);
        assertThat(lastCommit())
                .contains("\"dispenser.sortedBy\":\"flag,day,share,count,bytes,name,timestamp\"")
                .contains("\"dataChange\":false");
        assertThat(log.line(0, "metaData"))
                .contains("\"dispenser.sortBy\":\"flag,day,share,count,bytes,name,timestamp\"");
    }

    @Test
    void filesThatAreInTheOrderAreMerged() throws Exception {
        makeTwoSortedFiles(Measured.TABLE);
        table.clock.advance(Duration.ofDays(1));
        assertThat(table.compact().filesRemoved()).isEqualTo(2);
        assertThat(rows()).isEqualTo(IN_ORDER);
    }

    /** The tag says what a file is sorted by: those that are sorted by other columns are sorted, and not merged. */
    @Test
    void filesOfAnotherOrderAreSortedAnew() throws Exception {
        makeTwoSortedFiles(Measured.table("name"));
        assertThat(lastCommit()).contains("\"dispenser.sortedBy\":\"name\"");
        String changed = log.line(0, "metaData")
                .replace(
                        "\"dispenser.sortBy\":\"name\"",
                        "\"dispenser.sortBy\":\" flag, day,gone,share,count,bytes,name,timestamp\"");
        log.commit(version() + 1, "SET TBLPROPERTIES", changed + "\n");
        table.clock.advance(Duration.ofDays(1));
        assertThat(table.compact().filesRemoved()).isEqualTo(2);
        assertThat(rows()).isEqualTo(IN_ORDER);
        assertThat(lastCommit()).contains("\"dispenser.sortedBy\":\"flag,day,share,count,bytes,name,timestamp\"");
    }

    @Test
    void aTableThatSaysNothingIsSortedByServiceAndTimestamp() throws Exception {
        try (DeltaSink<ContainerStatusEvent> documented =
                new DeltaSink<>(TelemetryTables.status(ColumnSet.DOCUMENTED), table.store.anotherClient(), "test/1")) {
            documented.prepare();
        }
        table.append(8);
        assertThat(log.line(0, "metaData")).contains("dispenser.createdBy").doesNotContain("dispenser.sortBy");
        assertThat(table.compact().filesAdded()).isEqualTo(1);
        assertThat(lastCommit()).contains("\"dispenser.sortedBy\":\"service,timestamp\"");
    }

    private static Measured of(
            @Nullable Boolean flag,
            @Nullable String day,
            @Nullable Double share,
            @Nullable Integer count,
            @Nullable Long bytes,
            @Nullable String name) {
        return new Measured(TIME, flag, day == null ? null : LocalDate.parse(day), share, count, bytes, name);
    }

    /** Each of eight files of the day that is written to. */
    private void makeTwoSortedFiles(TelemetryTable<Measured> definition) throws Exception {
        for (int half = 0; half < 2; half++) {
            appendEachFromTheLast(definition, every(2, half));
            assertThat(table.compact().filesAdded()).isEqualTo(1);
        }
        assertThat(table.describe().files()).isEqualTo(2);
    }

    private static List<Measured> every(int step, int from) {
        return IN_ORDER.stream()
                .filter(event -> IN_ORDER.indexOf(event) % step == from)
                .toList();
    }

    /** A commit each, so that every row lies in a file of its own. */
    private void appendEachFromTheLast(TelemetryTable<Measured> definition, List<Measured> events) throws Exception {
        try (var sink = new DeltaSink<>(definition, table.store.anotherClient(), "test/1", table.clock)) {
            for (int i = events.size() - 1; i >= 0; i--) {
                sink.write(new Batch<>("w", written++, List.of(events.get(i))));
            }
        }
    }

    /** All rows are of one time, so a reader leaves them in the order of their file. */
    private List<Measured> rows() throws Exception {
        return new DeltaTableReader(table.store.anotherClient())
                .read(RowQuery.newest(100))
                .orElseThrow()
                .events(Measured.TABLE);
    }

    private String lastCommit() throws Exception {
        return new String(table.store.readAll(LogFileName.commitPath(version())), UTF_8);
    }

    private long version() {
        return table.store.paths().stream().filter(LogText::isCommit).count() - 1;
    }
}
