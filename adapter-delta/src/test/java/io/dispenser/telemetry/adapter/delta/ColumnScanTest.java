package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.ContainerUsage;
import io.dispenser.telemetry.core.event.Origin;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.core.table.ColumnType;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Six days, each with a file of host {@code web-1} and one of {@code web-2}, of more rows than a batch has. */
class ColumnScanTest {

    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final int DAYS = 6;
    private static final int ROWS = 40;
    private static final List<String> COLUMNS = List.of("service", "timestamp", "memory_bytes", "host");

    private final InMemoryTableStore store = new InMemoryTableStore();

    @Test
    void withoutATableThereIsNothing() throws Exception {
        assertThat(new DeltaTableReader(store).scan(since(START, Map.of()))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ours", "none", "service,date"})
    void onlyFilesOfTheTimeAndTheHostAreRead(String partitions) throws Exception {
        if (!partitions.equals("ours")) {
            PartitionedTable.create(
                    store,
                    TelemetryTables.STATUS,
                    partitions.equals("none") ? new String[0] : partitions.split(",", -1));
        }
        write();
        Instant from = START.plus(Duration.ofDays(4));

        ColumnScan scan = new DeltaTableReader(store)
                .scan(since(from, Map.of("host", "web-2")))
                .orElseThrow();

        assertThat(scan.files()).isEqualTo(2);
        assertThat(ColumnsBack.read(store, since(from, Map.of("host", "web-2"))))
                .hasSize(2 * ROWS);
        assertThat(ColumnsBack.read(store, since(START, Map.of()))).hasSize(DAYS * 2 * ROWS);
        assertThat(ReadBack.statuses(store)).hasSize(DAYS * 2 * ROWS);
    }

    @Test
    void anEndLeavesOutWhatIsAfterIt() throws Exception {
        write();
        ColumnQuery until =
                ColumnQuery.of(TelemetryTables.STATUS, COLUMNS, START, START.plus(Duration.ofHours(30)), Map.of());

        assertThat(new DeltaTableReader(store).scan(until).orElseThrow().files())
                .isEqualTo(4);
    }

    @Test
    void aColumnThatATableLacksOrHasOfAnotherTypeIsNull() throws Exception {
        write();
        ColumnQuery query = new ColumnQuery(
                List.of("nothing", "service"), List.of(ColumnType.STRING, ColumnType.LONG), START, null, Map.of());

        assertThat(ColumnsBack.read(store, query)).hasSize(DAYS * 2 * ROWS).containsOnly("[null, null]");
    }

    @Test
    void aColumnThatIsAskedForByValueMustBeThere() throws Exception {
        write();

        assertThatThrownBy(() -> new DeltaTableReader(store).scan(since(START, Map.of("colour", "red"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("memory:/table")
                .hasMessageContaining("colour");
    }

    @Test
    @SuppressWarnings("ReferenceEquality") // objects are counted
    void aFileOfManyRowsComesInBatchesAndAFewObjects() throws Exception {
        List<ContainerStatusEvent> many = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            many.add(row(0, i, "web-1"));
        }
        write(0, many);
        AtomicLong rows = new AtomicLong();
        List<Integer> sizes = new ArrayList<>();
        List<String> hosts = new ArrayList<>();

        new DeltaTableReader(store).scan(since(START, Map.of())).orElseThrow().read((batch, bytes) -> {
            sizes.add(batch.rows());
            for (int row = 0; row < batch.rows(); row++) {
                String host = batch.text(3, row);
                if (hosts.stream().noneMatch(known -> known == host)) {
                    hosts.add(host);
                }
                rows.addAndGet(batch.number(2, row));
            }
        });

        assertThat(sizes).hasSize(3).allSatisfy(size -> assertThat(size).isLessThan(10_000));
        assertThat(hosts).as("one object for all rows").containsExactly("web-1");
        assertThat(rows).hasValue(20_000L * 19_999 / 2);
    }

    @Test
    void aDataFileThatIsGoneIsNamed() throws Exception {
        write();
        store.removeIf(path -> path.startsWith("date=2026-03-04"));

        assertThatThrownBy(() -> ColumnsBack.read(store, since(START, Map.of())))
                .isInstanceOf(TableStoreException.class)
                .hasMessageContaining("date=2026-03-04/part-");
    }

    @Test
    void whoeverLooksMayFailAndNobodyGoesOnReading() throws Exception {
        write();
        ColumnScan scan =
                new DeltaTableReader(store).scan(since(START, Map.of())).orElseThrow();

        assertThatThrownBy(() -> scan.read((batch, bytes) -> {
                    throw new IllegalStateException("enough");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("enough");
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("telemetry-batches"));
    }

    private static ColumnQuery since(Instant from, Map<String, String> equal) {
        return ColumnQuery.of(TelemetryTables.STATUS, COLUMNS, from, null, equal);
    }

    private void write() throws Exception {
        int number = 0;
        for (int day = 0; day < DAYS; day++) {
            for (String host : List.of("web-1", "web-2")) {
                List<ContainerStatusEvent> rows = new ArrayList<>();
                for (int i = 0; i < ROWS; i++) {
                    rows.add(row(day, i, host));
                }
                write(number++, rows);
            }
        }
    }

    private static ContainerStatusEvent row(int day, int i, String host) {
        Instant at = START.plus(Duration.ofDays(day)).plusMillis(2345L * i);
        ContainerStatusEvent any = ContainerStatusEvent.ofState(at, "api", "0123456789ab", ContainerState.RUNNING);
        return any.with(
                ContainerUsage.of(i % 3 == 0 ? null : i * 1.5, (long) i, null),
                any.run(),
                new Origin(host, null, "api-1"));
    }

    private void write(int number, List<ContainerStatusEvent> rows) throws Exception {
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, store.anotherClient(), "test/1")) {
            sink.write(new Batch<>("w", number, rows));
        }
    }
}
