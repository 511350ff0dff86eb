package io.dispenser.telemetry.app.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dispenser.telemetry.core.event.ContainerRun;
import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.ContainerUsage;
import io.dispenser.telemetry.core.event.HealthStatus;
import io.dispenser.telemetry.core.event.Origin;
import io.dispenser.telemetry.testkit.ManualInstants;
import io.dispenser.telemetry.testkit.ManualTicker;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LiveReportTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant START = Instant.parse("2026-11-30T10:00:00Z");

    private final ManualInstants clock = new ManualInstants(START);
    private final ManualTicker ticker = new ManualTicker();
    private final List<byte[]> sent = new ArrayList<>();
    private boolean watched = true;
    private final LiveReport report = new LiveReport(
            () -> new LiveAgent(
                    "1.2.3",
                    START,
                    "no engine",
                    List.of(new LiveAgent.Table("status", 7, 4096L, START, "no route", START, null))),
            new LiveReport.Watchers() {
                @Override
                public boolean isAny() {
                    return watched;
                }

                @Override
                public void send(byte[] document) {
                    sent.add(document);
                }
            },
            clock,
            ticker);

    @Test
    void aSampleOfManyContainersIsOneDocumentAndThereIsOneASecondAtMost() throws Exception {
        for (int i = 0; i < 20; i++) {
            report.recorded(sample("service-" + i, START));
        }
        assertThat(report.step()).isEqualTo(Duration.ofMillis(300));
        pass(Duration.ofMillis(300));
        report.step();
        assertThat(sent).hasSize(1);
        assertThat(read(sent.get(0)).path("series")).hasSize(20);
        report.recorded(sample("service-20", START));
        pass(Duration.ofMillis(400));
        assertThat(report.step()).isEqualTo(Duration.ofMillis(600));
        assertThat(sent).hasSize(1);
        pass(Duration.ofMillis(600));
        report.step();
        assertThat(read(sent.get(1)).path("series")).hasSize(21);
        pass(Duration.ofMinutes(1));
        report.step();
        assertThat(sent).hasSize(2);
    }

    @Test
    void whileNobodyLooksNothingIsSent() {
        watched = false;
        report.recorded(sample("api", START));
        pass(Duration.ofSeconds(5));
        report.step();
        assertThat(sent).isEmpty();
    }

    @Test
    void theDocumentTellsOfTheAgentAndOfItsTables() throws Exception {
        report.recorded(sample("api", START));
        JsonNode document = read(report.document());
        assertThat(document.path("live").asBoolean()).isTrue();
        assertThat(document.at("/agent/version").asText()).isEqualTo("1.2.3");
        assertThat(document.at("/agent/host").asText()).isEqualTo("web-1");
        assertThat(document.at("/agent/trouble").asText()).isEqualTo("no engine");
        assertThat(document.at("/pipelines/0/waiting").asInt()).isEqualTo(7);
        assertThat(document.at("/pipelines/0/trouble").asText()).isEqualTo("no route");
        assertThat(document.at("/pipelines/0/lastCommit").isNull()).isTrue();
        assertThat(new String(report.document(), StandardCharsets.UTF_8)).doesNotContain("\n", "\r");
    }

    @Test
    void theLastHoursAreCoveredAndNoMore() throws Exception {
        for (int minute = 0; minute <= 24 * 60; minute += 10) {
            clock.set(START.plus(Duration.ofMinutes(minute)));
            report.recorded(sample("api", clock.instant()));
        }
        JsonNode document = read(report.document());
        assertThat(document.path("to").asLong()).isEqualTo(clock.instant().toEpochMilli());
        assertThat(document.path("from").asLong())
                .isEqualTo(clock.instant().minus(LiveHistory.REACH).toEpochMilli());
        assertThat(document.at("/totals/samples").asInt()).isEqualTo(73);
    }

    @Test
    void whatIsKeptIsBoundedHoweverMuchHappens() {
        LiveHistory history = new LiveHistory();
        for (int i = 0; i < 3 * LiveHistory.MOST_SAMPLES; i++) {
            history.add(sample("service-" + i, START.plusMillis(i)));
            history.add(SampleEvents.deployment(i));
        }
        LiveHistory.Seen seen = history.seen();
        assertThat(seen.samples()).hasSize(LiveHistory.MOST_SAMPLES);
        assertThat(seen.deployments()).hasSize(LiveHistory.MOST_DEPLOYMENTS);
        assertThat(seen.oldest()).contains(START.plusMillis(2 * LiveHistory.MOST_SAMPLES));
    }

    @Test
    void aSampleSharesWithTheOneBeforeItWhatDidNotChange() {
        LiveHistory history = new LiveHistory();
        history.add(sample("api", START));
        history.add(sample(new String("api"), START.plusSeconds(60)));
        List<ContainerStatusEvent> kept = history.seen().samples();
        assertThat(kept.get(1).run()).isSameAs(kept.get(0).run());
        assertThat(kept.get(1).origin()).isSameAs(kept.get(0).origin());
        assertThat(kept.get(1).usage()).isEqualTo(kept.get(0).usage());
    }

    @Test
    void ofHealthChecksTheLastWordIsKeptAndItsBeginning() throws Exception {
        LiveHistory history = new LiveHistory();
        for (int i = 0; i < 100; i++) {
            history.add(sample(i + "<".repeat(1000), "api", START.plusSeconds(i)));
            history.add(sample("all is said", "db", START.plusSeconds(i)));
        }
        assertThat(history.seen().samples())
                .hasSize(200)
                .allSatisfy(sample -> assertThat(sample.lastHealthOutput()).isNull());
        assertThat(history.seen().told().map(ContainerStatusEvent::lastHealthOutput))
                .filteredOn(Objects::nonNull)
                .containsExactly("99" + "<".repeat(298), "all is said");
        report.recorded(sample("out of words", "api", START));
        assertThat(read(report.document()).at("/series/0/output").asText()).isEqualTo("out of words");
    }

    @Test
    void aReportGoesOnWithWhatTheOneBeforeItHasSeen() throws Exception {
        report.recorded(sample("api", START));
        report.recorded(sample("no more", "api", START.plusSeconds(60)));
        report.recorded(SampleEvents.deployment(1));
        clock.advance(Duration.ofMinutes(2));
        LiveReport next = new LiveReport(
                () -> new LiveAgent("1.2.4", START, null, List.of()), new NobodyWatches(), clock, ticker);
        next.resume(report);
        next.recorded(sample("api", START.plusSeconds(120)));
        JsonNode document = read(next.document());
        assertThat(document.at("/totals/samples").asInt()).isEqualTo(3);
        assertThat(document.at("/agent/version").asText()).isEqualTo("1.2.4");
        assertThat(document.path("from").asLong())
                .isEqualTo(read(report.document()).path("from").asLong());
    }

    private static final class NobodyWatches implements LiveReport.Watchers {

        @Override
        public boolean isAny() {
            return false;
        }

        @Override
        public void send(byte[] document) {}
    }

    private void pass(Duration time) {
        ticker.advance(time);
        clock.advance(time);
    }

    private static JsonNode read(byte[] document) throws IOException {
        return JSON.readTree(document);
    }

    static ContainerStatusEvent sample(String service, Instant at) {
        return sample("output of " + service, service, at);
    }

    private static ContainerStatusEvent sample(String output, String service, Instant at) {
        return new ContainerStatusEvent(
                        at,
                        service,
                        "id-of-" + service,
                        ContainerState.RUNNING,
                        HealthStatus.HEALTHY,
                        null,
                        0,
                        100,
                        0,
                        output)
                .with(
                        ContainerUsage.of(12.5, 100L << 20, 256L << 20),
                        new ContainerRun("image:1", false, START.minusSeconds(1000), null),
                        new Origin("web-1", "shop", service + "-1"));
    }
}
