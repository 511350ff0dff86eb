package io.dispenser.telemetry.app.health;

import io.dispenser.telemetry.app.health.AgentHealth.EngineHealth;
import io.dispenser.telemetry.app.health.AgentHealth.Stranded;
import io.dispenser.telemetry.app.health.AgentHealth.TableHealth;
import io.dispenser.telemetry.core.agent.AgentListener;
import io.dispenser.telemetry.core.maintenance.MaintenanceLoopListener;
import io.dispenser.telemetry.core.maintenance.MaintenanceReport;
import io.dispenser.telemetry.core.pipeline.FlushReport;
import io.dispenser.telemetry.core.pipeline.PipelineHealth;
import io.dispenser.telemetry.core.pipeline.PipelineListener;
import io.dispenser.telemetry.core.pipeline.WriteFailure;
import io.dispenser.telemetry.core.port.StrandedBatches;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Remembers what was heard of an agent's engine and tables, for whoever asks how it is. Any thread. */
public final class HealthWatch implements AgentListener, PipelineListener, MaintenanceLoopListener {

    private final String version;
    private final Instant startedAt;
    private final String engine;
    private final InstantSource clock;
    private final Map<String, Table> tables = new HashMap<>();
    private @Nullable Instant followedSince;
    private @Nullable Instant lastSample;
    private @Nullable Trouble followTrouble;
    private @Nullable Trouble sampleTrouble;

    /** What is wrong, and since when. */
    private record Trouble(String problem, Instant since) {

        /** The same trouble, of which {@code problem} is the latest that is known. */
        static Trouble lasting(@Nullable Trouble before, String problem, Instant now) {
            return new Trouble(problem, before == null ? now : before.since());
        }
    }

    /** What was heard of one table. */
    private static final class Table {
        final String uri;
        RecentMinutes recent = new RecentMinutes();
        boolean reached;

        @Nullable
        Instant lastWrite;

        @Nullable
        Instant problemSince;

        @Nullable
        Stranded stranded;

        @Nullable
        Instant lastMaintenance;

        @Nullable
        String maintenanceProblem;

        Table(String uri) {
            this.uri = uri;
        }
    }

    /**
     * @param version the program's version
     * @param startedAt since when it runs
     * @param engine what the engine is called
     * @param uris where the tables are, by their names
     */
    public HealthWatch(
            String version, Instant startedAt, String engine, Map<String, String> uris, InstantSource clock) {
        this.version = version;
        this.startedAt = startedAt;
        this.engine = engine;
        this.clock = clock;
        uris.forEach((table, uri) -> tables.put(table, new Table(uri)));
    }

    /**
     * Goes on with what {@code before} remembers, which hears no more: the last hour, and what was done to tables that are where they
     * were. What was wrong is found anew.
     */
    public synchronized void resume(HealthWatch before) {
        synchronized (before) {
            tables.forEach((name, table) -> {
                Table known = before.tables.get(name);
                if (known != null) {
                    table.recent = known.recent.resumed();
                    if (known.uri.equals(table.uri)) {
                        table.lastWrite = known.lastWrite;
                        table.lastMaintenance = known.lastMaintenance;
                    }
                }
            });
        }
    }

    /** How the agent is now, with pipelines that are as {@code pipelines} says. */
    public synchronized AgentHealth health(List<PipelineHealth> pipelines) {
        look(pipelines);
        Trouble trouble = followTrouble == null ? sampleTrouble : followTrouble;
        EngineHealth engineHealth = new EngineHealth(
                engine,
                followedSince,
                lastSample,
                trouble == null ? null : trouble.problem(),
                trouble == null ? null : trouble.since());
        return new AgentHealth(
                version,
                startedAt,
                clock.instant(),
                engineHealth,
                pipelines.stream().map(this::health).toList());
    }

    /** Remembers how pipelines are now, for what is told of the last hour: to be called several times a minute. */
    public synchronized void look(List<PipelineHealth> pipelines) {
        Instant now = clock.instant();
        pipelines.forEach(pipeline -> table(pipeline.table()).recent.looked(now, pipeline));
    }

    private TableHealth health(PipelineHealth pipeline) {
        Table table = table(pipeline.table());
        return new TableHealth(
                table.uri,
                pipeline,
                table.reached,
                table.lastWrite,
                table.problemSince,
                table.stranded,
                table.lastMaintenance,
                table.maintenanceProblem,
                table.recent.upTo(clock.instant()));
    }

    @Override
    public synchronized void engineConnected(String engineVersion) {
        followedSince = clock.instant();
        followTrouble = null;
        sampleTrouble = null; // of before: how the engine is now, the next sample shows, which may be a day away
    }

    @Override
    public synchronized void engineUnavailable(String reason, Duration retryIn) {
        followedSince = null;
        followTrouble = Trouble.lasting(followTrouble, reason, clock.instant());
    }

    @Override
    public synchronized void sampled(int rows) {
        lastSample = clock.instant();
        sampleTrouble = null;
    }

    @Override
    public synchronized void sampleFailed(String reason) {
        sampleTrouble = Trouble.lasting(sampleTrouble, reason, clock.instant());
    }

    @Override
    public synchronized void tableReady(String name) {
        Table table = table(name);
        table.reached = true;
        table.problemSince = null;
    }

    @Override
    public synchronized void flushed(FlushReport report) {
        tableReady(report.table());
        Table table = table(report.table());
        table.lastWrite = clock.instant();
        table.recent.flushed(table.lastWrite, report.took());
    }

    @Override
    public synchronized void writeFailed(WriteFailure failure) {
        Table table = table(failure.table());
        if (table.problemSince == null) {
            table.problemSince = clock.instant();
        }
    }

    @Override
    public synchronized void stranded(String name, StrandedBatches batches) {
        table(name).stranded = new Stranded(
                batches.files(), batches.writers(), clock.instant().minus(batches.age()), batches.problem());
    }

    @Override
    public synchronized void nothingStranded(String name) {
        table(name).stranded = null;
    }

    @Override
    public synchronized void maintained(String name, MaintenanceReport report) {
        Table table = table(name);
        table.lastMaintenance = clock.instant();
        table.maintenanceProblem = null;
    }

    @Override
    public synchronized void maintenanceFailed(String name, String reason, Duration retryIn) {
        table(name).maintenanceProblem = reason;
    }

    private Table table(String name) {
        return tables.computeIfAbsent(name, unknown -> new Table(""));
    }
}
