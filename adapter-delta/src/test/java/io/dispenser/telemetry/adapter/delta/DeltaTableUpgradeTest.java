package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.table.ColumnSet;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import io.dispenser.telemetry.testkit.SampleEvents;
import io.dispenser.telemetry.testkit.StoreOperation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeltaTableUpgradeTest {

    private final InMemoryTableStore store = new InMemoryTableStore();

    private DeltaSink<ContainerStatusEvent> sink() {
        return new DeltaSink<>(TelemetryTables.STATUS, store.anotherClient(), "test/1");
    }

    private DeltaTableUpgrade upgrade() {
        return new DeltaTableUpgrade(TelemetryTables.STATUS, store.anotherClient(), "test/1");
    }

    private void createDocumented() throws Exception {
        try (DeltaSink<ContainerStatusEvent> old =
                new DeltaSink<>(TelemetryTables.status(ColumnSet.DOCUMENTED), store.anotherClient(), "test/1")) {
            old.prepare();
        }
    }

    @Test
    void whoeverWritesGoesOnAndFillsTheColumns() throws Exception {
        createDocumented();
        try (DeltaSink<ContainerStatusEvent> sink = sink()) {
            sink.write(new Batch<>("w", 1, SampleEvents.statuses(0, 1)));
            assertThat(upgrade().look().orElseThrow().columns()).hasSize(15).startsWith("cpu_percent");
            DeltaTableUpgrade.Result result = upgrade().upgrade().orElseThrow();
            assertThat(result.columns()).hasSize(15).endsWith("block_write_bytes");
            assertThat(result.version()).isEqualTo(2);
            for (int i = 1; i < 230; i++) { // over two checkpoints
                sink.write(new Batch<>("w", 1 + i, SampleEvents.statuses(2 * i, 2 * i + 1)));
            }
        }
        List<ContainerStatusEvent> rows = ReadBack.statuses(store);
        assertThat(rows).hasSize(230);
        assertThat(rows).contains(SampleEvents.status(458)).doesNotContain(SampleEvents.status(0));
        assertThat(upgrade().upgrade().orElseThrow().columns()).isEmpty();
    }

    @Test
    void theCommitSaysWhatItIs() throws Exception {
        createDocumented();
        upgrade().upgrade();
        String commit = new String(store.readAll("_delta_log/00000000000000000001.json"), StandardCharsets.UTF_8);
        JsonNode info = new ObjectMapper()
                .readTree(commit.lines().findFirst().orElseThrow())
                .path("commitInfo");
        assertThat(info.path("operation").textValue()).isEqualTo("ADD COLUMNS");
        assertThat(info.path("isBlindAppend").booleanValue()).isFalse();
        assertThat(commit).doesNotContain("\"add\"").doesNotContain("\"protocol\"");
        assertThat(store.paths()).doesNotContain("_delta_log/00000000000000000001.crc");
    }

    @Test
    void aCommitThatCameFirstIsNoHindrance() throws Exception {
        createDocumented();
        store.beforeNext(StoreOperation.PUT_IF_ABSENT, path -> path.endsWith("1.json"), () -> {
            try (DeltaSink<ContainerStatusEvent> other = sink()) {
                other.write(new Batch<>("other", 1, SampleEvents.statuses(0, 1)));
            } catch (SinkException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(new DeltaTableUpgrade(TelemetryTables.STATUS, store, "test/1")
                        .upgrade()
                        .orElseThrow()
                        .version())
                .isEqualTo(2);
        assertThat(ReadBack.statuses(store)).hasSize(1);
    }

    @Test
    void somebodyElsesTableStaysAsItIs() throws Exception {
        createDocumented();
        byte[] commit = store.readAll("_delta_log/00000000000000000000.json");
        store.removeIf(path -> true);
        store.put(
                "_delta_log/00000000000000000000.json",
                new String(commit, StandardCharsets.UTF_8)
                        .replace("dispenser.createdBy", "somebody.createdBy")
                        .getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> upgrade().upgrade())
                .isInstanceOf(SinkException.class)
                .hasMessageContaining("another program created it");
        assertThat(store.paths()).hasSize(1);
    }

    @Test
    void whereNoTableIsThereIsNothingToDo() throws Exception {
        assertThat(upgrade().upgrade()).isEmpty();
        assertThat(store.paths()).isEmpty();
    }
}
