package io.dispenser.telemetry.testkit;

import io.dispenser.telemetry.core.container.ContainerHealth;
import io.dispenser.telemetry.core.container.ContainerSnapshot;
import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.RestartPolicy;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds snapshots for tests: a running container without limits, of which a test changes what it is about. */
public final class SampleContainer {

    private final ContainerSnapshot.Builder snapshot;

    private SampleContainer(int number, String name) {
        snapshot = ContainerSnapshot.builder(
                        String.format(Locale.ROOT, "%064x", number), Instant.parse("2026-03-01T09:00:00Z"))
                .name(name)
                .image("shop/api:1")
                .imageId("sha256:" + "a".repeat(64))
                .state(ContainerState.RUNNING)
                .startedAt(Instant.parse("2026-03-01T09:00:01Z"))
                .publishedPorts(2)
                .mounts(3)
                .networks(1);
    }

    /** A container whose id is made of {@code number}. */
    public static SampleContainer of(int number, String name) {
        return new SampleContainer(number, name);
    }

    public SampleContainer labels(Map<String, String> labels) {
        snapshot.labels(labels);
        return this;
    }

    /** The image's name; its id is derived from {@code content}. */
    public SampleContainer image(String image, int content) {
        snapshot.image(image);
        snapshot.imageId("sha256:" + String.format(Locale.ROOT, "%064x", content));
        return this;
    }

    public SampleContainer createdAt(Instant createdAt) {
        snapshot.createdAt(createdAt);
        return this;
    }

    public SampleContainer startedAt(@Nullable Instant startedAt) {
        snapshot.startedAt(startedAt);
        return this;
    }

    public SampleContainer finishedAt(@Nullable Instant finishedAt) {
        snapshot.finishedAt(finishedAt);
        return this;
    }

    public SampleContainer state(ContainerState state) {
        snapshot.state(state);
        return this;
    }

    public SampleContainer exitCode(int exitCode) {
        snapshot.exitCode(exitCode);
        return this;
    }

    public SampleContainer restarts(int restartCount, RestartPolicy restartPolicy) {
        snapshot.restartCount(restartCount);
        snapshot.restartPolicy(restartPolicy);
        return this;
    }

    public SampleContainer health(ContainerHealth health) {
        snapshot.health(health);
        return this;
    }

    public SampleContainer limits(long memoryLimitBytes, long nanoCpus) {
        snapshot.memoryLimitBytes(memoryLimitBytes);
        snapshot.nanoCpus(nanoCpus);
        return this;
    }

    public SampleContainer settings(Map<String, String> settings) {
        snapshot.settings(settings);
        return this;
    }

    /** The snapshot: two published ports, three mounts, one network. */
    public ContainerSnapshot build() {
        return snapshot.build();
    }
}
