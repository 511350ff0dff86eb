package io.dispenser.telemetry.adapter.spool;

import static io.dispenser.telemetry.core.table.ColumnType.BOOLEAN;
import static io.dispenser.telemetry.core.table.ColumnType.DATE;
import static io.dispenser.telemetry.core.table.ColumnType.DOUBLE;
import static io.dispenser.telemetry.core.table.ColumnType.INTEGER;
import static io.dispenser.telemetry.core.table.ColumnType.LONG;
import static io.dispenser.telemetry.core.table.ColumnType.STRING;
import static io.dispenser.telemetry.core.table.ColumnType.TIMESTAMP;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.SpoolException;
import io.dispenser.telemetry.core.table.ColumnSet;
import io.dispenser.telemetry.core.table.TableRow;
import io.dispenser.telemetry.core.table.TelemetryTable;
import io.dispenser.telemetry.core.table.TelemetryTableBuilder;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An event of an embedding program in the spool's format; the file in the test resources never changes. */
class OwnEventFormatTest {

    private static final String RESOURCE = "measured-format-1.txt";
    private static final Instant TIME = Instant.parse("2026-03-01T10:00:00.123456Z");

    @TempDir
    private Path root;

    private record Measured(
            Instant timestamp,
            LocalDate date,
            String name,
            long bytes,
            int count,
            double share,
            boolean flag,
            @Nullable Instant since,
            @Nullable LocalDate due)
            implements TelemetryEvent {}

    private static final TelemetryTable<Measured> TABLE = columns()
            .reader(row -> new Measured(
                    row.instant("timestamp"),
                    row.date("date"),
                    row.string("name"),
                    row.longValue("bytes"),
                    row.intValue("count"),
                    row.doubleValue("share"),
                    row.booleanValue("flag"),
                    row.nullableInstant("since"),
                    row.nullableDate("due")))
            .build();

    private static final List<Measured> EVENTS =
            List.of(event("ä\n\"\uD83D\uDE00\"", 0.1, TIME, LocalDate.EPOCH), event("", -0.0, null, null));

    private static TelemetryTableBuilder<Measured> columns() {
        return new TelemetryTableBuilder<Measured>("measured")
                .required("name", STRING, "", Measured::name)
                .required("bytes", LONG, "", Measured::bytes)
                .required("count", INTEGER, "", Measured::count)
                .required("share", DOUBLE, "", Measured::share)
                .required("flag", BOOLEAN, "", Measured::flag)
                .optional("since", TIMESTAMP, "", Measured::since)
                .optional("due", DATE, "", Measured::due);
    }

    private static Measured event(String name, double share, @Nullable Instant since, @Nullable LocalDate due) {
        return new Measured(
                TIME, LocalDate.parse("2026-03-01"), name, Long.MIN_VALUE, Integer.MAX_VALUE, share, true, since, due);
    }

    @Test
    void aSegmentOfAnEarlierProgramIsRead() throws Exception {
        Path folder = Files.createDirectories(root.resolve("measured"));
        Files.write(folder.resolve("0000000012.2.sealed"), frozen());
        try (FileSpool<Measured> spool = FileSpool.open(TABLE, root, SpoolFixture.OPTIONS)) {
            assertThat(spool.oldest().orElseThrow())
                    .isEqualTo(new Batch<>("3f0b2b52-0c1c-4c38-9f35-0d6a1f0f5a11", 12, EVENTS));
        }
    }

    @Test
    void whatIsWrittenFollowsFromTheColumns() throws Exception {
        SegmentHead head = SegmentHead.current("measured", "3f0b2b52-0c1c-4c38-9f35-0d6a1f0f5a11", 12);
        assertThat(EventFormat.of(TABLE).lines(head, EVENTS))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(new String(frozen(), StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MIN_VALUE, 1e300})
    void everyNumberComesBack(double number) throws Exception {
        Measured event = event("n", number, null, null);
        EventFormat<Measured> format = EventFormat.of(TABLE);
        assertThat(format.read(1, format.write(event))).isEqualTo(event);
    }

    /** A spool may have been written with other settings than those it is read with: nothing that is there is dropped. */
    @Test
    void whatContainersUseIsReadAlsoWhereNewTablesDoNotHaveIt() throws Exception {
        EventFormat<ContainerStatusEvent> with = EventFormat.of(TelemetryTables.STATUS);
        EventFormat<ContainerStatusEvent> without = EventFormat.of(TelemetryTables.status(ColumnSet.WITHOUT_USAGE));
        ContainerStatusEvent used = SampleEvents.status(2);
        ContainerStatusEvent unknown = SampleEvents.status(1);
        assertThat(without.read(1, with.write(used))).isEqualTo(used);
        assertThat(without.read(1, without.write(unknown))).isEqualTo(unknown);
        assertThat(without.write(unknown)).isEqualTo(with.write(unknown));
    }

    @Test
    void aReaderThatDoesNotMatchTheColumnsIsFoundBeforeAnythingIsAcknowledged() throws Exception {
        assertNothingIsTaken(
                row -> event(row.string("nmae"), 1, null, null), "column nmae should hold a text, but is not there");
        assertNothingIsTaken(
                row -> event(row.string("bytes"), 1, null, null),
                "field bytes should hold a text, but is -9223372036854775808");
        assertNothingIsTaken(
                row -> {
                    throw new UnsupportedOperationException("later");
                },
                "UnsupportedOperationException: later");
    }

    @Test
    @SuppressWarnings("NullAway") // the wrong accessors of an embedder
    void valuesThatAreNotTheColumnsAreRefused() {
        for (Function<ContainerStatusEvent, @Nullable Object> wrong :
                List.<Function<ContainerStatusEvent, @Nullable Object>>of(event -> null, event -> 1)) {
            TelemetryTable<ContainerStatusEvent> table = new TelemetryTableBuilder<ContainerStatusEvent>("wrong")
                    .required("bytes", LONG, "", wrong)
                    .reader(row -> SampleEvents.status(1))
                    .build();
            assertThatThrownBy(() -> EventFormat.of(table).write(SampleEvents.status(1)))
                    .hasMessageStartingWith("column bytes ");
        }
    }

    @Test
    void theInspectorUnderstandsTheTablesThatItIsGiven() throws Exception {
        Path folder = Files.createDirectories(root.resolve("measured"));
        Files.write(folder.resolve("0000000012.2.sealed"), frozen());
        FileSpool.open(TABLE, root, SpoolFixture.OPTIONS).close();
        SegmentFiles.replaceLine(
                folder.resolve("0000000012.2.sealed"), 1, line -> line.replace("\"flag\":true", "\"flag\":\"on\""));
        assertThat(new SpoolInspector(root, List.of(TABLE)).segments().get(0).problems())
                .containsExactly("an event can't be understood: field flag should hold true or false, but is \"on\"");
        assertThat(new SpoolInspector(root).segments().get(0).problems()).isEmpty();
    }

    private void assertNothingIsTaken(Function<TableRow, Measured> reader, String why) throws Exception {
        try (FileSpool<Measured> spool = FileSpool.open(columns().reader(reader).build(), root, SpoolFixture.OPTIONS)) {
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThatThrownBy(() -> spool.append(EVENTS))
                        .isInstanceOf(SpoolException.class)
                        .hasMessageContaining("the definition of table measured is wrong")
                        .hasMessageContaining(why);
            }
            assertThat(spool.events()).isZero();
            assertThat(spool.openBytes()).isZero();
        }
    }

    private static byte[] frozen() throws Exception {
        try (InputStream in = requireNonNull(OwnEventFormatTest.class.getResourceAsStream(RESOURCE))) {
            return in.readAllBytes();
        }
    }
}
