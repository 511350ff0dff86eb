package io.dispenser.telemetry.adapter.delta.analysis;

import io.dispenser.telemetry.core.event.ContainerRun;
import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.ContainerUsage;
import io.dispenser.telemetry.core.event.HealthStatus;
import io.dispenser.telemetry.core.event.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A container of the scripted month, which the script changes and the samples look at. */
final class ScriptedContainer {

    private static final long MIB = 1L << 20;

    final Origin origin;
    final String service;
    final String image;
    final Instant createdAt;
    final String id;
    final long limit;
    private final int seed;
    private final String build;

    ContainerState state = ContainerState.RUNNING;
    HealthStatus health;
    boolean inspected = true;
    double memoryShare;
    private int restarts;
    private @Nullable Integer exitCode;
    private boolean oomKilled;
    private Instant startedAt;
    private @Nullable Instant finishedAt;
    private int samplesSinceStart;

    /**
     * A container.
     *
     * @param number which no other one has
     * @param build its image, with # and more if the same tag has been another one
     * @param limitMib 0 for none
     */
    ScriptedContainer(
            int number, Origin origin, String service, String build, long limitMib, HealthStatus health, Instant at) {
        this.origin = origin;
        this.service = service;
        this.build = build;
        this.image = ScriptedHost.beforeHash(build);
        this.createdAt = at;
        this.health = health;
        this.seed = number;
        this.id = String.format(Locale.ROOT, "c%011x%052x", number * 7919L, number);
        this.limit = limitMib * MIB;
        this.memoryShare = 0.25;
        this.startedAt = at;
    }

    String imageSha() {
        return String.format(Locale.ROOT, "sha256:%064x", build.hashCode() & 0xffffffffL);
    }

    void restartsBefore(int count) {
        restarts = count;
    }

    /** It ended, and its policy starts it again: at once, or after the next samples have seen it down. */
    void restartByPolicy(Instant at, int code, boolean oom, boolean seenDown) {
        restarts++;
        exitCode = code;
        oomKilled = oom;
        finishedAt = at;
        state = seenDown ? ContainerState.RESTARTING : ContainerState.RUNNING;
        start(at);
    }

    /** A person or the engine starts it again: its restarts are counted anew. */
    void startAnew(Instant at) {
        restarts = 0;
        state = ContainerState.RUNNING;
        finishedAt = at;
        start(at);
    }

    void exit(Instant at, int code, boolean oom) {
        state = ContainerState.EXITED;
        exitCode = code;
        oomKilled = oom;
        finishedAt = at;
    }

    private void start(Instant at) {
        startedAt = at;
        samplesSinceStart = 0;
    }

    ContainerStatusEvent sample(Instant at) {
        if (!inspected) {
            return ContainerStatusEvent.ofState(at, service, id.substring(0, 12), ContainerState.UNKNOWN)
                    .with(ContainerUsage.UNKNOWN, ContainerRun.UNKNOWN, origin);
        }
        boolean up = state.equals(ContainerState.RUNNING);
        samplesSinceStart++;
        return new ContainerStatusEvent(
                at,
                service,
                id.substring(0, 12),
                state,
                health,
                up ? null : exitCode,
                restarts,
                up ? Duration.between(startedAt, at).toSeconds() : 0,
                health == HealthStatus.UNHEALTHY ? 3 : 0,
                health == HealthStatus.UNHEALTHY ? "connection refused" : null,
                up ? usage() : ContainerUsage.UNKNOWN,
                new ContainerRun(image, oomKilled, startedAt, finishedAt),
                origin);
    }

    private ContainerUsage usage() {
        int n = samplesSinceStart;
        long memory = limit == 0
                ? (100 + (n * 13L + seed) % 50) * MIB
                : (long) (limit * memoryShare) + (n * 13L + seed) % 20 * MIB / 4;
        return new ContainerUsage(
                n == 1 ? null : (n * 37 + seed * 11) % 400 / 4.0,
                memory,
                limit == 0 ? null : limit,
                10 + n % 3,
                service.equals("db") ? null : n * 1_000_000L + seed,
                service.equals("db") ? null : n * 400_000L + seed,
                n * 50_000L,
                n * 75_000L + n % 7);
    }
}
