package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.RecordedDeployment;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.table.Column;
import io.dispenser.telemetry.core.table.ColumnType;
import io.dispenser.telemetry.core.table.TelemetryTable;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import io.dispenser.telemetry.testkit.SampleEvents;
import io.dispenser.telemetry.testkit.StoreFault;
import io.dispenser.telemetry.testkit.StoreOperation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeltaDeploymentHistoryTest {

    private final InMemoryTableStore store = new InMemoryTableStore();
    private final DeltaDeploymentHistory history = new DeltaDeploymentHistory(store);

    @Test
    void withoutATableNothingWasRecorded() throws Exception {
        assertThat(history.of(Set.of("a"), Instant.EPOCH)).isEmpty();
    }

    @Test
    void whatWasRecordedOfTheContainersIsToldWithItsLimits() throws Exception {
        List<DeploymentEvent> rows = SampleEvents.deployments(0, 20);
        write(TelemetryTables.DEPLOYMENTS, rows);
        List<DeploymentEvent> wanted = rows.subList(5, 9);
        Set<String> ids = new HashSet<>();
        wanted.forEach(row -> ids.add(row.containerId()));
        ids.add("somebody else");
        assertThat(history.of(ids, Instant.EPOCH))
                .containsExactlyInAnyOrderElementsOf(
                        wanted.stream().map(RecordedDeployment::of).toList());
        assertThat(wanted).extracting(DeploymentEvent::memoryLimit).contains((String) null);
    }

    @Test
    void whatWasWrittenSinceTheLastQuestionIsSeen() throws Exception {
        write(TelemetryTables.DEPLOYMENTS, SampleEvents.deployments(0, 2));
        Set<String> ids = Set.of(SampleEvents.deployment(2).containerId());
        assertThat(history.of(ids, Instant.EPOCH)).isEmpty();
        try (var sink = new DeltaSink<>(TelemetryTables.DEPLOYMENTS, store.anotherClient(), "test/1")) {
            sink.write(new Batch<>("v", 0, SampleEvents.deployments(2, 4)));
        }
        assertThat(history.of(ids, Instant.EPOCH)).hasSize(1);
    }

    @Test
    void filesOfEarlierDaysAndTimesAreNotRead() throws Exception {
        try (var sink = new DeltaSink<>(TelemetryTables.DEPLOYMENTS, store.anotherClient(), "test/1")) {
            for (int i = 0; i < 30; i++) {
                sink.write(new Batch<>("w", i, List.of(SampleEvents.deployment(i * 8)))); // three a day
            }
        }
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 30; i++) {
            ids.add(SampleEvents.deployment(i * 8).containerId());
        }
        long all = requests(ids, Instant.EPOCH, 30);
        Instant since = SampleEvents.deployment(27 * 8).timestamp();
        assertThat(all - requests(ids, since, 3)).isGreaterThanOrEqualTo(27);
    }

    @Test
    void aStoreThatCanNotBeReadIsAskedAgainSomeDay() throws Exception {
        write(TelemetryTables.DEPLOYMENTS, SampleEvents.deployments(0, 2));
        for (StoreFault fault : List.of(StoreFault.UNAVAILABLE, StoreFault.DENIED)) {
            store.failNext(StoreOperation.LIST, path -> true, fault);
            assertThatThrownBy(() -> history.of(Set.of("a"), Instant.EPOCH))
                    .isInstanceOfSatisfying(
                            SinkException.class,
                            e -> assertThat(e.isPermanent()).isFalse());
        }
        assertThat(history.of(Set.of("a"), Instant.EPOCH)).isEmpty();
    }

    @Test
    void aTableThatLacksWhatTellsDeploymentsApartIsRefusedForGood() throws Exception {
        List<Column<DeploymentEvent>> columns = new ArrayList<>(TelemetryTables.DEPLOYMENTS.columns());
        columns.removeIf(column -> column.name().equals("container_id"));
        columns.add(new Column<>("container_id", ColumnType.LONG, true, "a number", row -> 1L));
        write(with(columns, List.of("timestamp")), SampleEvents.deployments(0, 2));
        assertThatThrownBy(() -> history.of(Set.of("a"), Instant.EPOCH))
                .isInstanceOfSatisfying(
                        SinkException.class, e -> assertThat(e.isPermanent()).isTrue())
                .hasMessageContaining("no column container_id of type string");
    }

    @Test
    void limitsThatTheTableLacksAreNotKnown() throws Exception {
        List<Column<DeploymentEvent>> columns = new ArrayList<>(TelemetryTables.DEPLOYMENTS.columns());
        columns.removeIf(column -> column.name().endsWith("_limit"));
        DeploymentEvent row = SampleEvents.deployment(0);
        write(with(columns, TelemetryTables.DEPLOYMENTS.identity()), List.of(row));
        assertThat(history.of(Set.of(row.containerId()), Instant.EPOCH))
                .containsExactly(new RecordedDeployment(
                        row.containerId(), row.timestamp(), row.restartPolicy().columnValue(), null, null));
    }

    private long requests(Set<String> ids, Instant since, int expected) throws Exception {
        long before = store.requests();
        assertThat(history.of(ids, since)).hasSize(expected);
        return store.requests() - before;
    }

    private void write(TelemetryTable<DeploymentEvent> table, List<DeploymentEvent> rows) throws Exception {
        try (var sink = new DeltaSink<>(table, store.anotherClient(), "test/1")) {
            sink.write(new Batch<>("w", 0, rows));
        }
    }

    private static TelemetryTable<DeploymentEvent> with(List<Column<DeploymentEvent>> columns, List<String> identity) {
        return new TelemetryTable<>(
                "other",
                columns,
                identity,
                "date",
                List.of(),
                Duration.ofDays(30),
                Duration.ofDays(7),
                32L << 20,
                null);
    }
}
