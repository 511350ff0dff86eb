package io.dispenser.telemetry.app.demo;

import io.dispenser.telemetry.core.container.ResourceUsage.Counters;
import io.dispenser.telemetry.core.event.ContainerRun;
import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.ContainerUsage;
import io.dispenser.telemetry.core.event.HealthStatus;
import io.dispenser.telemetry.core.event.Origin;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A sample of before the story, while it is put together. */
final class PastSample {

    private static final int SHORT_ID = 12;

    private final Instant at;
    private final SimulatedImage image;
    private final String containerId;
    private final Instant begun;
    private ContainerState state = ContainerState.RUNNING;
    private HealthStatus health = HealthStatus.NONE;
    private @Nullable Integer exitCode;
    private @Nullable String output;
    private int restarts;
    private @Nullable Instant ended;
    private boolean outOfMemory;
    private ContainerUsage usage = ContainerUsage.UNKNOWN;

    /** @param begun when the container was started last */
    PastSample(Instant at, SimulatedImage image, String containerId, Instant begun) {
        this.at = at;
        this.image = image;
        this.containerId = containerId;
        this.begun = begun;
    }

    PastSample health(HealthStatus status, @Nullable String failedOutput) {
        health = status;
        output = failedOutput;
        return this;
    }

    PastSample uses(double cpu, double mebibytes, @Nullable Long limitMebibytes) {
        Counters counters = SimulatedUsage.counters(
                image.service(), Duration.between(begun, at).toSeconds());
        usage = new ContainerUsage(
                cpu,
                Math.round(mebibytes * (1 << 20)),
                limitMebibytes == null ? null : limitMebibytes << 20,
                counters.pids(),
                counters.networkRxBytes(),
                counters.networkTxBytes(),
                counters.blockReadBytes(),
                counters.blockWriteBytes());
        return this;
    }

    /** As the story has it, by {@code load} from 0 to 1. */
    PastSample usesAsUsual(double load, long limitMebibytes) {
        double memory = SimulatedUsage.memory(image.service(), limitMebibytes << 20) / (double) (1 << 20);
        return uses(
                SimulatedUsage.percent(image.service()) * (0.3 + load),
                memory * (0.85 + 0.3 * load),
                limitMebibytes == 0 ? null : limitMebibytes);
    }

    PastSample exited(int code, Instant when) {
        state = ContainerState.EXITED;
        exitCode = code;
        ended = when;
        usage = ContainerUsage.UNKNOWN;
        return this;
    }

    PastSample killedForMemory(int times, Instant when) {
        restarts = times;
        ended = when;
        outOfMemory = true;
        return this;
    }

    ContainerStatusEvent event() {
        long uptime = state.isUp() ? Duration.between(begun, at).toSeconds() : 0;
        int streak = health == HealthStatus.UNHEALTHY ? 3 : 0;
        return new ContainerStatusEvent(
                        at,
                        image.service(),
                        containerId.substring(0, SHORT_ID),
                        state,
                        health,
                        exitCode,
                        restarts,
                        uptime,
                        streak,
                        output)
                .with(
                        usage,
                        new ContainerRun(image.reference(), outOfMemory, begun, ended),
                        new Origin(SimulatedEngine.HOST, null, image.service()));
    }
}
