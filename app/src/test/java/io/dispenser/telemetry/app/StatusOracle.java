package io.dispenser.telemetry.app;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The status table of one host: of whiles in which nothing happened to a container, every row is compared with what the
 * engine says of it before and after.
 */
final class StatusOracle {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** With a sample each second, at least one lies in it whole. */
    private static final Duration WHILE = Duration.ofMillis(3200);

    /** On a busy machine samples are left out: the while lasts until so many were written since its begin. */
    private static final int FLUSHES = 4;

    private static final int MOST_SECONDS = 60;

    private final TestContainers containers;
    private final Path socket;
    private final String host;

    /** The services that have a row in every sample, also without a container. */
    private final Set<String> configured = new HashSet<>();

    private @Nullable AgentProcess agent;

    private final List<Watch> watches = new ArrayList<>();

    /** When containers ended that the kernel killed: engines forget it at the next start. */
    private final Set<String> oomKills = new HashSet<>();

    private final EngineEvents events;

    private record Watch(
            Instant from,
            Instant until,
            Map<String, EngineLook> before,
            Map<String, EngineLook> after,
            @Nullable JsonNode unknown,
            List<String> subjects) {}

    /** @param socket of the engine */
    StatusOracle(TestContainers containers, EngineEvents events, Path socket, String host) {
        this.events = events;
        this.containers = containers;
        this.socket = socket;
        this.host = host;
    }

    void configure(String service) {
        configured.add(service);
    }

    /** Who samples this host; before anything is watched. */
    void sampledBy(AgentProcess sampler) {
        agent = sampler;
    }

    /** Lets a few samples be taken. Of {@code subjects}, by the test's names, nothing may happen meanwhile. */
    void watch(String... subjects) throws IOException, InterruptedException {
        watch(WHILE, null, subjects);
    }

    /** The same of one whose last end was the kernel's, for want of memory, as soon as the engine has told so. */
    void watchOutOfMemory(String subject) throws IOException, InterruptedException {
        JsonNode container = containers.inspect(subject);
        assertThat(container.at("/State/ExitCode").asInt())
                .as(container.toString())
                .isEqualTo(137);
        Instant end = Instant.parse(container.at("/State/FinishedAt").asText());
        while (!events.isTold("oom", container.path("Id").asText(), end)) {
            assertThat(Instant.now()).as("no oom of %s", subject).isBefore(end.plusSeconds(MOST_SECONDS));
            TimeUnit.MILLISECONDS.sleep(50);
        }
        watch(subject);
    }

    /** The same while {@code unknown}, a container that was inspected before, can't be. */
    void watch(Duration length, @Nullable JsonNode unknown, String... subjects)
            throws IOException, InterruptedException {
        String except = unknown == null ? null : unknown.path("Name").asText().substring(1);
        Map<String, EngineLook> before = EngineLook.all(containers, socket, except);
        Instant from = Instant.now();
        long flushes = flushes();
        TimeUnit.MILLISECONDS.sleep(length.toMillis());
        for (int i = 0; flushes() < flushes + FLUSHES && i < MOST_SECONDS * 10; i++) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        Instant until = Instant.now();
        Map<String, EngineLook> after = EngineLook.all(containers, socket, except);
        after.values().stream()
                .filter(look -> look.container().at("/State/OOMKilled").asBoolean())
                .forEach(look ->
                        oomKills.add(look.container().at("/State/FinishedAt").asText()));
        watches.add(new Watch(from, until, before, after, unknown, List.of(subjects)));
    }

    private long flushes() throws IOException {
        return requireNonNull(agent)
                .log()
                .lines()
                .filter(line -> line.contains("dispenser-container-status: ") && line.contains(" version "))
                .count();
    }

    /** All rows of this host, in any order. What was seen in whiles, as {@code service state}. */
    Set<String> compare(List<JsonNode> rows) throws IOException {
        TreeMap<Instant, Map<String, JsonNode>> samples = new TreeMap<>();
        for (JsonNode row : rows) {
            Instant at = Instant.parse(row.path("timestamp").asText());
            JsonNode other = samples.computeIfAbsent(at, unknown -> new LinkedHashMap<>())
                    .put(row.path("service").asText(), row);
            assertThat(other).as("a second row in one sample: %s", row).isNull();
            assertThat(row.path("host").asText()).isEqualTo(host);
        }
        if (!configured.isEmpty()) {
            samples.values().forEach(sample -> assertThat(sample.keySet()).isEqualTo(configured));
        }
        Set<String> seen = new HashSet<>();
        for (Watch watch : watches) {
            Set<String> compared = new HashSet<>();
            Instant previous = null;
            for (Instant at : samples.subMap(watch.from(), watch.until()).keySet()) {
                Instant next = samples.higherKey(at);
                if (next != null && next.isBefore(watch.until())) { // it was taken whole in this while
                    compare(watch, requireNonNull(samples.get(at)), at, previous, compared, seen);
                }
                previous = at;
            }
            for (String subject : watch.subjects()) {
                assertThat(compared)
                        .as("services without a row from %s to %s", watch.from(), watch.until())
                        .contains(containers.name(subject));
            }
        }
        return seen;
    }

    private void compare(
            Watch watch,
            Map<String, JsonNode> sample,
            Instant at,
            @Nullable Instant previous,
            Set<String> compared,
            Set<String> seen)
            throws IOException {
        Set<String> services = new HashSet<>(configured);
        services.addAll(watch.after().keySet());
        for (String service : services) {
            EngineLook before = watch.before().get(service);
            EngineLook after = watch.after().get(service);
            JsonNode row = sample.get(service);
            Map<String, @Nullable Object> due;
            if (watch.unknown() != null
                    && DeploymentOracle.serviceOf(watch.unknown()).equals(service)) {
                due = StatusColumns.unknown(at, service, host, watch.unknown());
            } else if (before == null && after == null) {
                due = StatusColumns.notFound(at, service, host);
            } else if (before == null || after == null || !before.isSame(after)) {
                continue; // something happened to it
            } else {
                String end = after.container().at("/State/FinishedAt").asText();
                boolean oomKilled = oomKills.contains(end)
                        || events.isTold("oom", after.container().path("Id").asText(), Instant.parse(end));
                due = new StatusColumns(before, after, requireNonNull(row), previous).due(at, service, host, oomKilled);
            }
            assertThat(String.valueOf(row)).isEqualTo(text(due));
            compared.add(service);
            seen.add(service.replace(containers.prefix(), "") + " " + due.get("state")
                    + (Boolean.TRUE.equals(due.get("oom_killed")) ? " oom" : "")
                    + ("none".equals(due.get("health_status")) ? "" : " " + due.get("health_status")));
        }
    }

    private static String text(Map<String, @Nullable Object> row) {
        try {
            return JSON.writeValueAsString(row);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
