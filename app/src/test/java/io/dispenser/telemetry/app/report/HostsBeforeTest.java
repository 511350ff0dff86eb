package io.dispenser.telemetry.app.report;

import static io.dispenser.telemetry.app.report.ReportFixture.NOON;
import static io.dispenser.telemetry.app.report.ReportFixture.minutesAgo;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispenser.telemetry.adapter.delta.DeltaSink;
import io.dispenser.telemetry.app.report.ReportFixture.Container;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Hosts that fell silent before the time that a report covers. */
class HostsBeforeTest {

    private static final int DAY = 24 * 60;

    private final InMemoryTableStore store = new InMemoryTableStore();
    private final List<ContainerStatusEvent> events = new ArrayList<>();

    @Test
    void oneThatFellSilentBeforeTheCoveredTimeIsSaid() throws Exception {
        sampled("web-1", "api", 9 * DAY, 0);
        sampled("web-2", "api", 9 * DAY, 8 * DAY);

        JsonNode report = report(Duration.ofDays(7), null, null);

        assertThat(report.path("attention")).hasSize(1);
        assertThat(report.path("attention").get(0).path("text").asText())
                .startsWith("web-2 has been silent for 8 d")
                .endsWith("; it usually samples every 1 min");
        JsonNode host = report.path("hosts").get(1);
        assertThat(host.path("silent").asBoolean()).isTrue();
        assertThat(host.path("last").asLong()).isEqualTo(minutesAgo(8 * DAY + 1).toEpochMilli());
        assertThat(report.path("totals").path("samples").asInt()).isEqualTo(7 * DAY);
        assertThat(report.path("tables").get(0).path("rows").asInt()).isEqualTo(7 * DAY);
    }

    @Test
    void oneThatWasSilentForLongIsGoneAndThePageSaysHowFarItLooks() throws Exception {
        sampled("web-1", "api", 60, 0);
        sampled("web-2", "api", 20 * DAY, 15 * DAY);

        JsonNode report = report(Duration.ofDays(7), null, null);

        assertThat(report.path("attention")).isEmpty();
        assertThat(Instant.ofEpochMilli(report.path("heardFrom").asLong())).isEqualTo(NOON.minus(Duration.ofDays(14)));
    }

    @Test
    void aShortReportLooksADayFurtherAndALongOneAWeek() throws Exception {
        sampled("web-1", "api", 60, 0);

        assertThat(heardFrom(Duration.ofHours(2))).isEqualTo(NOON.minus(Duration.ofHours(26)));
        assertThat(heardFrom(Duration.ofDays(60))).isEqualTo(NOON.minus(Duration.ofDays(67)));
    }

    @Test
    void oneThatSamplesRarelyIsNotSilentYet() throws Exception {
        sampled("web-1", "api", 3 * DAY, 0);
        for (int minutes = 20 * 60 + 30; minutes > 0; minutes -= 60) {
            events.add(container("web-2", "api").at(minutesAgo(minutes)));
        }

        assertThat(report(Duration.ofMinutes(15), null, null).path("attention")).isEmpty();
    }

    @Test
    void otherServicesAndHostsAreNotMissed() throws Exception {
        sampled("web-1", "api", 9 * DAY, 0);
        sampled("web-2", "db", 9 * DAY, 8 * DAY);
        sampled("web-3", "api", 9 * DAY, 8 * DAY);

        assertThat(report(Duration.ofDays(7), "api", null).path("attention"))
                .hasSize(1)
                .allSatisfy(each -> assertThat(each.path("text").asText()).startsWith("web-3"));
        assertThat(report(Duration.ofDays(7), null, "web-1").path("attention")).isEmpty();
    }

    private Instant heardFrom(Duration covered) throws Exception {
        return Instant.ofEpochMilli(
                report(covered, null, null).path("heardFrom").asLong());
    }

    private void sampled(String host, String service, int from, int to) {
        Container container = container(host, service);
        for (int minutes = from; minutes > to; minutes--) {
            events.add(container.at(minutesAgo(minutes)));
        }
    }

    private static Container container(String host, String service) {
        Container container = new Container(service);
        container.host = host;
        return container;
    }

    private JsonNode report(Duration covered, @Nullable String service, @Nullable String host) throws Exception {
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, store.anotherClient(), "test/1")) {
            sink.write(new Batch<>("w", 0, events));
        }
        ReportBuilder builder =
                new ReportBuilder(new ReportScope(NOON.minus(covered), NOON, null, service, host, false));
        new TableReading(builder, (table, share, rows) -> {}).status(store, "memory:/table");
        return ReportFixture.read(ReportDocument.of(builder));
    }
}
