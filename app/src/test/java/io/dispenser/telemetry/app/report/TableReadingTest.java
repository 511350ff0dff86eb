package io.dispenser.telemetry.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispenser.telemetry.adapter.delta.DeltaSink;
import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.HealthStatus;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A report of a table, whose columns are looked at in runs, is that of the same events one by one. */
class TableReadingTest {

    private static final int CONTAINERS = 40;
    private static final int MINUTES = 600;
    private static final List<HealthStatus> HEALTH = List.of(HealthStatus.values());

    /** @param steady of so many samples one differs from the one before in something */
    @ParameterizedTest
    @ValueSource(ints = {2, 30, 1000})
    void aTableTellsWhatItsEventsDo(int steady) throws Exception {
        List<ContainerStatusEvent> events = events(new Random(steady), steady);
        InMemoryTableStore store = new InMemoryTableStore();
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, store.anotherClient(), "test/1")) {
            sink.write(new Batch<>("w", 0, events));
        }
        ReportFixture byEvents = new ReportFixture(Duration.ofHours(11));
        events.forEach(byEvents.builder::sample);
        ReportFixture byTable = new ReportFixture(Duration.ofHours(11));

        ReportTable read = new TableReading(byTable.builder, (table, share, rows) -> {}).status(store, "memory:/table");

        assertThat(read.rows()).isEqualTo(events.size());
        JsonNode expected = byEvents.document();
        assertThat(expected.path("series")).hasSize(CONTAINERS);
        for (String part : List.of("totals", "hosts", "series", "attention")) {
            assertThat(byTable.document().path(part)).as(part).isEqualTo(expected.path(part));
        }
    }

    /** Container after container, as a compaction leaves them. */
    private static List<ContainerStatusEvent> events(Random random, int steady) {
        List<ContainerStatusEvent> events = new ArrayList<>();
        for (int each = 0; each < CONTAINERS; each++) {
            var container = new ReportFixture.Container("service-" + each % 7);
            container.host = "web-" + each / 7;
            for (int minutes = MINUTES; minutes > 0; minutes--) {
                if (random.nextInt(steady) == 0) {
                    change(container, random);
                }
                container.cpu = random.nextInt(20) == 0 ? null : (Double) random.nextDouble();
                container.memory = random.nextInt(20) == 0 ? null : (Long) random.nextLong(1L << 30);
                events.add(container.at(ReportFixture.minutesAgo(minutes)));
            }
        }
        return events;
    }

    private static void change(ReportFixture.Container container, Random random) {
        switch (random.nextInt(7)) {
            case 0 -> container.id = Integer.toString(random.nextInt(3));
            case 1 -> container.image = "api:" + random.nextInt(3);
            case 2 -> container.health = HEALTH.get(random.nextInt(HEALTH.size()));
            case 3 -> {
                boolean ended = random.nextBoolean();
                container.state = ended ? ContainerState.EXITED : ContainerState.RUNNING;
                container.exit = ended ? (Integer) random.nextInt(2) : null;
                container.finished = ended ? ReportFixture.minutesAgo(random.nextInt(MINUTES)) : null;
            }
            case 4 -> container.restarts += random.nextInt(3);
            case 5 -> container.oom = random.nextBoolean();
            default -> container.limit = random.nextBoolean() ? null : (Long) (long) random.nextInt(1 << 30);
        }
    }
}
