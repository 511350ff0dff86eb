package io.dispenser.telemetry.core.agent;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.EngineException;
import io.dispenser.telemetry.core.port.EventRecorder;
import io.dispenser.telemetry.core.status.StatusSampler;
import io.dispenser.telemetry.core.time.Ticker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A sample at once, and from then on at a fixed rate, in a phase that is drawn once: agents that were started together don't
 * sample together. A sample that takes longer than the interval makes the missed ones fall out, counted.
 */
final class SamplingLoop {

    private final StatusSampler sampler;
    private final EventRecorder<ContainerStatusEvent> recorder;
    private final Duration interval;
    private final Duration deadline;
    private final Ticker ticker;
    private final InstantSource clock;
    private final AgentListener listener;

    private long due;
    /** By how much the second sample comes later than an interval after the first: between minus and plus half of one. */
    private long phase;

    /** @param deadline how long the inspections and readings of one sample may take */
    SamplingLoop(
            StatusSampler sampler,
            EventRecorder<ContainerStatusEvent> recorder,
            Duration interval,
            Duration deadline,
            RandomGenerator random,
            Ticker ticker,
            InstantSource clock,
            AgentListener listener) {
        this.sampler = sampler;
        this.recorder = recorder;
        this.interval = interval;
        this.deadline = deadline;
        this.ticker = ticker;
        this.clock = clock;
        this.listener = listener;
        this.due = ticker.nanos();
        this.phase = (long) ((random.nextDouble() - 0.5) * interval.toNanos());
    }

    /** Samples if it is time. Never ends by itself. */
    Optional<Duration> step() throws InterruptedException {
        long early = due - ticker.nanos();
        if (early > 0) {
            return Optional.of(Duration.ofNanos(early));
        }
        try {
            List<ContainerStatusEvent> rows = sampler.sample(clock.instant(), deadline);
            rows.forEach(recorder::record);
            listener.sampled(rows.size());
        } catch (EngineException e) {
            listener.sampleFailed(String.valueOf(e.getMessage()));
        } catch (RuntimeException | Error e) { // a defect of the adapter: it costs this sample and no other
            listener.sampleFailed("unexpected: " + e);
        }
        due += phase;
        phase = 0;
        long missed = Math.max(0, ticker.nanos() - due) / interval.toNanos();
        if (missed > 0) {
            listener.samplesSkipped(missed);
        }
        due += interval.toNanos() * (1 + missed);
        return Optional.of(Duration.ofNanos(Math.max(0, due - ticker.nanos())));
    }
}
