package io.dispenser.telemetry.benchmarks;

import static io.dispenser.telemetry.core.table.ColumnType.DOUBLE;
import static io.dispenser.telemetry.core.table.ColumnType.LONG;
import static io.dispenser.telemetry.core.table.ColumnType.STRING;
import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.adapter.delta.DeltaMaintenance;
import io.dispenser.telemetry.adapter.delta.DeltaSink;
import io.dispenser.telemetry.adapter.delta.DeltaTableReader;
import io.dispenser.telemetry.adapter.delta.RowQuery;
import io.dispenser.telemetry.adapter.spool.FileSpool;
import io.dispenser.telemetry.adapter.spool.FileSpoolOptions;
import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.flush.FlushPolicy;
import io.dispenser.telemetry.core.pipeline.TelemetryPipeline;
import io.dispenser.telemetry.core.port.BatchSink;
import io.dispenser.telemetry.core.port.CompactionScope;
import io.dispenser.telemetry.core.port.MaintenanceListener;
import io.dispenser.telemetry.core.port.RecordOutcome;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.table.TelemetryTable;
import io.dispenser.telemetry.core.table.TelemetryTableBuilder;
import io.dispenser.telemetry.testkit.JavaCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An event and a table of an embedding program, by way of everything that ours take, over a crash. */
@Timeout(120)
class OwnEventTest {

    // docs: an own event
    record DiskUsage(
            Instant timestamp,
            String host,
            String mount,
            long usedBytes,
            @Nullable Double inodesPercent) implements TelemetryEvent {

        static final TelemetryTable<DiskUsage> TABLE = new TelemetryTableBuilder<DiskUsage>("disk-usage")
                .timestamp("When the disk was looked at")
                .required("host", STRING, "Host name", DiskUsage::host)
                .required("mount", STRING, "Mount point", DiskUsage::mount)
                .required("used_bytes", LONG, "Bytes in use", DiskUsage::usedBytes)
                .optional("inodes_percent", DOUBLE, "Inodes in use, where it has any", DiskUsage::inodesPercent)
                .identity("timestamp", "host", "mount")
                .sortBy("host", "mount", "timestamp")
                .reader(row -> new DiskUsage(
                        row.instant("timestamp"),
                        row.string("host"),
                        row.string("mount"),
                        row.longValue("used_bytes"),
                        row.nullableDouble("inodes_percent")))
                .build();
    }
    // docs: end

    /** All rows have this time, so that a reader, who gives the newest first, leaves them in the order of their file. */
    private static final Instant TIME = Instant.parse("2024-03-01T10:00:00.123456Z");

    private static final FlushPolicy FIVE = new FlushPolicy(5, Long.MAX_VALUE, Duration.ofMinutes(5));

    @TempDir
    private Path folder;

    /** The process that crashes: 12 events are on the disk, two batches sealed and the rest open, and none in the table. */
    static final class Crash {

        private Crash() {}

        @SuppressWarnings("resource") // nothing is closed in a crash
        public static void main(String[] arguments) throws Exception {
            BatchSink<DiskUsage> down = batch -> {
                throw SinkException.retryable("the store is down", null);
            };
            TelemetryPipeline<DiskUsage> pipeline = start(Path.of(arguments[0]), down);
            for (DiskUsage event : events(0, 12)) {
                RecordOutcome outcome = pipeline.recordDurably(event, Duration.ofSeconds(30));
                if (!(outcome instanceof RecordOutcome.Durable)) {
                    throw new IllegalStateException(String.valueOf(outcome));
                }
            }
            Runtime.getRuntime().halt(42);
        }
    }

    @Test
    void anOwnEventSurvivesACrashAndIsInItsTableOnceAndInItsOrder() throws Exception {
        crash();
        deliver(List.of());
        assertThat(rows()).containsExactlyInAnyOrderElementsOf(events(0, 12));

        deliver(events(12, 24));
        assertThat(rows()).containsExactlyInAnyOrderElementsOf(events(0, 24)).isNotEqualTo(inOrder(events(0, 24)));

        try (var maintenance = new DeltaMaintenance(DiskUsage.TABLE.name(), table(), "test/1")) {
            assertThat(maintenance
                            .compact(CompactionScope.ALL, MaintenanceListener.NONE)
                            .filesAdded())
                    .isEqualTo(1);
        }
        assertThat(rows()).isEqualTo(inOrder(events(0, 24)));
    }

    private void crash() throws Exception {
        Process process = new ProcessBuilder(JavaCommand.of(Crash.class, List.of(), folder))
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isEqualTo(42);
    }

    /** Another process of the same spool, which writes what the one before has left. */
    private void deliver(List<DiskUsage> events) throws Exception {
        var pipeline = start(folder, new DeltaSink<>(DiskUsage.TABLE, table(), "test/1"));
        events.forEach(event -> assertThat(pipeline.record(event)).isTrue());
        assertThat(pipeline.shutdown(Duration.ofSeconds(60)).isComplete()).isTrue();
    }

    private List<DiskUsage> rows() throws Exception {
        try (TableStore table = table()) {
            return new DeltaTableReader(table)
                    .read(RowQuery.newest(100))
                    .orElseThrow()
                    .events(DiskUsage.TABLE);
        }
    }

    private TableStore table() {
        return CrashFiles.store(folder.resolve("table"));
    }

    private static TelemetryPipeline<DiskUsage> start(Path folder, BatchSink<DiskUsage> sink) throws Exception {
        return TelemetryPipeline.builder(DiskUsage.TABLE, sink)
                .spool(FileSpool.open(
                        DiskUsage.TABLE, folder.resolve("spool"), FileSpoolOptions.DEFAULT.withMinFreeDiskBytes(0)))
                .flushPolicy(FIVE)
                .start();
    }

    /** From the last host to the first. */
    private static List<DiskUsage> events(int from, int to) {
        List<DiskUsage> events = new ArrayList<>();
        for (int i = from; i < to; i++) {
            String host = String.format(Locale.ROOT, "host-%02d", 99 - i / 2);
            events.add(new DiskUsage(
                    TIME, host, i % 2 == 0 ? "/var" : "/", Long.MAX_VALUE - i, i % 2 == 0 ? i / 3.0 : null));
        }
        return events;
    }

    private static List<DiskUsage> inOrder(List<DiskUsage> events) {
        return events.stream()
                .sorted(Comparator.comparing(DiskUsage::host).thenComparing(DiskUsage::mount))
                .toList();
    }
}
