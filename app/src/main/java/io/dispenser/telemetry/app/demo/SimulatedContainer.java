package io.dispenser.telemetry.app.demo;

import io.dispenser.telemetry.core.container.ContainerHealth;
import io.dispenser.telemetry.core.container.ContainerSnapshot;
import io.dispenser.telemetry.core.deployment.Sha256;
import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.HealthStatus;
import io.dispenser.telemetry.core.event.RestartPolicy;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A container while the story is told up to some moment. Lives for one telling only, so nothing of it is shared.
 */
final class SimulatedContainer {

    private static final int SIGKILL_CODE = 137;

    private final String id;
    private final SimulatedImage image;
    private final Instant createdAt;
    private final Traits traits;

    private ContainerState state = ContainerState.CREATED;
    private @Nullable Instant startedAt;
    private @Nullable Instant finishedAt;
    private boolean oomKilled;
    private int exitCode;
    private int restartCount;
    private ContainerHealth health = ContainerHealth.NONE;
    private long memoryLimitBytes;

    /**
     * What stays as it is.
     *
     * @param restartPolicy when it is restarted
     * @param memoryLimitMiB the memory limit at its creation, or 0
     * @param nanoCpus the CPU limit, or 0
     * @param ports published ports
     * @param mounts mounts
     * @param networks networks
     * @param healthCheck whether it has a health check
     */
    record Traits(
            RestartPolicy restartPolicy,
            long memoryLimitMiB,
            long nanoCpus,
            int ports,
            int mounts,
            int networks,
            boolean healthCheck) {

        /** As a row of a deployment has it: {@code 0.5}; null without one. */
        @Nullable
        String cpuLimit() {
            return nanoCpus == 0 ? null : Double.toString(nanoCpus / 1e9);
        }
    }

    SimulatedContainer(SimulatedImage image, int generation, Traits traits, Instant createdAt) {
        this.id = id(image, generation);
        this.image = image;
        this.traits = traits;
        this.createdAt = createdAt;
        this.memoryLimitBytes = traits.memoryLimitMiB() << 20;
    }

    /** The id of a container: the same in every run. */
    static String id(SimulatedImage image, int generation) {
        return Sha256.hex("container " + image.service() + " " + generation);
    }

    String id() {
        return id;
    }

    String name() {
        return image.service();
    }

    SimulatedImage image() {
        return image;
    }

    void start(Instant at) {
        state = ContainerState.RUNNING;
        startedAt = at;
        exitCode = 0;
        oomKilled = false;
        if (traits.healthCheck()) {
            health = new ContainerHealth(HealthStatus.STARTING, 0, null);
        }
    }

    /** The process ended, and stays so. */
    void exit(int code, Instant at) {
        end(ContainerState.EXITED, code, at);
    }

    /** The process ended, and the engine waits before it starts it again, which it counts at once. */
    void crash(int code, Instant at) {
        end(ContainerState.RESTARTING, code, at);
        restartCount++;
    }

    /** The same by the kernel, for want of memory. */
    void runOutOfMemory(Instant at) {
        crash(SIGKILL_CODE, at);
        oomKilled = true;
    }

    /** Somebody had it restarted. */
    void restart(Instant at) {
        end(state, 0, at);
        start(at);
    }

    private void end(ContainerState next, int code, Instant at) {
        state = next;
        exitCode = code;
        finishedAt = at;
    }

    void passHealthCheck() {
        health = new ContainerHealth(HealthStatus.HEALTHY, 0, health.lastFailedOutput());
    }

    void failHealthCheck(String output, int retries) {
        int streak = health.failingStreak() + 1;
        health = new ContainerHealth(streak >= retries ? HealthStatus.UNHEALTHY : health.status(), streak, output);
    }

    void limitMemory(long mebibytes) {
        memoryLimitBytes = mebibytes << 20;
    }

    ContainerSnapshot snapshot() {
        return ContainerSnapshot.builder(id, createdAt)
                .name(name())
                .image(image.reference())
                .imageId(image.details().id())
                .state(state)
                .startedAt(startedAt)
                .finishedAt(finishedAt)
                .oomKilled(oomKilled)
                .exitCode(exitCode)
                .restartCount(restartCount)
                .health(health)
                .restartPolicy(traits.restartPolicy())
                .memoryLimitBytes(memoryLimitBytes)
                .nanoCpus(traits.nanoCpus())
                .publishedPorts(traits.ports())
                .mounts(traits.mounts())
                .networks(traits.networks())
                .build();
    }
}
