package io.dispenser.telemetry.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dispenser.telemetry.adapter.delta.DeltaSink;
import io.dispenser.telemetry.adapter.delta.DeltaTableReader;
import io.dispenser.telemetry.adapter.delta.RowQuery;
import io.dispenser.telemetry.adapter.delta.Rows;
import io.dispenser.telemetry.adapter.spool.FileSpool;
import io.dispenser.telemetry.adapter.spool.FileSpoolOptions;
import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.flush.FlushPolicy;
import io.dispenser.telemetry.core.pipeline.PipelineHealth;
import io.dispenser.telemetry.core.pipeline.ShutdownReport;
import io.dispenser.telemetry.core.pipeline.TelemetryPipeline;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.table.TelemetryTable;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.ManualTicker;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole pipelines, with file spools and Delta tables on the disk, in trouble. */
@Timeout(120)
class DeliveryTest {

    private static final FlushPolicy POLICY = new FlushPolicy(10, Long.MAX_VALUE, Duration.ofMinutes(5));
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final ManualTicker ticker = new ManualTicker();

    @Test
    void anOutageOfTheStoreInTheMiddleOfLoadLosesAndDoublesNothing() throws Exception {
        StoreOutage outage = new StoreOutage(store(TelemetryTables.STATUS));
        TelemetryPipeline<ContainerStatusEvent> pipeline =
                builder(TelemetryTables.STATUS, outage.store()).start();
        int recorded = record(pipeline, 0, 40);
        await().atMost(LONG).until(() -> pipeline.health().written() >= 10);
        outage.begin();
        while (!outage.wasMet()) {
            recorded = record(pipeline, recorded, recorded + 1);
            Thread.sleep(2);
        }
        await().atMost(LONG).until(() -> pipeline.health().state() == PipelineHealth.State.RETRYING);
        recorded = record(pipeline, recorded, recorded + 300);
        Thread.sleep(2000);
        long before = pipeline.health().written();
        assertThat(before).isLessThan(recorded);
        outage.end();
        recorded = record(pipeline, recorded, recorded + 25);
        assertThat(pipeline.shutdown(LONG).isComplete()).isTrue();
        assertThat(pipeline.health().refused()).isZero();
        assertRows(TelemetryTables.STATUS, SampleEvents.statuses(0, recorded));
    }

    @Test
    void aTableThatIsDeletedBlocksItsPipelineAloneUntilItIsPutBack() throws Exception {
        TelemetryPipeline<ContainerStatusEvent> statuses = builder(
                        TelemetryTables.STATUS, store(TelemetryTables.STATUS))
                .ticker(ticker)
                .start();
        TelemetryPipeline<DeploymentEvent> deployments = builder(
                        TelemetryTables.DEPLOYMENTS, store(TelemetryTables.DEPLOYMENTS))
                .start();
        record(statuses, 0, 10);
        await().atMost(LONG).until(() -> statuses.health().written() == 10);

        Path away = folder.resolve("away");
        Files.move(table(TelemetryTables.STATUS), away);
        record(statuses, 10, 30);
        await().atMost(LONG).until(() -> statuses.health().state() == PipelineHealth.State.BLOCKED);
        assertThat(statuses.health().problem()).contains("was there and is gone; put it back");
        assertThat(table(TelemetryTables.STATUS)).doesNotExist();
        SampleEvents.deployments(0, 20)
                .forEach(event -> assertThat(deployments.record(event)).isTrue());
        await().atMost(LONG).until(() -> deployments.health().written() == 20);
        assertThat(deployments.health().state()).isEqualTo(PipelineHealth.State.WORKING);

        Files.move(away, table(TelemetryTables.STATUS));
        ticker.advance(Duration.ofMinutes(1));
        record(statuses, 30, 40); // whose batch wakes the shipper: its minute has passed by the manual ticker alone
        await().atMost(LONG).until(() -> statuses.health().written() == 40);
        assertThat(statuses.health().state()).isEqualTo(PipelineHealth.State.WORKING);
        TelemetryPipeline.shutdownAll(LONG, List.of(statuses, deployments));
        assertRows(TelemetryTables.STATUS, SampleEvents.statuses(0, 40));
        assertRows(TelemetryTables.DEPLOYMENTS, SampleEvents.deployments(0, 20));
    }

    @Test
    void aFullSpoolRefusesAndAnEndInTimeLeavesTheRestToTheNextStart() throws Exception {
        StoreOutage outage = new StoreOutage(store(TelemetryTables.STATUS));
        outage.begin();
        FileSpool<ContainerStatusEvent> spool =
                FileSpool.open(TelemetryTables.STATUS, folder, FileSpoolOptions.DEFAULT.withMaxBytes(30_000));
        TelemetryPipeline<ContainerStatusEvent> pipeline = TelemetryPipeline.builder(
                        TelemetryTables.STATUS, new DeltaSink<>(TelemetryTables.STATUS, outage.store(), "test/1"))
                .spool(spool)
                .flushPolicy(POLICY)
                .inboxCapacity(20)
                .start();
        List<ContainerStatusEvent> accepted = new ArrayList<>();
        for (int number = 0; pipeline.health().refused() < 50; number++) {
            if (pipeline.record(SampleEvents.status(number))) {
                accepted.add(SampleEvents.status(number));
            }
            Thread.sleep(0, 200_000);
        }
        assertThat(pipeline.health().accepted()).isEqualTo(accepted.size());
        assertThat(spool.bytes()).isLessThanOrEqualTo(30_000);

        ShutdownReport report = pipeline.shutdown(Duration.ofMillis(300));
        assertThat(report.unwritten()).isEqualTo(accepted.size());
        long kept = spool.events();
        assertThat(kept).isEqualTo(report.unwritten() - report.unspooled());
        assertThat(report.unspooled()).isLessThanOrEqualTo(20 + 10); // the inbox, and one drain in hand

        TelemetryPipeline<ContainerStatusEvent> next =
                builder(TelemetryTables.STATUS, store(TelemetryTables.STATUS)).start();
        assertThat(next.shutdown(LONG).isComplete()).isTrue();
        assertRows(TelemetryTables.STATUS, accepted.subList(0, (int) kept));
    }

    @Test
    void eventsOfAClockThatJumpsBackAndForthAreAllThere() throws Exception {
        Instant midnight = Instant.parse("2026-03-02T00:00:00Z");
        List<ContainerStatusEvent> events = IntStream.range(0, 60)
                .mapToObj(number -> ContainerStatusEvent.ofState(
                        midnight.plusSeconds(
                                number % 7 == 3 ? -90_000_000L : 90L * (number % 2 == 0 ? number : -number)),
                        "web",
                        String.format(Locale.ROOT, "%012x", number),
                        ContainerState.RUNNING))
                .toList();
        TelemetryPipeline<ContainerStatusEvent> pipeline =
                builder(TelemetryTables.STATUS, store(TelemetryTables.STATUS)).start();
        events.forEach(event -> assertThat(pipeline.record(event)).isTrue());
        assertThat(pipeline.shutdown(LONG).isComplete()).isTrue();
        assertRows(TelemetryTables.STATUS, events);
    }

    private <E extends TelemetryEvent> TelemetryPipeline.Builder<E> builder(TelemetryTable<E> table, TableStore store)
            throws Exception {
        return TelemetryPipeline.builder(table, new DeltaSink<>(table, store, "test/1"))
                .spool(FileSpool.open(table, folder, FileSpoolOptions.DEFAULT))
                .flushPolicy(POLICY);
    }

    private Path table(TelemetryTable<?> table) {
        return folder.resolve("tables").resolve(table.name());
    }

    private TableStore store(TelemetryTable<?> table) {
        return CrashFiles.store(table(table));
    }

    private static int record(TelemetryPipeline<ContainerStatusEvent> pipeline, int from, int to) {
        SampleEvents.statuses(from, to)
                .forEach(event -> assertThat(pipeline.record(event)).isTrue());
        return to;
    }

    private <E extends TelemetryEvent> void assertRows(TelemetryTable<E> table, List<E> events) throws Exception {
        List<List<@Nullable Object>> expected = new ArrayList<>();
        for (E event : events) {
            List<@Nullable Object> row = new ArrayList<>();
            table.columns().forEach(column -> row.add(column.value(event)));
            expected.add(row);
        }
        try (TableStore store = store(table)) {
            Rows rows = new DeltaTableReader(store)
                    .read(RowQuery.newest(Integer.MAX_VALUE))
                    .orElseThrow();
            assertThat(rows.rows()).containsExactlyInAnyOrderElementsOf(expected);
        }
    }
}
