package io.dispenser.telemetry.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.port.RecordOutcome;
import io.dispenser.telemetry.core.table.ColumnType;
import io.dispenser.telemetry.core.table.TelemetryTable;
import io.dispenser.telemetry.core.table.TelemetryTableBuilder;
import io.dispenser.telemetry.testkit.ScriptedSink;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class UnfitEventTest {

    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

    /** An event whose values are whatever a test wants. */
    record Loose(
            Instant timestamp,
            @Nullable Object name,
            @Nullable Object ended) implements TelemetryEvent {}

    private static final TelemetryTable<Loose> TABLE = new TelemetryTableBuilder<Loose>("loose")
            .timestamp("When")
            .required("name", ColumnType.STRING, "What", UnfitEventTest::name)
            .optional("ended", ColumnType.TIMESTAMP, "Until when", Loose::ended)
            .build();

    @SuppressWarnings("NullAway") // that is what is tried
    private static Object name(Loose event) {
        if ("throw".equals(event.name())) {
            throw new IllegalStateException("no name today");
        }
        return event.name();
    }

    static List<Arguments> unfit() {
        return List.of(
                Arguments.of(new Loose(NOON, null, null), "column name: no value where there must be one"),
                Arguments.of(new Loose(NOON, 7, null), "column name: \"7\" is a Integer where a text is expected"),
                Arguments.of(
                        new Loose(NOON, "throw", null),
                        "column name: its value can't be told (java.lang.IllegalStateException: no name today)"),
                Arguments.of(
                        new Loose(NOON, "x", Instant.MAX),
                        "column ended: \"+1000000000-12-31T23:59:59.999999Z\" is too far away to be told in microseconds"),
                Arguments.of(
                        new Loose(Instant.parse("+10000-01-01T00:00:00Z"), "x", null),
                        "column date: \"+10000-01-01\" is not in the years 1 to 9999, in which a date can be written"),
                Arguments.of(
                        new Loose(NOON, "x".repeat(TelemetryTable.MAX_CHARACTERS + 1), null),
                        "its texts have 2097153 characters together, of at most 2097152"));
    }

    @ParameterizedTest
    @MethodSource("unfit")
    void whatCannotBeARowIsRefusedAndTold(Loose event, String problem) throws Exception {
        ScriptedSink<Loose> sink = new ScriptedSink<>();
        List<RejectionReport> told = new ArrayList<>();
        try (TelemetryPipeline<Loose> pipeline = TelemetryPipeline.builder(TABLE, sink)
                .listener(new PipelineListener() {
                    @Override
                    public void rejected(RejectionReport report) {
                        told.add(report);
                    }
                })
                .start()) {
            assertThat(pipeline.record(event)).isFalse();
            assertThat(pipeline.recordDurably(event, Duration.ofSeconds(5)))
                    .isEqualTo(new RecordOutcome.Refused(problem));
            assertThat(pipeline.record(new Loose(NOON, "fit", NOON))).isTrue();
            assertThat(pipeline.health().refused()).isEqualTo(2);
            assertThat(pipeline.health().accepted()).isEqualTo(1);
            pipeline.shutdown(Duration.ofSeconds(10));
        }
        assertThat(sink.events()).containsExactly(new Loose(NOON, "fit", NOON));
        assertThat(told).hasSize(2).allSatisfy(report -> {
            assertThat(report.accepted()).isFalse();
            assertThat(report.message()).isEqualTo("an event can't be written and was refused: " + problem);
        });
    }

    @Test
    void timesFarAwayThatFitAreTaken() {
        assertThat(TABLE.problem(new Loose(NOON, "x", Instant.parse("+12000-01-01T00:00:00Z"))))
                .isEmpty();
        assertThat(TABLE.problem(new Loose(Instant.parse("9999-12-31T23:59:59Z"), "x", null)))
                .isEmpty();
        assertThat(TABLE.problem(new Loose(NOON, "x", Instant.parse("-200000-01-01T00:00:00Z"))))
                .isEmpty();
    }
}
