package io.dispenser.telemetry.testkit;

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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Events for tests: all different, and each with its number in it. */
public final class SampleEvents {

    private static final Instant FIRST = Instant.parse("2026-03-01T10:00:00.123456Z");

    private static final List<TriggerType> TRIGGERS = List.of(TriggerType.values());
    private static final List<DeploymentAction> ACTIONS = List.of(DeploymentAction.values());
    private static final List<RestartPolicy> POLICIES = List.of(RestartPolicy.values());

    private SampleEvents() {}

    /** Status event number {@code number}: a second later than the one before, optional columns filled in every other one. */
    public static ContainerStatusEvent status(int number) {
        boolean full = number % 2 == 0;
        return new ContainerStatusEvent(
                FIRST.plusSeconds(number),
                "service-" + number,
                String.format(Locale.ROOT, "%012x", number),
                full ? ContainerState.EXITED : ContainerState.RUNNING,
                full ? HealthStatus.UNHEALTHY : HealthStatus.NONE,
                full ? number % 256 : null,
                number,
                number * 60L,
                full ? 3 : 0,
                full ? "probe " + number + " said no" : null,
                full
                        ? new ContainerUsage(
                                number / 8.0,
                                number * 1_000L,
                                512L << 20,
                                number,
                                number * 10L,
                                number * 20L,
                                number * 30L,
                                number * 40L)
                        : ContainerUsage.UNKNOWN,
                full
                        ? new ContainerRun(
                                "shop/api:1." + number,
                                number % 4 == 0,
                                FIRST.minusSeconds(number),
                                FIRST.plusSeconds(number))
                        : ContainerRun.UNKNOWN,
                full ? origin(number) : Origin.UNKNOWN);
    }

    /**
     * A status event with the least and the greatest that its numbers can be, and letters that are not ASCII.
     *
     * @param at the time, as an instant in ISO 8601
     * @param healthOutput the output of the last failed health check
     */
    public static ContainerStatusEvent extremeStatus(String at, String healthOutput) {
        return new ContainerStatusEvent(
                Instant.parse(at),
                "dienst-ß",
                "",
                ContainerState.NOT_FOUND,
                HealthStatus.NONE,
                null,
                Integer.MAX_VALUE,
                Long.MAX_VALUE,
                Integer.MIN_VALUE,
                healthOutput);
    }

    /**
     * What a reader has to get right: the first {@code usual} status events, and extreme ones at both sides of a midnight and before 1970, with no
     * text, a long one, and one with {@code oddText} in it.
     */
    public static List<ContainerStatusEvent> statusesWithExtremes(int usual, String oddText) {
        List<ContainerStatusEvent> events = new ArrayList<>(statuses(0, usual));
        events.add(extremeStatus(
                "2026-03-01T23:59:59.999999Z", "naïve café \uD83D\uDCE6\n\ttab, \"quotes\" | " + oddText));
        events.add(extremeStatus("2026-03-02T00:00:00Z", "x".repeat(1024)));
        events.add(extremeStatus("1969-12-31T23:59:59.000001Z", ""));
        return events;
    }

    /** Status events {@code from} to {@code to}, the last not included. */
    public static List<ContainerStatusEvent> statuses(int from, int to) {
        return IntStream.range(from, to).mapToObj(SampleEvents::status).toList();
    }

    /** Deployment event number {@code number}: an hour later than the one before. */
    public static DeploymentEvent deployment(int number) {
        boolean full = number % 2 == 0;
        Instant at = FIRST.plus(Duration.ofHours(number));
        return new DeploymentEvent(
                at,
                "service-" + number,
                "shop/api:1." + number,
                "sha256:" + String.format(Locale.ROOT, "%064x", number),
                100L + number,
                String.format(Locale.ROOT, "%064x", number),
                at.minusSeconds(1),
                TRIGGERS.get(number % TRIGGERS.size()),
                "0.0-test",
                POLICIES.get(number % POLICIES.size()),
                full ? "512m" : null,
                full ? "0.5" : null,
                full,
                full ? "api.example.org" : null,
                number,
                number + 1,
                number + 2,
                full ? origin(number) : Origin.UNKNOWN,
                full ? ACTIONS.get(number % ACTIONS.size()) : null,
                full ? "shop/api:1." + (number - 1) : null,
                full ? "sha256:" + String.format(Locale.ROOT, "%064x", number - 1L) : null);
    }

    private static Origin origin(int number) {
        return new Origin("host-" + number % 3, "shop", "shop-api-" + number);
    }

    /** Deployment events {@code from} to {@code to}, the last not included. */
    public static List<DeploymentEvent> deployments(int from, int to) {
        return IntStream.range(from, to).mapToObj(SampleEvents::deployment).toList();
    }
}
