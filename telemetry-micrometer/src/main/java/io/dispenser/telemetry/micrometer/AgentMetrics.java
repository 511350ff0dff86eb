package io.dispenser.telemetry.micrometer;

import static java.util.Objects.requireNonNull;

import io.dispenser.telemetry.core.agent.AgentListener;
import io.dispenser.telemetry.core.container.ContainerChange;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Metrics of the observation of one engine: whether it is followed, how its samples go, and what could not be told. Give it
 * to the agent as its listener. Any thread.
 */
public final class AgentMetrics implements AgentListener, MeterBinder {

    private final InstantSource clock;
    private final LongAdder connections = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder samples = new LongAdder();
    private final LongAdder sampledContainers = new LongAdder();
    private final LongAdder failedSamples = new LongAdder();
    private final LongAdder skippedSamples = new LongAdder();
    private final LongAdder unreadableChanges = new LongAdder();
    private final LongAdder gaps = new LongAdder();
    private final LongAdder lostDeployments = new LongAdder();
    private final LongAdder duplicateAgents = new LongAdder();
    private volatile @Nullable Instant connectedSince;
    private volatile @Nullable Instant lastSample;

    /** @param clock what says when something happened */
    public AgentMetrics(InstantSource clock) {
        this.clock = requireNonNull(clock, "clock");
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Meters meters = Meters.of(registry, this);
        meters.gauge(
                "engine.connected",
                null,
                "1 while the engine's changes are followed",
                () -> connectedSince == null ? 0 : 1);
        meters.timestamp(
                "engine.connected.since.timestamp",
                "Since when the engine's changes are followed; 0: they are not",
                () -> connectedSince);
        meters.counter("engine.connections", "How often the engine began to be followed", connections);
        meters.counter("engine.failures", "Failed attempts to follow the engine", failures);
        meters.counter("samples", "Samples of all containers", samples);
        meters.counter("sampled.containers", "Status rows that samples gave", sampledContainers);
        meters.counter("samples.failed", "Samples that gave nothing", failedSamples);
        meters.counter("samples.skipped", "Samples not taken, as an earlier one was under way", skippedSamples);
        meters.timestamp("last.sample.timestamp", "Last sample of all containers; 0: none yet", () -> lastSample);
        meters.counter("changes.unreadable", "Changes that the engine told and nobody could read", unreadableChanges);
        meters.counter("change.gaps", "Spans of time whose changes are not known", gaps);
        meters.counter("deployments.lost", "Deployments without a row, for a defect", lostDeployments);
        meters.counter(
                "duplicate.agents", "Sightings of another agent that samples the same containers", duplicateAgents);
    }

    @Override
    public void engineConnected(String version) {
        connections.increment();
        connectedSince = clock.instant();
    }

    @Override
    public void engineUnavailable(String reason, Duration retryIn) {
        failures.increment();
        connectedSince = null;
    }

    @Override
    public void sampled(int rows) {
        samples.increment();
        sampledContainers.add(rows);
        lastSample = clock.instant();
    }

    @Override
    public void sampleFailed(String reason) {
        failedSamples.increment();
    }

    @Override
    public void samplesSkipped(long skipped) {
        skippedSamples.add(skipped);
    }

    @Override
    public void changeUnreadable(String reason) {
        unreadableChanges.increment();
    }

    @Override
    public void changesMissed(Instant from, Instant to) {
        gaps.increment();
    }

    @Override
    public void deploymentLost(ContainerChange change, String reason) {
        lostDeployments.increment();
    }

    @Override
    public void duplicateAgent(Instant latest) {
        duplicateAgents.increment();
    }
}
