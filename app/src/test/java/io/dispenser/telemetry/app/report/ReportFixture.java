package io.dispenser.telemetry.app.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.dispenser.telemetry.core.event.ContainerRun;
import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.ContainerUsage;
import io.dispenser.telemetry.core.event.DeploymentAction;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.event.HealthStatus;
import io.dispenser.telemetry.core.event.Origin;
import io.dispenser.telemetry.core.event.RestartPolicy;
import io.dispenser.telemetry.core.event.TriggerType;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A report of some hours that end at noon, to be fed by hand. */
final class ReportFixture {

    static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    static final Duration MINUTE = Duration.ofMinutes(1);
    static final long MIB = 1 << 20;

    private static final String ID = "0123456789ab";

    /** As the page finds times in sentences. */
    private static final Pattern SPOKEN_TIME = Pattern.compile("\u0001(-?\\d+)\u0001");

    final ReportBuilder builder;

    ReportFixture(Duration covered) {
        builder = new ReportBuilder(new ReportScope(NOON.minus(covered), NOON, "1d", null, null, false));
    }

    /** A container's samples, to be changed as its story goes. */
    static final class Container {
        String host = "web-1";
        String service;
        String id = ID;
        String image = "api:1.2";
        ContainerState state = ContainerState.RUNNING;
        HealthStatus health = HealthStatus.HEALTHY;

        @Nullable
        Integer exit;

        int restarts;

        @Nullable
        Double cpu = 12.5;

        @Nullable
        Long memory = 100 * MIB;

        @Nullable
        Long limit = 512 * MIB;

        boolean oom;

        @Nullable
        Instant started = NOON.minus(Duration.ofDays(3));

        @Nullable
        Instant finished;

        Container(String service) {
            this.service = service;
        }

        ContainerStatusEvent at(Instant time) {
            return new ContainerStatusEvent(time, service, id, state, health, exit, restarts, 60, 0, null)
                    .with(
                            ContainerUsage.of(cpu, memory, limit),
                            new ContainerRun(image, oom, started, finished),
                            new Origin(host, "shop", "shop-" + service + "-1"));
        }
    }

    /** Samples each minute from so long before noon until so long before it. */
    void samples(Container container, int fromMinutes, int toMinutes) {
        for (int minutes = fromMinutes; minutes > toMinutes; minutes--) {
            builder.sample(container.at(minutesAgo(minutes)));
        }
    }

    static Instant minutesAgo(int minutes) {
        return NOON.minus(MINUTE.multipliedBy(minutes));
    }

    static DeploymentEvent deployment(
            Instant at, String service, String image, @Nullable String previous, DeploymentAction action) {
        return new DeploymentEvent(
                        at,
                        service,
                        image,
                        "sha256:" + image,
                        40,
                        ID + "0".repeat(52),
                        at,
                        TriggerType.IMAGE_UPDATE,
                        "1",
                        RestartPolicy.ALWAYS,
                        null,
                        null,
                        false,
                        null,
                        0,
                        0,
                        0)
                .with(
                        new Origin("web-1", "shop", "shop-" + service + "-1"),
                        action,
                        previous,
                        previous == null ? null : "sha256:" + previous);
    }

    JsonNode document() throws IOException {
        return read(ReportDocument.of(builder));
    }

    static JsonNode read(ReportDocument document) throws IOException {
        return new JsonMapper().readTree(document.json());
    }

    /** What needs attention, each as its kind, its severity and its text. */
    List<String> attention() throws IOException {
        List<String> found = new ArrayList<>();
        for (JsonNode each : document().path("attention")) {
            found.add(each.path("kind").asText() + " " + each.path("severity").asInt() + ": "
                    + SPOKEN_TIME
                            .matcher(each.path("text").asText())
                            .replaceAll(time -> Instant.ofEpochMilli(Long.parseLong(time.group(1)))
                                    .toString()
                                    .replaceFirst(".*T([0-9:]{5}).*", "$1 UTC")));
        }
        return found;
    }
}
