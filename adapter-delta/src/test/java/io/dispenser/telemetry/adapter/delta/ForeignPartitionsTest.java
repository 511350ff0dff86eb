package io.dispenser.telemetry.adapter.delta;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.port.WriteReceipt;
import io.dispenser.telemetry.core.table.TelemetryTable;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import io.dispenser.telemetry.testkit.SampleEvents;
import io.dispenser.telemetry.testkit.StoreFault;
import io.dispenser.telemetry.testkit.StoreOperation;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables of others that are partitioned by other columns than ours, or not at all. */
class ForeignPartitionsTest {

    /** Names that a path, a URI, a Hive directory or JSON would have to escape, and one that is too long for a directory. */
    static final List<String> ODD = List.of(
            "a/b", "a b", "100%", "a=b", "grün 📦", "a:b?c#d", "q\"'\\", "a%2Fb", "..", "tab\t.", "x".repeat(300));

    private final InMemoryTableStore store = new InMemoryTableStore();

    @Test
    void aBatchIsOneCommitWithAFileForEachServiceAndDate() throws Exception {
        PartitionedTable.create(store, TelemetryTables.STATUS, "service", "date");
        List<ContainerStatusEvent> events = List.of(
                at("2026-03-01T10:00:00Z", "web"),
                at("2026-03-01T10:00:00Z", "db"),
                at("2026-03-01T11:00:00Z", "web"),
                at("2026-03-02T10:00:00Z", "web"));

        WriteReceipt receipt = write(0, events);

        assertThat(receipt.version()).isEqualTo(1);
        assertThat(receipt.files()).isEqualTo(3);
        assertThat(directories())
                .containsExactly(
                        "service=db/date=2026-03-01", "service=web/date=2026-03-01", "service=web/date=2026-03-02");
        assertThat(log(1))
                .contains("\"partitionValues\":{\"date\":\"2026-03-01\",\"service\":\"db\"}")
                .contains("\"partitionBy\":\"[\\\"service\\\",\\\"date\\\"]\"");
        assertThat(ReadBack.statuses(store)).containsExactlyInAnyOrderElementsOf(events);
    }

    @Test
    void theNamesOfServicesAreEscapedAndComeBack() throws Exception {
        PartitionedTable.create(store, TelemetryTables.STATUS, "service", "date");
        List<ContainerStatusEvent> events =
                ODD.stream().map(name -> at("2026-03-01T10:00:00Z", name)).toList();

        write(0, events);

        assertThat(ReadBack.statuses(store)).containsExactlyInAnyOrderElementsOf(events);
        assertThat(directories())
                .contains(
                        "service=a%2Fb/date=2026-03-01",
                        "service=a b/date=2026-03-01",
                        "service=a%252Fb/date=2026-03-01",
                        "service=../date=2026-03-01",
                        "service=100%25/date=2026-03-01",
                        "service=a%3Db/date=2026-03-01",
                        "service=gr%C3%BCn %F0%9F%93%A6/date=2026-03-01",
                        "") // the one whose directory would have too long a name
                .allMatch(directory -> directory.chars().allMatch(c -> c >= ' ' && c < 0x7F));
        for (String name : ODD) {
            assertThat(new DeltaTableReader(store.anotherClient())
                            .read(new RowQuery(name, null, 10))
                            .orElseThrow()
                            .rows())
                    .as(name)
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "timestamp", "service", "state,health_status", "uptime_seconds,exit_code,cpu_percent"})
    void anyOfOurColumnsWillDoOrNone(String columns) throws Exception {
        PartitionedTable.create(store, TelemetryTables.STATUS, columns.isEmpty() ? new String[0] : columns.split(","));

        write(0, SampleEvents.statuses(0, 12));
        write(1, SampleEvents.statuses(12, 20));

        assertThat(ReadBack.statuses(store)).containsExactlyInAnyOrderElementsOf(SampleEvents.statuses(0, 20));
        assertThat(new DeltaTableReader(store.anotherClient())
                        .read(new RowQuery("service-3", SampleEvents.status(3).timestamp(), 10))
                        .orElseThrow()
                        .rows())
                .hasSize(1);
        assertThat(absent(TelemetryTables.STATUS, SampleEvents.statuses(18, 22)))
                .isEqualTo(SampleEvents.statuses(20, 22));
        assertThat(DeltaTableCheck.look(TelemetryTables.STATUS, store.anotherClient())
                        .problems())
                .isEmpty();
    }

    @Test
    void aFlagAndTheTimesOfDeploymentsWillDoToo() throws Exception {
        PartitionedTable.create(store, TelemetryTables.DEPLOYMENTS, "proxy_enabled", "date", "memory_limit");
        List<DeploymentEvent> events = SampleEvents.deployments(0, 30);
        write(TelemetryTables.DEPLOYMENTS, 0, events);

        assertThat(absent(TelemetryTables.DEPLOYMENTS, events)).isEmpty();
        Set<String> ids = Set.of(events.get(3).containerId(), events.get(4).containerId());
        assertThat(new DeltaDeploymentHistory(store.anotherClient()).of(ids, Instant.EPOCH))
                .hasSize(2);
    }

    @Test
    void anEmptyTextIsNoneWhereThatIsAllowedAndStaysWhereNot() throws Exception {
        PartitionedTable.create(store, TelemetryTables.STATUS, "container_id", "last_health_output");
        ContainerStatusEvent empty = SampleEvents.extremeStatus("2026-03-01T10:00:00Z", ""); // no container
        ContainerStatusEvent none = at("2026-03-01T10:00:00Z", "web");
        ContainerStatusEvent some = SampleEvents.extremeStatus("2026-03-01T11:00:00Z", "said no");

        write(0, List.of(empty, none, some));

        assertThat(log(1))
                .contains("\"last_health_output\":null,\"container_id\":\"\"")
                .contains("\"last_health_output\":\"said no\",\"container_id\":\"\"");
        assertThat(directories())
                .contains(
                        "container_id=/last_health_output=__HIVE_DEFAULT_PARTITION__",
                        "container_id=/last_health_output=said no");
        assertThat(absent(TelemetryTables.STATUS, List.of(empty, none, some))).isEmpty();
    }

    @Test
    void aColumnThatIsNotOursIsRefusedInASentence() throws Exception {
        PartitionedTable.create(store, TelemetryTables.STATUS, "region", "date");

        assertThatThrownBy(() -> write(0, SampleEvents.statuses(0, 2)))
                .isInstanceOfSatisfying(
                        SinkException.class, e -> assertThat(e.isPermanent()).isTrue())
                .hasMessageContaining(
                        "it is partitioned by region, a column that is not documented, so there is no value"
                                + " for it, and no partition for any row");
        assertThat(DeltaTableCheck.look(TelemetryTables.STATUS, store.anotherClient())
                        .problems())
                .singleElement()
                .asString()
                .contains("partitioned by region");
    }

    @Test
    void theFilesOfAnAttemptThatFailedAreUsedAgain() throws Exception {
        PartitionedTable.create(store, TelemetryTables.STATUS, "service", "date");
        List<ContainerStatusEvent> events = List.of(at("2026-03-01T10:00:00Z", "a"), at("2026-03-01T10:00:00Z", "b"));
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, store.anotherClient(), "test/1")) {
            store.failNext(StoreOperation.PUT_IF_ABSENT, path -> path.endsWith("1.json"), StoreFault.UNAVAILABLE);
            sink.write(new Batch<>("w", 0, events));
        }

        assertThat(dataFiles()).hasSize(2);
        assertThat(ReadBack.statuses(store)).containsExactlyInAnyOrderElementsOf(events);
    }

    private static ContainerStatusEvent at(String time, String service) {
        return ContainerStatusEvent.ofState(Instant.parse(time), service, "4f66ad9a0b2e", ContainerState.RUNNING);
    }

    private WriteReceipt write(int number, List<ContainerStatusEvent> events) throws Exception {
        return write(TelemetryTables.STATUS, number, events);
    }

    private <E extends TelemetryEvent> WriteReceipt write(TelemetryTable<E> table, int number, List<E> events)
            throws Exception {
        try (var sink = new DeltaSink<>(table, store.anotherClient(), "test/1")) {
            return sink.write(new Batch<>("w", number, events));
        }
    }

    private <E extends TelemetryEvent> List<E> absent(TelemetryTable<E> table, List<E> events) throws Exception {
        try (var sink = new DeltaSink<>(table, store.anotherClient(), "test/1")) {
            return sink.absent(events).orElseThrow();
        }
    }

    private String log(int version) throws Exception {
        return new String(store.readAll(String.format(Locale.ROOT, "_delta_log/%020d.json", version)), UTF_8);
    }

    private List<String> dataFiles() {
        return store.paths().stream().filter(path -> path.endsWith(".parquet")).toList();
    }

    private Set<String> directories() {
        Set<String> directories = new TreeSet<>();
        dataFiles().forEach(path -> directories.add(path.substring(0, Math.max(0, path.lastIndexOf('/')))));
        return directories;
    }
}
