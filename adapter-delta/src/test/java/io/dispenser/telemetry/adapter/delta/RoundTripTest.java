package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.WriteReceipt;
import io.dispenser.telemetry.core.table.Column;
import io.dispenser.telemetry.core.table.TelemetryTable;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RoundTripTest {

    private final InMemoryTableStore store = new InMemoryTableStore();

    @Test
    void readsBackEveryColumnOfBothTables() throws Exception {
        InMemoryTableStore other = new InMemoryTableStore();
        try (var statuses = new DeltaSink<>(TelemetryTables.STATUS, store, "test/1");
                var deployments = new DeltaSink<>(TelemetryTables.DEPLOYMENTS, other, "test/1")) {
            WriteReceipt first = statuses.write(new Batch<>("w", 0, SampleEvents.statuses(0, 100)));
            deployments.write(new Batch<>("w", 0, SampleEvents.deployments(0, 7)));

            assertThat(first.version()).isEqualTo(1);
            assertThat(first.files()).isEqualTo(1);
        }

        assertRows(TelemetryTables.STATUS, SampleEvents.statuses(0, 100), store);
        assertRows(TelemetryTables.DEPLOYMENTS, SampleEvents.deployments(0, 7), other);
    }

    @Test
    void aBatchIsInTheTableOnceHoweverOftenItIsWritten() throws Exception {
        Batch<ContainerStatusEvent> batch = new Batch<>("w", 7, SampleEvents.statuses(0, 3));
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, store, "test/1")) {
            sink.write(batch);
            WriteReceipt again = sink.write(batch);

            assertThat(again.alreadyPresent()).isTrue();
            assertThat(again.version()).isEqualTo(1);
        }
        assertRows(TelemetryTables.STATUS, SampleEvents.statuses(0, 3), store);
    }

    @Test
    void timesFarFromNowAreKept() throws Exception {
        List<ContainerStatusEvent> events = List.of(
                SampleEvents.extremeStatus("9999-12-31T23:59:59.999999Z", ""),
                SampleEvents.extremeStatus("2262-04-12T00:00:00Z", ""),
                SampleEvents.extremeStatus("1677-09-20T23:59:59.000001Z", ""),
                SampleEvents.extremeStatus("1500-01-01T00:00:00.000001Z", ""),
                SampleEvents.extremeStatus("0001-01-01T00:00:00Z", ""));
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, store, "test/1")) {
            for (int number = 0; number < events.size(); number++) {
                sink.write(new Batch<>("w", number, List.of(events.get(number))));
            }
            assertThat(sink.absent(events)).hasValue(List.of());
        }

        assertThat(ReadBack.statuses(store)).containsExactlyInAnyOrderElementsOf(events);
        Rows newest = new DeltaTableReader(store.anotherClient())
                .read(new RowQuery(null, Instant.parse("9999-01-01T00:00:00Z"), 10))
                .orElseThrow();
        assertThat(newest.rows()).hasSize(1);
    }

    private static <E extends TelemetryEvent> void assertRows(
            TelemetryTable<E> table, List<E> events, InMemoryTableStore store) throws Exception {
        Rows rows = new DeltaTableReader(store.anotherClient())
                .read(RowQuery.newest(1000))
                .orElseThrow();
        List<List<@Nullable Object>> expected = new ArrayList<>();
        for (int i = events.size() - 1; i >= 0; i--) {
            E event = events.get(i);
            expected.add(Arrays.asList(
                    table.columns().stream().map(column -> column.value(event)).toArray()));
        }
        assertThat(rows.columns())
                .isEqualTo(table.columns().stream().map(Column::name).toList());
        assertThat(rows.rows()).isEqualTo(expected);
    }
}
