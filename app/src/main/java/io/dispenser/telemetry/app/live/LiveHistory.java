package io.dispenser.telemetry.app.live;

import io.dispenser.telemetry.app.report.ReportBuilder;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an agent has seen in its last hours, in bounded memory: a sample shares with the one before it, of the same container, what
 * did not change, and takes about 200 bytes. Of what a health check said only the container's last word is kept, and its
 * beginning. Not safe for several threads.
 */
final class LiveHistory {

    static final Duration REACH = Duration.ofHours(12);

    /** What 27 containers give in that time at the usual interval of a minute; of more, the reach is shorter. */
    static final int MOST_SAMPLES = 20_000;

    static final int MOST_DEPLOYMENTS = 500;

    /** As much of what a health check said as a page shows. */
    static final int LONGEST_OUTPUT = 300;

    private final ArrayDeque<ContainerStatusEvent> samples = new ArrayDeque<>();
    private final ArrayDeque<DeploymentEvent> deployments = new ArrayDeque<>();
    private final Map<String, Latest> latest = new HashMap<>();

    /**
     * The latest sample of a container.
     *
     * @param sample as it is kept
     * @param output what its last failed health check said
     */
    record Latest(ContainerStatusEvent sample, @Nullable String output) {

        ContainerStatusEvent whole() {
            return lean(sample, sample, output);
        }
    }

    void add(ContainerStatusEvent event) {
        forget(event.timestamp().minus(REACH));
        Latest before = latest.get(key(event));
        ContainerStatusEvent lean = lean(event, before == null ? event : before.sample(), null);
        samples.add(lean);
        latest.put(key(lean), new Latest(lean, cut(event.lastHealthOutput())));
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
        Latest known = latest.get(key(dropped));
        if (known != null && known.sample().equals(dropped)) {
            latest.remove(key(dropped));
        }
    }

    private static @Nullable String cut(@Nullable String output) {
        return output == null || output.length() <= LONGEST_OUTPUT ? output : output.substring(0, LONGEST_OUTPUT);
    }

    /** Takes all that another one has, before anything else is added. */
    void resume(Seen before) {
        before.deployments().forEach(this::add);
        before.told().forEach(this::add);
    }

    /** Several services may be without a container. */
    private static String key(ContainerStatusEvent event) {
        return event.containerId().isEmpty() ? event.service() : event.containerId();
    }

    /** The same with that output, and with the objects of {@code alike} for what is equal to its own. */
    private static ContainerStatusEvent lean(
            ContainerStatusEvent event, ContainerStatusEvent alike, @Nullable String output) {
        ContainerUsage usage = event.usage();
        Long limit = usage.memoryLimitBytes();
        ContainerRun run = event.run().equals(alike.run()) ? alike.run() : event.run();
        Origin origin = event.origin().equals(alike.origin()) ? alike.origin() : event.origin();
        return new ContainerStatusEvent(
                event.timestamp(),
                alike.service().equals(event.service()) ? alike.service() : event.service(),
                alike.containerId().equals(event.containerId()) ? alike.containerId() : event.containerId(),
                event.state(),
                event.healthStatus(),
                event.exitCode(),
                event.restartCount(),
                event.uptimeSeconds(),
                event.failingStreak(),
                output,
                ContainerUsage.of(
                        usage.cpuPercent(),
                        usage.memoryBytes(),
                        same(limit, alike.usage().memoryLimitBytes())),
                run,
                origin);
    }

    private static <T> @Nullable T same(@Nullable T now, @Nullable T before) {
        return Objects.equals(now, before) ? before : now;
    }

    /** All of it as it is now, which does not change. */
    Seen seen() {
        return new Seen(List.copyOf(samples), Map.copyOf(latest), List.copyOf(deployments));
    }

    /**
     * What was seen, each in the order in which it was.
     *
     * @param samples of the containers
     * @param latest the latest sample of each container, by its key
     * @param deployments of them
     */
    record Seen(List<ContainerStatusEvent> samples, Map<String, Latest> latest, List<DeploymentEvent> deployments) {

        /** The samples, the latest of each container with the last word of its health check. */
        Stream<ContainerStatusEvent> told() {
            return samples.stream().map(sample -> {
                Latest known = latest.get(key(sample));
                return known != null && known.sample().equals(sample) ? known.whole() : sample;
            });
        }

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
            told().forEach(builder::sample);
        }
    }
}
