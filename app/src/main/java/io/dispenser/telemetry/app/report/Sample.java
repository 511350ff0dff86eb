package io.dispenser.telemetry.app.report;

import io.dispenser.telemetry.core.event.ContainerRun;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.ContainerUsage;
import io.dispenser.telemetry.core.event.Origin;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** A row of the status table, to be filled again and again: millions of rows are no millions of objects. Times in milliseconds, unless they say otherwise. */
final class Sample {

    static final long NO_TIME = Long.MIN_VALUE;
    static final long NO_BYTES = -1;
    static final int NO_EXIT = Integer.MIN_VALUE;

    private static final long MICROS_PER_MILLI = 1000;

    long at;

    @Nullable
    String host;

    @Nullable
    String project;

    String service = "";

    @Nullable
    String name;

    String containerId = "";

    @Nullable
    String image;

    @Nullable
    String state;

    @Nullable
    String health;

    int exit;

    /** State and health, as {@link Bands} has them. */
    byte band;

    int restartCount;
    long uptimeSeconds;

    @Nullable
    String output;

    double cpu;
    long memory;
    long memoryLimit;
    boolean oom;
    long startedMicros;
    long finishedMicros;

    Sample of(ContainerStatusEvent event) {
        at = event.timestamp().toEpochMilli();
        service = event.service();
        containerId = event.containerId();
        state = event.state().columnValue();
        health = event.healthStatus().columnValue();
        Integer code = event.exitCode();
        exit = code == null ? NO_EXIT : code;
        restartCount = event.restartCount();
        uptimeSeconds = event.uptimeSeconds();
        output = event.lastHealthOutput();
        Origin origin = event.origin();
        host = origin.host();
        project = origin.project();
        name = origin.containerName();
        ContainerUsage usage = event.usage();
        Double percent = usage.cpuPercent();
        cpu = percent == null ? Double.NaN : percent;
        memory = bytes(usage.memoryBytes());
        memoryLimit = bytes(usage.memoryLimitBytes());
        ContainerRun run = event.run();
        image = run.image();
        oom = Boolean.TRUE.equals(run.oomKilled());
        startedMicros = micros(run.startedAt());
        finishedMicros = micros(run.finishedAt());
        band = Bands.of(state, health, exit != NO_EXIT && exit != 0);
        return this;
    }

    private static long bytes(@Nullable Long value) {
        return value == null ? NO_BYTES : value;
    }

    private static long micros(@Nullable Instant time) {
        return time == null ? NO_TIME : ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    /** Milliseconds of microseconds, rounded down. Most are after the epoch, where it takes no more than a division. */
    static long millis(long micros) {
        return micros >= 0
                ? micros / MICROS_PER_MILLI
                : micros == NO_TIME ? NO_TIME : Math.floorDiv(micros, MICROS_PER_MILLI);
    }

    /** The last start; only few samples are asked for it. */
    long started() {
        return millis(startedMicros);
    }

    /** The last end. */
    long finished() {
        return millis(finishedMicros);
    }
}
