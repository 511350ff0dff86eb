package io.dispenser.telemetry.adapter.delta;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.MaintenanceListener;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What each kind of commit promises to the readers of other programs, to the letter, since they go by it. */
class CommitPromisesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final MaintenanceFixture table = new MaintenanceFixture();
    private final LogText log = new LogText(table.store, table.clock);

    @Test
    void aTableAsksForTheOldestProtocolAndSaysHowLongItKeepsWhat() throws Exception {
        table.append(1);

        JsonNode protocol = action(0, "protocol");
        assertThat(protocol.path("minReaderVersion").intValue()).isEqualTo(1);
        assertThat(protocol.path("minWriterVersion").intValue()).isEqualTo(2);
        assertThat(protocol.size()).as("no features: %s", protocol).isEqualTo(2);
        JsonNode metadata = action(0, "metaData");
        assertThat(metadata.path("partitionColumns").toString()).isEqualTo("[\"date\"]");
        assertThat(metadata.path("format").path("provider").textValue()).isEqualTo("parquet");
        assertThat(JSON.convertValue(metadata.path("configuration"), new TypeReference<Map<String, String>>() {}))
                .isEqualTo(Map.of(
                        "delta.logRetentionDuration", "interval 7 days",
                        "delta.deletedFileRetentionDuration", "interval 1 days",
                        "delta.enableExpiredLogCleanup", "true",
                        "delta.checkpointInterval", "100",
                        "delta.setTransactionRetentionDuration", "interval 30 days",
                        "delta.targetFileSize", Long.toString(TelemetryTables.STATUS.targetFileSizeBytes()),
                        "dispenser.createdBy", "dispenser-telemetry",
                        "dispenser.sortBy", "service,host,timestamp"));
        JsonNode info = action(0, "commitInfo");
        assertThat(info.path("operation").textValue()).isEqualTo("CREATE TABLE");
        assertThat(info.path("engineInfo").textValue()).isEqualTo("test/1");
        assertThat(info.path("isBlindAppend").booleanValue()).isFalse();
    }

    @Test
    void anAppendSaysWhatItAddedAndThatItLookedAtNothing() throws Exception {
        table.append(1);
        List<ContainerStatusEvent> events = List.of(
                SampleEvents.status(7), SampleEvents.status(3), SampleEvents.status(12), SampleEvents.status(5));
        write(new Batch<>("another-writer", 41, events));

        JsonNode info = action(2, "commitInfo");
        assertThat(info.path("operation").textValue()).isEqualTo("WRITE");
        assertThat(info.path("operationParameters").path("mode").textValue()).isEqualTo("Append");
        assertThat(info.path("operationParameters").path("partitionBy").textValue())
                .isEqualTo("[\"date\"]");
        assertThat(info.path("isBlindAppend").booleanValue()).isTrue();
        assertThat(info.path("engineInfo").textValue()).isEqualTo("test/1");
        JsonNode transaction = action(2, "txn");
        assertThat(transaction.path("appId").textValue()).isEqualTo("another-writer");
        assertThat(transaction.path("version").longValue()).isEqualTo(41);
        JsonNode add = action(2, "add");
        assertThat(add.path("dataChange").booleanValue()).isTrue();
        assertThat(add.path("partitionValues").toString()).isEqualTo("{\"date\":\"2026-03-01\"}");
        assertFileIs(add, events);
    }

    /** Of a day each, whatever the order in which they come. */
    @Test
    void rowsAcrossMidnightLieUnderTheirOwnDates() throws Exception {
        List<ContainerStatusEvent> events = List.of(
                SampleEvents.extremeStatus("2026-03-02T00:00:00Z", "b"),
                SampleEvents.extremeStatus("2026-03-01T23:59:59.999999Z", "a"),
                SampleEvents.extremeStatus("2026-03-02T00:00:00.000001Z", "c"));
        write(new Batch<>("w", 0, events));

        Map<String, JsonNode> adds = new HashMap<>();
        actions(1, "add")
                .forEach(
                        add -> adds.put(add.path("partitionValues").path("date").textValue(), add));
        assertThat(adds.keySet()).containsExactlyInAnyOrder("2026-03-01", "2026-03-02");
        adds.forEach((date, add) -> assertThat(add.path("path").textValue()).startsWith("date=" + date + "/"));
        assertFileIs(requireNonNull(adds.get("2026-03-01")), events.subList(1, 2));
        assertFileIs(requireNonNull(adds.get("2026-03-02")), List.of(events.get(0), events.get(2)));
        Rows rows = new DeltaTableReader(table.store).read(RowQuery.newest(10)).orElseThrow();
        assertThat(rows.rows())
                .extracting(row -> row.get(0) + " " + row.get(1))
                .containsExactly(
                        "2026-03-02 2026-03-02T00:00:00.000001Z",
                        "2026-03-02 2026-03-02T00:00:00Z",
                        "2026-03-01 2026-03-01T23:59:59.999999Z");
    }

    /** Else everybody who follows the table as a stream would get its rows once more. */
    @Test
    void aCompactionSaysThatItChangedNoRow() throws Exception {
        table.append(12);
        Set<String> before = new HashSet<>();
        for (int version = 1; version <= 12; version++) {
            before.add(action(version, "add").path("path").textValue());
        }
        table.elapse(Duration.ofDays(1));
        table.compact();

        List<JsonNode> removes = actions(13, "remove");
        assertThat(removes).hasSize(12).allSatisfy(remove -> {
            assertThat(remove.path("dataChange").isBoolean()).isTrue();
            assertThat(remove.path("dataChange").booleanValue()).isFalse();
            assertThat(remove.path("deletionTimestamp").longValue())
                    .isEqualTo(table.clock.instant().toEpochMilli());
            assertThat(remove.path("partitionValues").toString()).isEqualTo("{\"date\":\"2026-03-01\"}");
            assertThat(remove.path("size").longValue())
                    .isEqualTo(table.store
                            .stat(remove.path("path").textValue())
                            .orElseThrow()
                            .size());
        });
        assertThat(removes)
                .extracting(remove -> remove.path("path").textValue())
                .hasSameElementsAs(before);
        JsonNode add = action(13, "add");
        assertThat(add.path("dataChange").isBoolean()).isTrue();
        assertThat(add.path("dataChange").booleanValue()).isFalse();
        assertThat(add.path("partitionValues").toString()).isEqualTo("{\"date\":\"2026-03-01\"}");
        assertFileIs(add, table.expected());
        JsonNode info = action(13, "commitInfo");
        assertThat(info.path("operation").textValue()).isEqualTo("OPTIMIZE");
        assertThat(info.path("isBlindAppend").booleanValue()).isFalse();
        assertThat(info.path("engineInfo").textValue()).isEqualTo("dispenser-telemetry/test");
        assertThat(info.path("operationParameters").path("predicate").textValue())
                .contains("date = '2026-03-01'");
        assertThat(info.path("operationMetrics").path("numRemovedFiles").asText())
                .isEqualTo("12");
        assertThat(info.path("operationMetrics").path("numAddedFiles").asText()).isEqualTo("1");
        assertThat(actions(13, "txn")).as("no writer's number may go with it").isEmpty();
    }

    @Test
    void aVacuumTellsOfItselfAndOfNothingElse() throws Exception {
        table.append(12);
        table.elapse(Duration.ofDays(1));
        table.compact();
        table.elapse(Duration.ofDays(2));
        try (DeltaMaintenance maintenance = table.maintenance()) {
            assertThat(maintenance.vacuum(false, MaintenanceListener.NONE).files())
                    .isEqualTo(12);
        }

        for (int version = 14; version <= 15; version++) {
            assertThat(log.lines(version)).hasSize(1);
            assertThat(action(version, "commitInfo").path("isBlindAppend").booleanValue())
                    .isFalse();
        }
        assertThat(action(14, "commitInfo").path("operation").textValue()).isEqualTo("VACUUM START");
        assertThat(action(15, "commitInfo").path("operation").textValue()).isEqualTo("VACUUM END");
        assertThat(action(15, "commitInfo")
                        .path("operationParameters")
                        .path("status")
                        .textValue())
                .isEqualTo("COMPLETED");
        assertThat(action(15, "commitInfo")
                        .path("operationMetrics")
                        .path("numDeletedFiles")
                        .asText())
                .isEqualTo("12");
    }

    /** Size, time, and statistics by which readers leave files out. */
    private void assertFileIs(JsonNode add, List<ContainerStatusEvent> events) throws Exception {
        String path = add.path("path").textValue();
        assertThat(add.path("size").longValue())
                .isEqualTo(table.store.stat(path).orElseThrow().size());
        assertThat(add.path("modificationTime").longValue())
                .isEqualTo(table.clock.instant().toEpochMilli());
        JsonNode statistics = JSON.readTree(add.path("stats").textValue());
        assertThat(statistics.path("numRecords").longValue()).isEqualTo(events.size());
        assertThat(statistics.path("minValues").path("restart_count").intValue())
                .isEqualTo(events.stream()
                        .mapToInt(ContainerStatusEvent::restartCount)
                        .min()
                        .orElseThrow());
        assertThat(statistics.path("maxValues").path("restart_count").intValue())
                .isEqualTo(events.stream()
                        .mapToInt(ContainerStatusEvent::restartCount)
                        .max()
                        .orElseThrow());
        List<String> services =
                events.stream().map(ContainerStatusEvent::service).sorted().toList();
        assertThat(statistics.path("minValues").path("service").textValue()).isEqualTo(services.get(0));
        assertThat(statistics.path("maxValues").path("service").textValue())
                .isEqualTo(services.get(services.size() - 1));
        assertThat(statistics.path("nullCount").path("exit_code").longValue())
                .isEqualTo(events.stream()
                        .filter(event -> event.exitCode() == null)
                        .count());
        assertThat(statistics.path("nullCount").path("service").longValue()).isZero();
    }

    private void write(Batch<ContainerStatusEvent> batch) throws Exception {
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, table.store.anotherClient(), "test/1", table.clock)) {
            sink.write(batch);
        }
    }

    private JsonNode action(long version, String name) throws Exception {
        List<JsonNode> found = actions(version, name);
        assertThat(found).as("%s of version %d", name, version).hasSize(1);
        return found.get(0);
    }

    private List<JsonNode> actions(long version, String name) throws Exception {
        List<JsonNode> found = new ArrayList<>();
        for (String line : log.lines(version)) {
            JsonNode action = JSON.readTree(line);
            if (action.has(name)) {
                found.add(action.path(name));
            }
        }
        return found;
    }
}
