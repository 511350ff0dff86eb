package io.dispenser.telemetry.app.report;

import static io.dispenser.telemetry.app.report.ReportFixture.MIB;
import static io.dispenser.telemetry.app.report.ReportFixture.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispenser.telemetry.app.report.ReportFixture.Container;
import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.DeploymentAction;
import io.dispenser.telemetry.core.event.HealthStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a builder makes of many samples, beside what plain loops over all of them make. */
class ReportBuilderTest {

    private static final int NONE = 0xFFFF;
    private static final List<HealthStatus> HEALTHS = List.of(HealthStatus.values());

    /** Worse from one to the next; as the document's numbers. */
    private static final List<Integer> STATES_BY_BADNESS = List.of(1, 6, 2, 5, 3, 10, 9, 4, 7, 8);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theOrderOfFilesMeansNothing(long seed) throws Exception {
        Random random = new Random(seed);
        List<List<ContainerStatusEvent>> files = files(random);
        List<ContainerStatusEvent> all = files.stream().flatMap(List::stream).toList();
        if (seed % 3 == 1) {
            Collections.shuffle(files, random);
        } else if (seed % 3 == 2) {
            Collections.reverse(files);
        }
        ReportBuilder builder =
                new ReportBuilder(new ReportScope(NOON.minus(Duration.ofDays(3)), NOON, null, null, null, false));
        files.forEach(file -> file.forEach(builder::sample));

        JsonNode document = ReportFixture.read(ReportDocument.of(builder));

        assertThat(document.path("series")).hasSize(9);
        assertThat(document.path("totals").path("samples").asInt()).isEqualTo(all.size());
        for (JsonNode series : document.path("series")) {
            String host = document.path("hosts")
                    .get(series.path("host").asInt())
                    .path("name")
                    .asText();
            List<ContainerStatusEvent> own = all.stream()
                    .filter(event -> host.equals(event.origin().host())
                            && event.service().equals(series.path("service").asText()))
                    .sorted(Comparator.comparing(ContainerStatusEvent::timestamp))
                    .toList();
            compare(document, series, own);
        }
        gaps(document, all);
    }

    private static void compare(JsonNode document, JsonNode series, List<ContainerStatusEvent> own) throws Exception {
        long from = document.path("from").asLong();
        long width = document.path("bucket").asLong();
        int buckets = document.path("buckets").asInt();
        Map<Integer, List<ContainerStatusEvent>> byBucket = new HashMap<>();
        Map<Integer, Integer> restarts = new HashMap<>();
        ContainerStatusEvent before = null;
        for (ContainerStatusEvent event : own) {
            int bucket = (int) ((event.timestamp().toEpochMilli() - from) / width);
            byBucket.computeIfAbsent(bucket, key -> new ArrayList<>()).add(event);
            if (event.state().equals(ContainerState.NOT_FOUND) || event.state().equals(ContainerState.UNKNOWN)) {
                continue;
            }
            if (before != null) {
                boolean goesOn = event.containerId().equals(before.containerId())
                        && event.restartCount() >= before.restartCount();
                restarts.merge(bucket, event.restartCount() - (goesOn ? before.restartCount() : 0), Integer::sum);
            }
            before = event;
        }
        byte[] bands = Base64.getDecoder().decode(series.path("bands").asText());
        int[] cpuMean = words(series.path("cpuMean").asText());
        int[] cpuMax = words(series.path("cpuMax").asText());
        int[] memoryMax = words(series.path("memoryMax").asText());
        double cpuScale = series.path("cpuScale").asDouble();
        double memoryScale = series.path("memoryScale").asDouble();
        assertThat(bands).hasSize(buckets);
        assertThat(cpuMean).hasSize(buckets);
        for (int i = 0; i < buckets; i++) {
            List<ContainerStatusEvent> here = byBucket.getOrDefault(i, List.of());
            int worst = here.stream()
                    .mapToInt(ReportBuilderTest::state)
                    .boxed()
                    .max(Comparator.comparing(STATES_BY_BADNESS::indexOf))
                    .orElse(0);
            if (here.stream().noneMatch(event -> event.healthStatus() == HealthStatus.UNHEALTHY)) {
                assertThat(bands[i] & 15).isEqualTo(worst);
            } else {
                assertThat(bands[i] >> 4 == 3 || STATES_BY_BADNESS.indexOf(bands[i] & 15) > 6)
                        .as("unhealthy, or worse")
                        .isTrue();
            }
            double[] cpu = here.stream()
                    .map(event -> event.usage().cpuPercent())
                    .filter(value -> value != null)
                    .mapToDouble(Double::doubleValue)
                    .toArray();
            if (cpu.length == 0) {
                assertThat(cpuMean[i]).isEqualTo(NONE);
                assertThat(cpuMax[i]).isEqualTo(NONE);
            } else {
                assertThat(cpuMean[i] * cpuScale)
                        .isEqualTo(java.util.Arrays.stream(cpu).average().orElseThrow(), within(0.01));
                assertThat(cpuMax[i] * cpuScale)
                        .isEqualTo(java.util.Arrays.stream(cpu).max().orElseThrow(), within(0.01));
            }
            long memory = here.stream()
                    .map(event -> event.usage().memoryBytes())
                    .filter(value -> value != null)
                    .mapToLong(Long::longValue)
                    .max()
                    .orElse(-1);
            if (memory < 0) {
                assertThat(memoryMax[i]).isEqualTo(NONE);
            } else {
                assertThat(memoryMax[i] * memoryScale).isEqualTo((double) memory, within(0.1 * MIB));
            }
        }
        Map<Integer, Integer> ticks = new HashMap<>();
        series.path("ticks")
                .forEach(tick -> ticks.put(tick.get(0).asInt(), tick.get(1).asInt()));
        restarts.values().removeIf(count -> count == 0);
        assertThat(ticks).isEqualTo(restarts);
        assertThat(series.path("restarts").asInt())
                .isEqualTo(
                        restarts.values().stream().mapToInt(Integer::intValue).sum());
        ContainerStatusEvent last = own.get(own.size() - 1);
        assertThat(series.path("last").asLong()).isEqualTo(last.timestamp().toEpochMilli());
        assertThat(series.path("state").asText()).isEqualTo(last.state().columnValue());
        assertThat(series.path("health").asText()).isEqualTo(last.healthStatus().columnValue());
        assertThat(series.path("cpuNow").isNull()).isEqualTo(last.usage().cpuPercent() == null);
    }

    /** Of each host: where between two of its samples, which are two minutes apart, more than six pass. */
    private static void gaps(JsonNode document, List<ContainerStatusEvent> all) {
        for (JsonNode host : document.path("hosts")) {
            long[] times = all.stream()
                    .filter(event ->
                            host.path("name").asText().equals(event.origin().host()))
                    .mapToLong(event -> event.timestamp().toEpochMilli())
                    .sorted()
                    .distinct()
                    .toArray();
            List<String> expected = new ArrayList<>();
            for (int i = 1; i < times.length; i++) {
                if (times[i] - times[i - 1] > 3 * 120_000) {
                    expected.add(times[i - 1] + " " + times[i]);
                }
            }
            List<String> found = new ArrayList<>();
            host.path("gaps")
                    .forEach(gap ->
                            found.add(gap.get(0).asText() + " " + gap.get(1).asText()));
            if (host.path("silent").asBoolean()) {
                found.remove(found.size() - 1);
            }
            assertThat(found).isEqualTo(expected);
            assertThat(host.path("interval").asLong()).isEqualTo(120_000);
            assertThat(host.path("first").asLong()).isEqualTo(times[0]);
        }
    }

    private static int state(ContainerStatusEvent event) {
        Integer exit = event.exitCode();
        return Bands.state(Bands.of(event.state().columnValue(), null, exit != null && exit != 0));
    }

    private static int[] words(String base64) {
        byte[] bytes = Base64.getDecoder().decode(base64);
        return IntStream.range(0, bytes.length / 2)
                .map(i -> (bytes[2 * i] & 0xFF) | ((bytes[2 * i + 1] & 0xFF) << 8))
                .toArray();
    }

    /** Three hosts of three services for three days, each host's day in pieces, sorted as a compaction does; hours are lost. */
    private static List<List<ContainerStatusEvent>> files(Random random) {
        List<List<ContainerStatusEvent>> files = new ArrayList<>();
        for (String host : List.of("a", "b", "c")) {
            List<Container> containers = new ArrayList<>();
            for (String service : List.of("api", "db", "web")) {
                Container container = new Container(service);
                container.host = host;
                containers.add(container);
            }
            Instant at = NOON.minus(Duration.ofDays(3)).plusSeconds(random.nextInt(100));
            while (at.isBefore(NOON.minus(Duration.ofHours(1)))) {
                List<List<ContainerStatusEvent>> piece =
                        List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
                // Pieces end with the hour: a bucket's samples are never in three of them.
                Instant end = at.plus(Duration.ofHours(1 + random.nextInt(8)));
                for (; at.isBefore(end) && at.isBefore(NOON); at = at.plusSeconds(120)) {
                    for (int i = 0; i < 3; i++) {
                        change(containers.get(i), random);
                        piece.get(i).add(containers.get(i).at(at));
                    }
                }
                files.add(piece.stream().flatMap(List::stream).toList());
                if (random.nextInt(5) == 0) {
                    at = at.plus(Duration.ofMinutes(20 + random.nextInt(100)));
                }
            }
        }
        return files;
    }

    private static void change(Container container, Random random) {
        container.cpu = random.nextInt(4) == 0 ? null : random.nextInt(1000) / 10.0;
        container.memory = random.nextInt(4) == 0 ? null : (long) random.nextInt(400) * MIB;
        switch (random.nextInt(60)) {
            case 0 -> container.health = HEALTHS.get(random.nextInt(HEALTHS.size()));
            case 1 -> {
                container.state = ContainerState.known().get(random.nextInt(9));
                container.exit = container.state.hasEnded() ? (Integer) random.nextInt(2) : null;
            }
            case 2 -> container.restarts += 1 + random.nextInt(3);
            case 3 -> {
                container.id = "id" + random.nextInt(1_000_000);
                container.restarts = 0;
            }
            default -> {}
        }
    }

    @Test
    void bucketsAreAsFineAsSamplesAndRoundForPeople() throws Exception {
        assertThat(width(Duration.ofHours(1), 10)).isEqualTo(Duration.ofSeconds(10));
        assertThat(width(Duration.ofHours(1), 60)).isEqualTo(Duration.ofMinutes(1));
        assertThat(width(Duration.ofDays(1), 60)).isEqualTo(Duration.ofMinutes(5));
        assertThat(width(Duration.ofDays(7), 60)).isEqualTo(Duration.ofMinutes(10));
        assertThat(width(Duration.ofDays(365), 86_400)).isEqualTo(Duration.ofDays(1));
    }

    private static Duration width(Duration covered, int interval) throws Exception {
        ReportFixture report = new ReportFixture(covered);
        Container api = new Container("api");
        for (Instant at = NOON.minus(covered); at.isBefore(NOON); at = at.plusSeconds(interval)) {
            report.builder.sample(api.at(at));
        }
        return Duration.ofMillis(report.document().path("bucket").asLong());
    }

    @Test
    void withoutAnythingThereIsADocument() throws Exception {
        JsonNode document = new ReportFixture(Duration.ofDays(1)).document();

        assertThat(document.path("series")).isEmpty();
        assertThat(document.path("buckets").asInt()).isPositive();
        assertThat(document.path("format").asInt()).isEqualTo(1);
    }

    @Test
    void otherServicesAndHostsAndTimesAreLeftOut() throws Exception {
        ReportBuilder builder =
                new ReportBuilder(new ReportScope(NOON.minus(Duration.ofHours(2)), NOON, "2h", "api", "web-1", false));
        Container api = new Container("api");
        builder.sample(api.at(NOON.minusSeconds(60)));
        builder.sample(api.at(NOON.minus(Duration.ofHours(4))));
        builder.sample(new Container("db").at(NOON.minusSeconds(60)));
        api.host = "web-2";
        builder.sample(api.at(NOON.minusSeconds(60)));
        builder.deployment(
                ReportFixture.deployment(NOON.minusSeconds(90), "db", "db:1", null, DeploymentAction.CREATED));

        JsonNode document = ReportFixture.read(ReportDocument.of(builder));
        assertThat(document.path("totals").path("samples").asInt()).isEqualTo(1);
        assertThat(document.path("totals").path("deployments").asInt()).isZero();
        assertThat(document.path("asked").path("host").asText()).isEqualTo("web-1");
    }

    @Test
    void severalContainersOfOneNameAtOnceAreNoRestarts() throws Exception {
        ReportFixture report = new ReportFixture(Duration.ofHours(2));
        Container one = new Container("api");
        Container other = new Container("api");
        other.id = "other";
        other.restarts = 7;
        for (int minutes = 100; minutes > 0; minutes--) {
            report.builder.sample(one.at(ReportFixture.minutesAgo(minutes)));
            report.builder.sample(other.at(ReportFixture.minutesAgo(minutes)));
        }

        assertThat(report.document().path("series").get(0).path("restarts").asInt())
                .isZero();
    }
}
