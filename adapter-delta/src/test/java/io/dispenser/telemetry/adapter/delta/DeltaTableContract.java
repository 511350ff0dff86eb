package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.adapter.delta.groupcommit.GroupCommitMode;
import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.HealthStatus;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.WriteReceipt;
import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.storage.StorageAdapter;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableUri;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.RetryingWriter;
import io.dispenser.telemetry.testkit.SampleEvents;
import io.dispenser.telemetry.testkit.StoreProcess;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * What a Delta table does in the stores of any adapter: batches are in it once, whoever else writes. An adapter's own
 * test extends this, or {@link RemoteDeltaTableContract}, with a table that is new for each test.
 */
public abstract class DeltaTableContract {

    private static final int PROCESSES = 4;
    private static final int COMMITS = 12;

    /** For subclasses. */
    protected DeltaTableContract() {}

    /** The adapter, of a public class with a public constructor without parameters. */
    protected abstract StorageAdapter adapter();

    /** The table of this test: nothing is there before the test. The same on each call in one test. */
    protected abstract TableUri uri();

    /** What the adapter needs to open {@link #uri()}, here and in other processes. */
    protected StorageSettings settings() {
        return StorageSettings.NONE;
    }

    @Test
    void agentsThatCreateTheTableAtOnceShareOneVersionZero() throws Exception {
        int writers = 4;
        CyclicBarrier start = new CyclicBarrier(writers);
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                int number = writer;
                running.add(threads.submit(() -> {
                    try (DeltaSink<ContainerStatusEvent> sink = sink()) {
                        start.await();
                        RetryingWriter.write(sink, DeltaWriter.batch("w" + number, 0, number));
                    }
                    return null;
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThatTableHolds(SampleEvents.statuses(0, writers));
        assertThatVersionsAre(writers);
    }

    @Test
    void batchesAreReadBackAsTheyWereWritten() throws Exception {
        try (DeltaSink<ContainerStatusEvent> sink = sink()) {
            for (int number = 0; number < 3; number++) {
                WriteReceipt receipt = sink.write(batch(number));
                assertThat(receipt.version()).isEqualTo(number + 1);
                assertThat(receipt.alreadyPresent()).isFalse();
            }
        }
        assertThatTableHolds(SampleEvents.statuses(0, 9));
        try (TableStore store = open()) {
            assertThat(new DeltaTableReader(store)
                            .read(new RowQuery("service-4", null, 10))
                            .orElseThrow()
                            .rows())
                    .hasSize(1);
            TableCheckResult findings = DeltaTableCheck.look(TelemetryTables.STATUS, store);
            assertThat(findings.problems()).isEmpty();
            assertThat(findings.version()).hasValue(3);
        }
    }

    @Test
    void anEmptyPlaceIsNoTableAndStaysEmpty() throws Exception {
        try (TableStore store = open()) {
            assertThat(new DeltaTableReader(store).read(RowQuery.newest(1))).isEmpty();
            assertThat(DeltaTableCheck.look(TelemetryTables.STATUS, store).problems())
                    .isEmpty();
            assertThat(store.list("", "")).isEmpty();
            assertThat(store.list("_delta_log", "")).isEmpty();
        }
    }

    @Test
    void aBatchMaySpanMidnight() throws Exception {
        List<ContainerStatusEvent> events =
                List.of(at("2026-03-01T23:59:59.999999Z", 0), at("2026-03-02T00:00:00Z", 1));
        try (DeltaSink<ContainerStatusEvent> sink = sink()) {
            assertThat(sink.write(new Batch<>("w", 0, events)).files()).isEqualTo(2);
        }
        assertThatTableHolds(events);
        try (TableStore store = open()) {
            assertThat(store.list("date=2026-03-01", "")).hasSize(1);
            assertThat(store.list("date=2026-03-02", "")).hasSize(1);
        }
    }

    @Test
    void processesThatWriteAtOnceLoseAndDoubleNothing() throws Exception {
        List<StoreProcess> writers = new ArrayList<>();
        try {
            for (int i = 0; i < PROCESSES; i++) {
                writers.add(StoreProcess.start(DeltaWriter.class, "w" + i, adapter(), uri(), settings()));
            }
            for (StoreProcess writer : writers) {
                writer.awaitReady();
            }
            for (int i = 0; i < PROCESSES; i++) {
                writers.get(i).tell(Integer.toString(i * COMMITS));
                writers.get(i).tell(Integer.toString(COMMITS));
            }
            for (StoreProcess writer : writers) {
                assertThat(writer.said()).as(writer.name()).hasSize(COMMITS);
            }
        } finally {
            writers.forEach(StoreProcess::close);
        }
        assertThatTableHolds(SampleEvents.statuses(0, PROCESSES * COMMITS));
        assertThatVersionsAre(PROCESSES * COMMITS);
    }

    @Test
    void aBatchIsThereOnceAfterTheSinkWasStartedAgain() throws Exception {
        try (DeltaSink<ContainerStatusEvent> sink = sink()) {
            sink.write(batch(0));
            sink.write(batch(1));
        }
        try (DeltaSink<ContainerStatusEvent> sink = sink()) {
            assertThat(sink.write(batch(1)).alreadyPresent()).isTrue();
            assertThat(sink.write(batch(2)).version()).isEqualTo(3);
        }
        assertThatTableHolds(SampleEvents.statuses(0, 9));
    }

    /** Opens the table's place. */
    protected final TableStore open() throws Exception {
        return adapter().open(uri(), settings());
    }

    /** A new sink of the table. */
    protected final DeltaSink<ContainerStatusEvent> sink() throws Exception {
        return new DeltaSink<>(TelemetryTables.STATUS, open(), "test/1", GroupCommitMode.AUTO, FastGroupCommit.means());
    }

    /** The table's rows are these, in any order. */
    protected final void assertThatTableHolds(List<ContainerStatusEvent> events) throws Exception {
        try (TableStore store = open()) {
            assertThat(ReadBack.statuses(store)).containsExactlyInAnyOrderElementsOf(events);
        }
    }

    /** The table has a version for its creation and one for each of its batches. */
    protected final void assertThatVersionsAre(int last) throws Exception {
        try (TableStore store = open()) {
            assertThat(store.list("_delta_log", ""))
                    .extracting(FileEntry::path)
                    .filteredOn(path -> path.endsWith(".json"))
                    .containsExactlyElementsOf(LongStream.rangeClosed(0, last)
                            .mapToObj(number -> String.format(Locale.ROOT, "_delta_log/%020d.json", number))
                            .toList());
        }
    }

    /** Three events, as the next batch of one writer. */
    protected static Batch<ContainerStatusEvent> batch(int number) {
        return DeltaWriter.batch(
                "w", number, IntStream.range(3 * number, 3 * number + 3).toArray());
    }

    private static ContainerStatusEvent at(String instant, int number) {
        return new ContainerStatusEvent(
                Instant.parse(instant),
                "service-" + number,
                String.format(Locale.ROOT, "%012x", number),
                ContainerState.RUNNING,
                HealthStatus.NONE,
                null,
                0,
                number,
                0,
                null);
    }
}
