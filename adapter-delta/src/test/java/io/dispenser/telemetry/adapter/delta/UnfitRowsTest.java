package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.Rejection;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.table.ColumnType;
import io.dispenser.telemetry.core.table.TelemetryTable;
import io.dispenser.telemetry.core.table.TelemetryTableBuilder;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Events that no file can hold, as after an update of the program by which a column must have a value. */
class UnfitRowsTest {

    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

    record Loose(
            int number,
            Instant timestamp,
            @Nullable Object name,
            @Nullable Instant ended) implements TelemetryEvent {}

    private static final TelemetryTable<Loose> TABLE = new TelemetryTableBuilder<Loose>("loose")
            .timestamp("When")
            .required("number", ColumnType.INTEGER, "Which", Loose::number)
            .required("name", ColumnType.STRING, "What", UnfitRowsTest::name)
            .optional("ended", ColumnType.TIMESTAMP, "Until when", Loose::ended)
            .reader(row -> new Loose(row.intValue("number"), row.instant("timestamp"), row.string("name"), null))
            .build();

    @SuppressWarnings("NullAway") // that is what is tried
    private static Object name(Loose event) {
        return event.name();
    }

    private final InMemoryTableStore store = new InMemoryTableStore();
    private final DeltaSink<Loose> sink = new DeltaSink<>(TABLE, store, "test/1");

    private static Loose fit(int number) {
        return new Loose(number, NOON.plusSeconds(number), "n" + number, null);
    }

    @Test
    void theEventsToBlameAreNamedAndNothingIsWritten() throws Exception {
        List<Loose> events = new ArrayList<>(
                IntStream.range(0, 1000).mapToObj(UnfitRowsTest::fit).toList());
        events.set(17, new Loose(17, NOON, null, null));
        events.set(400, new Loose(400, NOON, "x", Instant.MAX));
        events.set(999, new Loose(999, Instant.parse("+12345-01-01T00:00:00Z"), "x", null));
        Batch<Loose> batch = new Batch<>("w", 3, events);
        sink.prepare();
        List<String> files = store.paths();
        List<Rejection> rejections = rejections(batch);
        assertThat(rejections)
                .extracting(Rejection::event)
                .containsExactly(events.get(17), events.get(400), events.get(999));
        assertThat(rejections)
                .extracting(Rejection::problem)
                .containsExactly(
                        "column name: no value where there must be one",
                        "column ended: \"+1000000000-12-31T23:59:59.999999Z\" is too far away to be told in microseconds",
                        "column date: \"+12345-01-01\" is not in the years 1 to 9999, in which a date can be written");
        assertThat(store.paths()).isEqualTo(files);

        sink.write(new Batch<>("w", 3, Rejection.without(events, rejections)));
        assertThat(rows()).isEqualTo(997);
    }

    @Test
    void aBatchThatTheTableHasIsNotRejected() throws Exception {
        sink.write(new Batch<>("w", 3, List.of(fit(1), fit(2))));
        Batch<Loose> again = new Batch<>("w", 3, List.of(fit(1), new Loose(2, NOON, null, null)));
        assertThat(sink.write(again).alreadyPresent()).isTrue();
        assertThat(new DeltaSink<>(TABLE, store, "test/1").write(again).alreadyPresent())
                .isTrue();
        assertThat(rows()).isEqualTo(2);
    }

    @Test
    void ofSeveralBatchesNoneIsWritten() throws Exception {
        List<Batch<Loose>> batches = List.of(
                new Batch<>("w", 3, List.of(fit(1))), new Batch<>("w", 4, List.of(new Loose(2, NOON, 7, null))));
        SinkException failure = catchThrowableOfType(SinkException.class, () -> sink.writeAll(batches));
        assertThat(failure.rejections())
                .singleElement()
                .returns("column name: \"7\" is a Integer where a text is expected", Rejection::problem);
        assertThat(rows()).isZero();
    }

    private List<Rejection> rejections(Batch<Loose> batch) {
        return catchThrowableOfType(SinkException.class, () -> sink.write(batch))
                .rejections();
    }

    private long rows() throws Exception {
        return new DeltaTableReader(store.anotherClient())
                .read(RowQuery.newest(Integer.MAX_VALUE))
                .map(rows -> rows.rows().size())
                .orElse(0);
    }
}
