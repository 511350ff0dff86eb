package io.dispenser.telemetry.core.table;

import static io.dispenser.telemetry.core.table.ColumnType.DATE;
import static io.dispenser.telemetry.core.table.ColumnType.LONG;
import static io.dispenser.telemetry.core.table.ColumnType.STRING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.core.event.ContainerRun;
import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.ContainerUsage;
import io.dispenser.telemetry.core.event.DeploymentAction;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.event.HealthStatus;
import io.dispenser.telemetry.core.event.Origin;
import io.dispenser.telemetry.core.event.RestartPolicy;
import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.event.TriggerType;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TelemetryTableTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00.000001Z");

    private record Measured(Instant timestamp, @Nullable Object value) implements TelemetryEvent {}

    @Test
    void whatIsNotSaidIsAssumed() {
        TelemetryTable<Measured> table = new TelemetryTableBuilder<Measured>("measured")
                .required("value", LONG, "", Measured::value)
                .optional("note", STRING, "", event -> null)
                .build();
        assertThat(table.columns()).extracting(Column::name).containsExactly("date", "timestamp", "value", "note");
        assertThat(table.identity()).containsExactly("date", "timestamp", "value");
        assertThat(table.sortBy()).containsExactly("timestamp");
        assertThat(table.partitionColumn()).isEqualTo("date");
        assertThat(table.logRetention()).isEqualTo(Duration.ofDays(30));
        assertThat(table.deletedFileRetention()).isEqualTo(Duration.ofDays(7));
        assertThat(table.targetFileSizeBytes()).isEqualTo(32L << 20);
        assertThatThrownBy(() -> table.event(TableRow.of(List.of(), List.of())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("table measured has no reader");
    }

    @Test
    void theSizeOfFilesIsTheTables() {
        assertThat(new TelemetryTableBuilder<Measured>("measured")
                        .required("value", LONG, "", Measured::value)
                        .targetFileSizeBytes(8 << 20)
                        .build()
                        .targetFileSizeBytes())
                .isEqualTo(8 << 20);
    }

    @Test
    void rowsOfOneServiceOnOneHostLieTogether() {
        for (TelemetryTable<?> table : TelemetryTables.all()) {
            assertThat(table.sortBy()).containsExactly("service", "host", "timestamp");
        }
        assertThat(TelemetryTables.status(ColumnSet.DOCUMENTED).sortBy()).containsExactly("service", "timestamp");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "a/b", ".hidden", "two words", "ä"})
    void aTableIsNamedSoThatItsSpoolCanBe(String name) {
        assertThatThrownBy(() -> new TelemetryTableBuilder<Measured>(name).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("can't be named \"" + name + "\"");
    }

    @Test
    void partsThatDoNotFitAreRefused() {
        assertRefused(measured().required("Value", LONG, "", Measured::value), "two columns named Value");
        assertRefused(measured().required("timestamp", LONG, "", Measured::value), "two columns named timestamp");
        assertRefused(measured().identity("timestamp", "host"), "lacks a column of its identity [timestamp, host]");
        assertRefused(measured().sortBy("host"), "can't be sorted by [host]");
        assertRefused(measured().sortBy("date", "value"), "and not date, which it is partitioned by");
    }

    @Test
    void aTimeIsCutToWhatATableKeeps() {
        Column<Measured> timestamp = measured().build().columns().get(1);
        assertThat(timestamp.value(new Measured(NOW.plusNanos(999), 1L))).isEqualTo(NOW);
    }

    @ParameterizedTest
    @EnumSource
    void anEventOfEveryTriggerIsItsRowReadBack(TriggerType trigger) {
        for (RestartPolicy policy : RestartPolicy.values()) {
            for (DeploymentAction action : actions()) {
                String text = action == null ? null : "x";
                assertReadBack(
                        TelemetryTables.DEPLOYMENTS,
                        new DeploymentEvent(
                                NOW,
                                "web",
                                "nginx:1",
                                "sha256:ab",
                                12,
                                "cid",
                                NOW.minusSeconds(1),
                                trigger,
                                "1.2.3",
                                policy,
                                text,
                                text,
                                text == null,
                                text,
                                1,
                                2,
                                3,
                                new Origin(text, text, text),
                                action,
                                text,
                                text));
            }
        }
    }

    private static List<@Nullable DeploymentAction> actions() {
        List<@Nullable DeploymentAction> actions = new ArrayList<>(Arrays.asList(DeploymentAction.values()));
        actions.add(null);
        return actions;
    }

    static Stream<ContainerState> states() {
        return Stream.concat(ContainerState.known().stream(), Stream.of(new ContainerState("a word of tomorrow")));
    }

    @ParameterizedTest
    @MethodSource("states")
    void anEventOfEveryStateIsItsRowReadBack(ContainerState state) {
        for (HealthStatus health : HealthStatus.values()) {
            ContainerStatusEvent plain =
                    new ContainerStatusEvent(NOW, "web", "abc", state, health, null, 4, 5, 6, null);
            assertReadBack(TelemetryTables.STATUS, plain);
            assertReadBack(TelemetryTables.status(ColumnSet.DOCUMENTED), plain);
            assertReadBack(
                    TelemetryTables.STATUS,
                    new ContainerStatusEvent(NOW, "web", "abc", state, health, 137, 4, 5, 6, "no")
                            .with(
                                    new ContainerUsage(7.5, 8L, 9L, 10, 11L, 12L, 13L, 14L),
                                    new ContainerRun("nginx:1", true, NOW, NOW.minusSeconds(1)),
                                    new Origin("host", "shop", "web-1")));
        }
    }

    @Test
    void aRowSaysWhatIsWrongWithIt() {
        TableRow row = TableRow.of(List.of("count", "word", "none"), Arrays.asList(7, "red", null));
        assertThat(row.intValue("count")).isEqualTo(7);
        assertThat(row.nullableString("none")).isNull();
        assertThat(row.nullableString("absent")).isNull();
        assertThatThrownBy(() -> row.longValue("count"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("column count should hold a whole number, but is of type Integer");
        assertThatThrownBy(() -> row.nullableInstant("word")).hasMessageContaining("should hold a time");
        for (String missing : List.of("none", "absent")) {
            assertThatThrownBy(() -> row.date(missing))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("column " + missing + " should hold a date, but is not there");
        }
        assertThatThrownBy(() -> row.oneOf("word", HealthStatus.values(), HealthStatus::columnValue))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("column word should hold a known word, but is \"red\"");
    }

    @Test
    void aRowHasEveryType() {
        Map<ColumnType, Object> values = Map.of(
                DATE,
                LocalDate.EPOCH,
                ColumnType.TIMESTAMP,
                NOW,
                STRING,
                "",
                LONG,
                1L,
                ColumnType.INTEGER,
                2,
                ColumnType.DOUBLE,
                3.5,
                ColumnType.BOOLEAN,
                true);
        TableRow row = (column, type) -> values.get(type);
        assertThat(List.<Object>of(
                        row.date("c"),
                        row.instant("c"),
                        row.string("c"),
                        row.longValue("c"),
                        row.intValue("c"),
                        row.doubleValue("c"),
                        row.booleanValue("c")))
                .containsExactlyInAnyOrderElementsOf(values.values());
        assertThat(Arrays.<@Nullable Object>asList(
                        row.nullableDate("c"),
                        row.nullableInstant("c"),
                        row.nullableString("c"),
                        row.nullableLong("c"),
                        row.nullableInt("c"),
                        row.nullableDouble("c"),
                        row.nullableBoolean("c")))
                .containsExactlyInAnyOrderElementsOf(values.values());
    }

    private static TelemetryTableBuilder<Measured> measured() {
        return new TelemetryTableBuilder<Measured>("measured").required("value", LONG, "", Measured::value);
    }

    private static void assertRefused(TelemetryTableBuilder<Measured> table, String why) {
        assertThatThrownBy(table::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("table measured ")
                .hasMessageContaining(why);
    }

    private static <E extends TelemetryEvent> void assertReadBack(TelemetryTable<E> table, E event) {
        List<String> names = new ArrayList<>();
        List<@Nullable Object> values = new ArrayList<>();
        for (Column<E> column : table.columns()) {
            names.add(column.name());
            values.add(column.value(event));
        }
        assertThat(table.event(TableRow.of(names, values))).isEqualTo(event);
    }
}
