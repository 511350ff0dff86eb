package io.dispenser.telemetry.app.demo;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.container.ContainerSnapshot;
import io.dispenser.telemetry.core.container.ContainerSummary;
import io.dispenser.telemetry.core.container.Inspection;
import io.dispenser.telemetry.core.container.ResourceUsage;
import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.ContainerUsage;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.event.HealthStatus;
import io.dispenser.telemetry.core.event.TriggerType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the demo tells of the week behind it, and that nothing in it is beyond its own limits. */
class PastWeekTest {

    private static final Instant END = Instant.parse("2026-03-08T12:00:00Z");

    @ParameterizedTest
    @MethodSource("timesOfDay")
    void nobodyUsesMoreThanItMay(Instant end) {
        assertThat(new PastWeek(end, "1.2.3").samples()).allSatisfy(sample -> {
            Long limit = sample.usage().memoryLimitBytes();
            Long used = sample.usage().memoryBytes();
            if (limit != null && used != null) {
                assertThat(used).as("%s", sample).isLessThanOrEqualTo(limit);
            }
        });
    }

    @Test
    void nobodyUsesMoreThanItMayWhileTheStoryGoesOn() throws Exception {
        long[] nanos = {0};
        SimulatedEngine engine = new SimulatedEngine(() -> nanos[0], InstantSource.fixed(END));
        int looks = 0;
        for (; nanos[0] < Duration.ofSeconds(20).toNanos(); nanos[0] += 100_000_000) {
            List<String> ids = engine.list().stream().map(ContainerSummary::id).toList();
            Map<String, Long> limits = engine.inspect(ids).stream()
                    .map(Inspection.Answered.class::cast)
                    .map(Inspection.Answered::snapshot)
                    .collect(Collectors.toMap(ContainerSnapshot::id, ContainerSnapshot::memoryLimitBytes));
            for (ResourceUsage usage : engine.usage(ids, Duration.ofSeconds(1))) {
                Long used = usage.memoryBytes();
                long limit = limits.getOrDefault(usage.containerId(), 0L);
                if (used != null && limit > 0) {
                    assertThat(used).as("%s of %s", usage, limit).isLessThanOrEqualTo(limit);
                    looks++;
                }
            }
        }
        assertThat(looks).isGreaterThan(500);
    }

    @ParameterizedTest
    @MethodSource("timesOfDay")
    void atAnyTimeOfDayFiveContainersAreSeenEachFiveMinutes(Instant end) {
        Map<Instant, Long> bySample = new PastWeek(end, "1.2.3")
                .samples().stream()
                        .collect(Collectors.groupingBy(ContainerStatusEvent::timestamp, Collectors.counting()));
        assertThat(bySample).hasSize(7 * 24 * 12);
        assertThat(bySample.values()).containsOnly(5L);
    }

    @ParameterizedTest
    @MethodSource("timesOfDay")
    void aBadReleaseIsTakenBackALeakEndsInKillsAndAJobRunsEachNight(Instant end) {
        PastWeek week = new PastWeek(end, "1.2.3");
        List<String> releases = week.deployments().stream()
                .filter(each -> each.trigger() == TriggerType.IMAGE_UPDATE)
                .map(DeploymentEvent::image)
                .toList();
        assertThat(releases).containsExactlyInAnyOrder("shop/api:2.7.1", "shop/api:2.7.0");
        assertThat(week.samples().stream()
                        .filter(sample -> sample.service().equals("api"))
                        .filter(sample -> sample.healthStatus() == HealthStatus.UNHEALTHY))
                .hasSizeBetween(2, 6);
        assertThat(week.samples().stream()
                        .filter(sample -> Boolean.TRUE.equals(sample.run().oomKilled()))
                        .map(ContainerStatusEvent::service)
                        .distinct())
                .containsExactly("worker");
        assertThat(week.deployments().stream().filter(each -> each.trigger() == TriggerType.CRON))
                .hasSize(7)
                .allSatisfy(each -> assertThat(each.service()).isEqualTo("report"));
    }

    @ParameterizedTest
    @MethodSource("timesOfDay")
    void theReportFailsInOneNight(Instant end) {
        assertThat(new PastWeek(end, "1.2.3")
                        .samples().stream()
                                .filter(sample -> Integer.valueOf(3).equals(sample.exitCode()))
                                .map(ContainerStatusEvent::containerId)
                                .distinct())
                .hasSize(1);
    }

    @Test
    void theContainersAtItsEndAreThoseOfTheStoryBegunTwoSecondsLater() throws Exception {
        PastWeek week = new PastWeek(END, "1.2.3");
        Map<String, ContainerStatusEvent> last = week.samples().stream()
                .collect(Collectors.toMap(ContainerStatusEvent::service, each -> each, (before, each) -> each));
        try (SimulatedEngine engine = SimulatedEngine.start(() -> 0, InstantSource.fixed(END.plusSeconds(2)), END)) {
            List<String> ids = engine.list().stream().map(ContainerSummary::id).toList();
            assertThat(engine.inspect(ids)).hasSize(4).allSatisfy(each -> {
                ContainerSnapshot container = ((Inspection.Answered) each).snapshot();
                ContainerStatusEvent sample = requireNonNull(last.get(container.name()));
                assertThat(container.id()).startsWith(sample.containerId());
                assertThat(container.startedAt()).isEqualTo(sample.run().startedAt());
                assertThat(container.restartCount()).isEqualTo(sample.restartCount());
                if (container.createdAt().isAfter(END.minus(Duration.ofDays(7)))) {
                    assertThat(week.deployments())
                            .as("so that its creation is recorded once")
                            .anyMatch(deployment -> deployment.containerId().equals(container.id())
                                    && deployment.containerCreatedAt().equals(container.createdAt()));
                }
            });
        }
    }

    @Test
    void whatRunsHasProcessesAndMovesBytes() {
        Map<String, Long> sent = new HashMap<>();
        assertThat(new PastWeek(END, "1.2.3").samples()).allSatisfy(sample -> {
            ContainerUsage usage = sample.usage();
            if (sample.state().equals(ContainerState.RUNNING)) {
                assertThat(usage.pids()).isPositive();
                String start = sample.containerId() + sample.run().startedAt();
                assertThat(usage.networkTxBytes()).isGreaterThan(sent.getOrDefault(start, -1L));
                assertThat(usage.blockWriteBytes()).isNotNull();
                sent.put(start, usage.networkTxBytes());
            }
        });
        assertThat(sent).hasSizeGreaterThan(15);
    }

    /** Each hour, and the moments about the night's job and the change of day. */
    private static Stream<Instant> timesOfDay() {
        Instant midnight = Instant.parse("2026-03-08T00:00:00Z");
        return Stream.concat(
                IntStream.range(0, 24).mapToObj(hour -> midnight.plus(Duration.ofHours(hour))),
                Stream.of("01:59:59.999Z", "02:00:00.001Z", "02:12:30Z", "23:59:59.999Z")
                        .map(time -> Instant.parse("2026-03-08T" + time)));
    }
}
