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

    private final String id;
    private final String name;
    private Map<String, String> labels = Map.of();
    private String image = "shop/api:1";
    private String imageId = "sha256:" + "a".repeat(64);
    private Instant createdAt = Instant.parse("2026-03-01T09:00:00Z");
    private ContainerState state = ContainerState.RUNNING;
    private @Nullable Instant startedAt = Instant.parse("2026-03-01T09:00:01Z");
    private int exitCode;
    private int restartCount;
    private ContainerHealth health = ContainerHealth.NONE;
    private RestartPolicy restartPolicy = RestartPolicy.NO;
    private long memoryLimitBytes;
    private long nanoCpus;

    private SampleContainer(int number, String name) {
        this.id = String.format(Locale.ROOT, "%064x", number);
        this.name = name;
    }

    /** A container whose id is made of {@code number}. */
    public static SampleContainer of(int number, String name) {
        return new SampleContainer(number, name);
    }

    public SampleContainer labels(Map<String, String> labels) {
        this.labels = labels;
        return this;
    }

    /** The image's name; its id is derived from {@code content}. */
    public SampleContainer image(String image, int content) {
        this.image = image;
        this.imageId = "sha256:" + String.format(Locale.ROOT, "%064x", content);
        return this;
    }

    public SampleContainer createdAt(Instant createdAt) {
        this.createdAt = createdAt;
        return this;
    }

    public SampleContainer startedAt(@Nullable Instant startedAt) {
        this.startedAt = startedAt;
        return this;
    }

    public SampleContainer state(ContainerState state) {
        this.state = state;
        return this;
    }

    public SampleContainer exitCode(int exitCode) {
        this.exitCode = exitCode;
        return this;
    }

    public SampleContainer restarts(int restartCount, RestartPolicy restartPolicy) {
        this.restartCount = restartCount;
        this.restartPolicy = restartPolicy;
        return this;
    }

    public SampleContainer health(ContainerHealth health) {
        this.health = health;
        return this;
    }

    public SampleContainer limits(long memoryLimitBytes, long nanoCpus) {
        this.memoryLimitBytes = memoryLimitBytes;
        this.nanoCpus = nanoCpus;
        return this;
    }

    /** The snapshot: two published ports, three mounts, one network. */
    public ContainerSnapshot build() {
        return ContainerSnapshot.builder(id, createdAt)
                .name(name)
                .labels(labels)
                .image(image)
                .imageId(imageId)
                .state(state)
                .startedAt(startedAt)
                .exitCode(exitCode)
                .restartCount(restartCount)
                .health(health)
                .restartPolicy(restartPolicy)
                .memoryLimitBytes(memoryLimitBytes)
                .nanoCpus(nanoCpus)
                .publishedPorts(2)
                .mounts(3)
                .networks(1)
                .build();
    }
}
