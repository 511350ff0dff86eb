package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.TableDay;
import io.dispenser.telemetry.core.port.TableDescription;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a description tells of a table's days and newest row, against a plain count of what was written. */
class DescribedDaysTest {

    private static final int SECONDS_OF_A_DAY = 86_400;

    private final MaintenanceFixture table = new MaintenanceFixture(Instant.parse("2026-05-01T18:00:00Z"));
    private final Map<LocalDate, Long> rows = new TreeMap<>();
    private final NavigableMap<LocalDate, Long> files = new TreeMap<>();
    private Instant newest = Instant.MIN;

    @Test
    void theNewestDaysAreCountedFromTheLogAlone() throws Exception {
        Random random = new Random(20_260_301);
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, table.store.anotherClient(), "test/1", table.clock)) {
            for (int batch = 0; batch < 60; batch++) {
                List<ContainerStatusEvent> events = new ArrayList<>();
                for (int i = 0; i <= random.nextInt(4); i++) {
                    events.add(SampleEvents.status(random.nextInt(45) * SECONDS_OF_A_DAY + random.nextInt(40_000)));
                }
                sink.write(new Batch<>("w", batch, events));
                count(events);
            }
        }
        assertThat(rows).as("more days than are described").hasSizeGreaterThan(TableDescription.MOST_DAYS);
        assertDescribed(table.describe(), files);

        table.compact();
        files.replaceAll((day, count) -> 1L);
        for (String path : List.copyOf(table.store.paths())) {
            if (path.endsWith(".parquet") && path.startsWith("date=")) {
                table.store.delete(path);
            }
        }
        assertDescribed(table.describe(), files);
    }

    @Test
    void anEmptyTableHasNoDays() throws Exception {
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, table.store.anotherClient(), "test/1", table.clock)) {
            sink.prepare();
        }
        assertThat(table.describe().days()).isEmpty();
        assertThat(table.describe().newestRow()).isNull();
    }

    private void count(List<ContainerStatusEvent> events) {
        events.stream().map(event -> day(event.timestamp())).distinct().forEach(day -> files.merge(day, 1L, Long::sum));
        for (ContainerStatusEvent event : events) {
            rows.merge(day(event.timestamp()), 1L, Long::sum);
            newest = event.timestamp().isAfter(newest) ? event.timestamp() : newest;
        }
    }

    private void assertDescribed(TableDescription described, NavigableMap<LocalDate, Long> filesOfDays) {
        List<TableDay> expected = new ArrayList<>();
        filesOfDays.descendingMap().entrySet().stream()
                .limit(TableDescription.MOST_DAYS)
                .forEach(day -> expected.add(
                        0,
                        new TableDay(
                                day.getKey(), day.getValue(), OptionalLong.of(rows.getOrDefault(day.getKey(), 0L)))));
        assertThat(described.days()).isEqualTo(expected);
        assertThat(described.newestRow()).isBetween(newest, newest.plusMillis(2));
    }

    private static LocalDate day(Instant timestamp) {
        return timestamp.atZone(ZoneOffset.UTC).toLocalDate();
    }
}
