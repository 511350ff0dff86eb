package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.adapter.delta.io.TablePaths;
import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.HealthStatus;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import io.dispenser.telemetry.testkit.StoreFault;
import io.dispenser.telemetry.testkit.StoreOperation;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Ten days of samples: five files a day, ten rows a file, of the services {@code a} and (on even days) {@code b}. */
class DeltaTableReaderTest {

    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final int DAYS = 10;
    private static final int SAMPLES = 5;
    private static final int ROWS = 10;

    private final InMemoryTableStore store = new InMemoryTableStore();
    private final DeltaTableReader reader = new DeltaTableReader(store);

    @Test
    void withoutATableThereIsNothing() throws Exception {
        assertThat(reader.read(RowQuery.newest(10))).isEmpty();
    }

    @Test
    void theNewestRowsAreFoundInTheNewestFile() throws Exception {
        writeTenDays();

        Rows rows = reader.read(RowQuery.newest(7)).orElseThrow();

        assertThat(rows.rows()).hasSize(7).allSatisfy(row -> {
            assertThat(row.get(1)).isEqualTo(sample(DAYS - 1, SAMPLES - 1));
            assertThat(row.get(0)).isEqualTo(LocalDate.parse("2026-03-10"));
        });
        assertThat(rows.rows()).extracting(row -> row.get(8)).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(rows.version()).isEqualTo(DAYS * SAMPLES);
        assertThat(rows.filesRead()).isEqualTo(1);
        assertThat(rows.filesSkipped()).isEqualTo(DAYS * SAMPLES - 1);
    }

    @Test
    void aStartSkipsTheDaysAndFilesBefore() throws Exception {
        writeTenDays();

        Rows rows = reader.read(new RowQuery(null, sample(8, 2), 1000)).orElseThrow();

        assertThat(rows.rows()).hasSize((3 + SAMPLES) * ROWS);
        assertThat(rows.rows().get(0).get(1)).isEqualTo(sample(9, 4));
        assertThat(rows.rows().get(rows.rows().size() - 1).get(1)).isEqualTo(sample(8, 2));
        assertThat(rows.filesRead()).isEqualTo(3 + SAMPLES);
        assertThat(rows.filesSkipped()).isEqualTo(DAYS * SAMPLES - 3 - SAMPLES);
    }

    @Test
    void aStartBetweenTwoRowsIsExact() throws Exception {
        writeTenDays();

        assertThat(reader.read(new RowQuery(null, sample(9, 4).plusNanos(1000), 1000))
                        .orElseThrow()
                        .rows())
                .isEmpty();
        assertThat(reader.read(new RowQuery(null, sample(9, 4), 1000))
                        .orElseThrow()
                        .rows())
                .hasSize(ROWS);
    }

    @Test
    void aServiceSkipsTheFilesWithoutIt() throws Exception {
        writeTenDays();

        Rows rows = reader.read(new RowQuery("b", null, 1000)).orElseThrow();

        assertThat(rows.rows())
                .hasSize(DAYS / 2 * SAMPLES * ROWS / 2)
                .allSatisfy(row -> assertThat(row.get(2)).isEqualTo("b"));
        assertThat(rows.filesRead()).isEqualTo(DAYS / 2 * SAMPLES);
        assertThat(rows.filesSkipped()).isEqualTo(DAYS / 2 * SAMPLES);
    }

    @Test
    void aLimitKeepsTheNewestOfAService() throws Exception {
        writeTenDays();

        Rows rows = reader.read(new RowQuery("b", null, 3)).orElseThrow();

        assertThat(rows.rows())
                .hasSize(3)
                .allSatisfy(row -> assertThat(row.get(1)).isEqualTo(sample(8, 4)));
        assertThat(rows.filesRead()).isEqualTo(1);
    }

    @Test
    void withoutChecksumFilesTheCountsAreTheSame() throws Exception {
        writeTenDays();
        store.removeIf(path -> path.endsWith(".crc"));

        Rows rows = reader.read(RowQuery.newest(1)).orElseThrow();

        assertThat(rows.filesRead() + rows.filesSkipped()).isEqualTo(DAYS * SAMPLES);
    }

    @Test
    void aStoreThatIsAwaySaysSo() throws Exception {
        writeTenDays();
        store.failNext(StoreOperation.LIST, path -> true, StoreFault.UNAVAILABLE);

        assertThatThrownBy(() -> reader.read(RowQuery.newest(1)))
                .hasMessageContaining("memory:/table")
                .message()
                .doesNotContain(TablePaths.ROOT);
    }

    @Test
    void aDataFileThatIsGoneIsNamed() throws Exception {
        writeTenDays();
        store.removeIf(path -> path.startsWith("date=2026-03-10"));

        assertThatThrownBy(() -> reader.read(RowQuery.newest(1))).hasMessageContaining("date=2026-03-10/part-");
    }

    private static Instant sample(int day, int sample) {
        return START.plus(Duration.ofDays(day)).plus(Duration.ofHours(sample)).plusNanos(1_234_000);
    }

    private void writeTenDays() throws Exception {
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, store.anotherClient(), "test/1")) {
            for (int day = 0; day < DAYS; day++) {
                for (int sample = 0; sample < SAMPLES; sample++) {
                    sink.write(new Batch<>("w", day * SAMPLES + sample, rows(day, sample)));
                }
            }
        }
    }

    private static List<ContainerStatusEvent> rows(int day, int sample) {
        return IntStream.range(0, ROWS)
                .mapToObj(i -> new ContainerStatusEvent(
                        sample(day, sample),
                        day % 2 == 0 && i % 2 == 0 ? "b" : "a",
                        "0123456789ab",
                        ContainerState.RUNNING,
                        HealthStatus.NONE,
                        null,
                        0,
                        i,
                        0,
                        null))
                .toList();
    }
}
