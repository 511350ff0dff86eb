package io.dispenser.telemetry.app.report;

import io.dispenser.telemetry.core.event.ContainerRun;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.ContainerUsage;
import io.dispenser.telemetry.core.event.Origin;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of the status table, to be filled again and again: millions of rows are no millions of objects. Times in milliseconds. */
final class Sample {

    static final long NO_TIME = Long.MIN_VALUE;
    static final long NO_BYTES = -1;
    static final int NO_EXIT = Integer.MIN_VALUE;

    long at;
    @Nullable String host;
    @Nullable String project;
    String service = "";
    @Nullable String name;
    String containerId = "";
    @Nullable String image;
    @Nullable String state;
    @Nullable String health;
    int exit;
    int restartCount;
    long uptimeSeconds;
    @Nullable String output;
    double cpu;
    long memory;
    long memoryLimit;
    boolean oom;
    long started;
    long finished;

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
        started = millis(run.startedAt());
        finished = millis(run.finishedAt());
        return this;
    }

    private static long bytes(@Nullable Long value) {
        return value == null ? NO_BYTES : value;
    }

    private static long millis(@Nullable Instant time) {
        return time == null ? NO_TIME : time.toEpochMilli();
    }

    byte band() {
        return Bands.of(state, health, exit != NO_EXIT && exit != 0);
    }
}
