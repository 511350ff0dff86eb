package io.dispenser.telemetry.adapter.delta;

import io.dispenser.telemetry.adapter.delta.groupcommit.GroupCommitMeans;
import io.dispenser.telemetry.core.time.Scheduler;
import io.dispenser.telemetry.core.time.SystemScheduler;
import io.dispenser.telemetry.core.time.Ticker;
import io.dispenser.telemetry.core.time.Worker;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** Waits a part of what it is asked to, by a ticker that goes so much faster: what takes a host seconds takes a test none. */
final class FastTime implements Scheduler {

    private static final int TIMES = 50;

    private final Scheduler system = new SystemScheduler();
    private final int times;

    private FastTime(int times) {
        this.times = times;
    }

    static GroupCommitMeans means() {
        return means(TIMES);
    }

    /** @param times how much faster it goes */
    static GroupCommitMeans means(int times) {
        Ticker ticker = Ticker.system();
        return new GroupCommitMeans(InstantSource.system(), () -> ticker.nanos() * times, new FastTime(times));
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
