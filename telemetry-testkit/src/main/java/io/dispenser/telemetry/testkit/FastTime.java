package io.dispenser.telemetry.testkit;

import io.dispenser.telemetry.core.time.Scheduler;
import io.dispenser.telemetry.core.time.SystemScheduler;
import io.dispenser.telemetry.core.time.Ticker;
import io.dispenser.telemetry.core.time.Worker;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Waits a part of what it is asked to, by a ticker that goes so much faster: what takes a host seconds takes a test none. Any thread. */
public final class FastTime implements Scheduler {

    private final Scheduler system = new SystemScheduler();
    private final Ticker ticker = Ticker.system();
    private final int times;

    /** @param times how much faster it goes */
    public FastTime(int times) {
        this.times = times;
    }

    /** The ticker that goes with it. */
    public Ticker ticker() {
        return () -> ticker.nanos() * times;
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        system.sleep(duration.dividedBy(times));
    }

    @Override
    public Loop start(String name, Worker.Step step) {
        return system.start(name, () -> step.step().map(wait -> wait.dividedBy(times)));
    }

    @Override
    public <T> List<T> callAll(List<? extends Call<T>> calls, int atOnce) throws IOException, InterruptedException {
        return system.callAll(calls, atOnce);
    }
}
