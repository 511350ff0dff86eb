package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.adapter.delta.log.TableMetadata;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.LogReport;
import io.dispenser.telemetry.core.port.MaintenanceListener;
import io.dispenser.telemetry.core.table.TelemetryTable;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A log of which the table asks to keep a minute is kept for six hours, for a writer that is slow. */
class LogFloorTest {

    private static final int INTERVAL = TableMetadata.CHECKPOINT_INTERVAL;
    private static final TelemetryTable<ContainerStatusEvent> A_MINUTE = new TelemetryTable<>(
            TelemetryTables.STATUS.name(),
            TelemetryTables.STATUS.columns(),
            TelemetryTables.STATUS.partitionColumn(),
            Duration.ofMinutes(1),
            TelemetryTables.STATUS.deletedFileRetention(),
            TelemetryTables.STATUS.targetFileSizeBytes());

    private final MaintenanceFixture table = new MaintenanceFixture();

    @Test
    void noCommitOfASlowWriterTakesTheNameOfOneThatIsGone() throws Exception {
        try (var slow = sink();
                var others = sink();
                DeltaMaintenance maintenance = table.maintenance()) {
            write(slow, "slow", 0, 1);
            write(others, "others", 1, 20);
            table.clock.advance(Duration.ofHours(5));
            write(others, "others", 20, 21);

            LogReport report = maintenance.cleanLog(false, MaintenanceListener.NONE);

            assertThat(report.checkpoint()).isPresent();
            assertThat(report.files()).isZero();
            assertThat(report.retention()).isEqualTo(Duration.ofHours(6));
            assertThat(report.notes()).singleElement().asString().contains("60 seconds", "6 hours");
            write(slow, "slow", 21, 22); // looks at the table for the first time since
            assertThat(ReadBack.statuses(table.store))
                    .containsExactlyInAnyOrderElementsOf(SampleEvents.statuses(0, 22));

            table.clock.advance(Duration.ofHours(2));
            assertThat(maintenance.cleanLog(false, MaintenanceListener.NONE).files())
                    .isPositive();
        }
        assertThat(ReadBack.statuses(table.store)).hasSize(22);
    }

    @Test
    void writersKeepItAsWell() throws Exception {
        try (var sink = sink()) {
            write(sink, "w", 0, INTERVAL);
            table.clock.advance(Duration.ofHours(5));
            write(sink, "w", INTERVAL, 2 * INTERVAL);
            assertThat(commits()).isEqualTo(2 * INTERVAL + 1);
        }
        table.clock.advance(Duration.ofHours(2));
        try (var sink = sink()) { // another one, which has not cleaned today
            write(sink, "w", 2 * INTERVAL, 3 * INTERVAL);
        }
        assertThat(commits()).isEqualTo(2 * INTERVAL + 1);
        assertThat(ReadBack.statuses(table.store)).hasSize(3 * INTERVAL);
    }

    private DeltaSink<ContainerStatusEvent> sink() {
        return new DeltaSink<>(A_MINUTE, table.store.anotherClient(), "test/1", table.clock);
    }

    private static void write(DeltaSink<ContainerStatusEvent> sink, String writer, int from, int to) throws Exception {
        for (int number : IntStream.range(from, to).toArray()) {
            sink.write(new Batch<>(writer, number, List.of(SampleEvents.status(number))));
        }
    }

    private long commits() {
        return table.store.paths().stream()
                .filter(path -> path.matches("_delta_log/\\d{20}\\.json"))
                .count();
    }
}
