package io.dispenser.telemetry.core.agent;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.EngineException;
import io.dispenser.telemetry.core.port.EventRecorder;
import io.dispenser.telemetry.core.port.Ticker;
import io.dispenser.telemetry.core.status.StatusSampler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** A sweep every interval, at a fixed rate: a sweep that took longer than the interval makes the missed ones fall out. */
final class SweepLoop {

    private final StatusSampler sampler;
    private final EventRecorder<ContainerStatusEvent> recorder;
    private final Duration interval;
    private final Ticker ticker;
    private final InstantSource clock;
    private final AgentListener listener;

    private long due;

    SweepLoop(
            StatusSampler sampler,
            EventRecorder<ContainerStatusEvent> recorder,
            Duration interval,
            Ticker ticker,
            InstantSource clock,
            AgentListener listener) {
        this.sampler = sampler;
        this.recorder = recorder;
        this.interval = interval;
        this.ticker = ticker;
        this.clock = clock;
        this.listener = listener;
        this.due = ticker.nanos();
    }

    /** Sweeps if it is time. Never ends by itself. */
    Optional<Duration> step() throws InterruptedException {
        long early = due - ticker.nanos();
        if (early > 0) {
            return Optional.of(Duration.ofNanos(early));
        }
        try {
            List<ContainerStatusEvent> rows = sampler.sweep(clock.instant());
            rows.forEach(recorder::record);
            listener.swept(rows.size());
        } catch (EngineException e) {
            listener.sweepFailed(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) { // a defect of the adapter: it costs this sweep and no other
            listener.sweepFailed("unexpected: " + e);
        }
        long late = ticker.nanos() - due;
        due += interval.toNanos() * (1 + late / interval.toNanos());
        return Optional.of(Duration.ofNanos(Math.max(0, due - ticker.nanos())));
    }
}
