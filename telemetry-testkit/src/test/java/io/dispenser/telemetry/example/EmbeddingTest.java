package io.dispenser.telemetry.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.pipeline.TelemetryPipeline;
import io.dispenser.telemetry.core.port.BatchSink;
import io.dispenser.telemetry.core.port.WriteReceipt;
import io.dispenser.telemetry.core.table.TelemetryTables;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Embedding the core with an adapter of one's own. */
class EmbeddingTest {

    @Test
    void aProgramRecordsItsOwnEventsIntoItsOwnSink() {
        // docs: embedding
        List<ContainerStatusEvent> store = new ArrayList<>();
        BatchSink<ContainerStatusEvent> sink = batch -> {
            store.addAll(batch.events());
            return WriteReceipt.written(batch.number(), 1, 0);
        };
        try (TelemetryPipeline<ContainerStatusEvent> pipeline =
                TelemetryPipeline.builder(TelemetryTables.STATUS, sink).start()) {
            pipeline.record(ContainerStatusEvent.ofState(Instant.now(), "web", "4f66ad9a0b2e", ContainerState.RUNNING));
        }
        // docs: end

        assertThat(store).extracting(ContainerStatusEvent::service).containsExactly("web");
    }
}
