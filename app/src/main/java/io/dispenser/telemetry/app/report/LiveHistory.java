package io.dispenser.telemetry.app.report;

import io.dispenser.telemetry.core.event.ContainerRun;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.ContainerUsage;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.event.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an agent has seen in its last hours, in bounded memory: a sample shares with the one before it, of the same container, what
 * did not change, and takes about 200 bytes. Not safe for several threads.
 */
final class LiveHistory {

    static final Duration REACH = Duration.ofHours(12);

    /** What 27 containers give in that time at the usual interval of a minute; of more, the reach is shorter. */
    static final int MOST_SAMPLES = 20_000;

    static final int MOST_DEPLOYMENTS = 500;

    private final ArrayDeque<ContainerStatusEvent> samples = new ArrayDeque<>();
    private final ArrayDeque<DeploymentEvent> deployments = new ArrayDeque<>();
    private final Map<String, ContainerStatusEvent> latest = new HashMap<>();

    void add(ContainerStatusEvent event) {
        forget(event.timestamp().minus(REACH));
        ContainerStatusEvent lean = lean(event, latest.get(key(event)));
        samples.add(lean);
        latest.put(key(lean), lean);
        if (samples.size() > MOST_SAMPLES) {
            dropOldestSample();
        }
    }

    void add(DeploymentEvent event) {
        deployments.add(event);
        if (deployments.size() > MOST_DEPLOYMENTS) {
            deployments.remove();
        }
    }

    private void forget(Instant before) {
        while (!samples.isEmpty() && samples.element().timestamp().isBefore(before)) {
            dropOldestSample();
        }
        while (!deployments.isEmpty() && deployments.element().timestamp().isBefore(before)) {
            deployments.remove();
        }
    }

    private void dropOldestSample() {
        ContainerStatusEvent dropped = samples.remove();
        latest.remove(key(dropped), dropped);
    }

    /** Several services may be without a container. */
    private static String key(ContainerStatusEvent event) {
        return event.containerId().isEmpty() ? event.service() : event.containerId();
    }

    private static ContainerStatusEvent lean(ContainerStatusEvent event, @Nullable ContainerStatusEvent before) {
        ContainerUsage usage = event.usage();
        Long limit = usage.memoryLimitBytes();
        if (before == null) {
            return event.with(
                    ContainerUsage.of(usage.cpuPercent(), usage.memoryBytes(), limit), event.run(), event.origin());
        }
        ContainerRun run = event.run().equals(before.run()) ? before.run() : event.run();
        Origin origin = event.origin().equals(before.origin()) ? before.origin() : event.origin();
        return new ContainerStatusEvent(
                event.timestamp(),
                before.service().equals(event.service()) ? before.service() : event.service(),
                before.containerId().equals(event.containerId()) ? before.containerId() : event.containerId(),
                event.state(),
                event.healthStatus(),
                event.exitCode(),
                event.restartCount(),
                event.uptimeSeconds(),
                event.failingStreak(),
                same(event.lastHealthOutput(), before.lastHealthOutput()),
                ContainerUsage.of(
                        usage.cpuPercent(),
                        usage.memoryBytes(),
                        same(limit, before.usage().memoryLimitBytes())),
                run,
                origin);
    }

    private static <T> @Nullable T same(@Nullable T now, @Nullable T before) {
        return Objects.equals(now, before) ? before : now;
    }

    /** All of it as it is now, which does not change. */
    Seen seen() {
        return new Seen(List.copyOf(samples), List.copyOf(deployments));
    }

    /**
     * What was seen, each in the order in which it was.
     *
     * @param samples of the containers
     * @param deployments of them
     */
    record Seen(List<ContainerStatusEvent> samples, List<DeploymentEvent> deployments) {

        /** The time of the oldest sample; empty if there is none. */
        Optional<Instant> oldest() {
            return samples.stream().findFirst().map(ContainerStatusEvent::timestamp);
        }

        /** The host of the latest sample; empty if it is not known. */
        Optional<String> host() {
            return samples.isEmpty()
                    ? Optional.empty()
                    : Optional.ofNullable(
                            samples.get(samples.size() - 1).origin().host());
        }

        void tell(ReportBuilder builder) {
            deployments.forEach(builder::deployment);
            samples.forEach(builder::sample);
        }
    }
}
