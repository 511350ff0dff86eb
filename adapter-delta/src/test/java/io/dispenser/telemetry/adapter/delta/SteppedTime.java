package io.dispenser.telemetry.adapter.delta;

import io.dispenser.telemetry.adapter.delta.groupcommit.GroupCommitMeans;
import io.dispenser.telemetry.core.time.Scheduler;
import io.dispenser.telemetry.core.time.Worker;
import io.dispenser.telemetry.testkit.ManualInstants;
import io.dispenser.telemetry.testkit.ManualTicker;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The time of some hosts and of their store, which passes when a test says so: what hosts do meanwhile happens on the test's thread. */
final class SteppedTime implements Scheduler {

    static final Instant START = Instant.parse("2026-03-01T18:00:00Z");

    final ManualInstants clock = new ManualInstants(START);
    private final ManualTicker ticker = new ManualTicker();
    private final List<Turning> loops = new ArrayList<>();

    /** The time of a host that lives on. */
    GroupCommitMeans means() {
        return new GroupCommitMeans(clock, ticker, this);
    }

    /** The time of a host that dies when it waits for the first time: it has just handed something over. */
    GroupCommitMeans meansOfWhoDies() {
        return new GroupCommitMeans(clock, ticker, new Scheduler() {
            @Override
            public void sleep(Duration duration) {
                throw new Died();
            }

            @Override
            public Loop start(String name, Worker.Step step) {
                throw new Died();
            }

            @Override
            public <T> List<T> callAll(List<? extends Call<T>> calls, int atOnce) throws IOException {
                return SteppedTime.this.callAll(calls, atOnce);
            }
        });
    }

    /** A process is gone. */
    static final class Died extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Lets time pass, and all hosts do what they do meanwhile. */
    void pass(Duration time) throws InterruptedException {
        long end = ticker.nanos() + time.toNanos();
        while (true) {
            Optional<Turning> next = loops.stream()
                    .filter(loop -> loop.due - end <= 0)
                    .min(Comparator.comparingLong(loop -> loop.due - end));
            if (next.isEmpty()) {
                break;
            }
            until(next.get().due);
            next.get().turn();
        }
        until(end);
    }

    /** The threads of all hosts are gone. */
    void killAll() {
        loops.clear();
    }

    /** Whether a host has a thread that commits for others. */
    boolean isAnybodyAtWork() {
        return !loops.isEmpty();
    }

    private void until(long nanos) {
        Duration left = Duration.ofNanos(nanos - ticker.nanos());
        if (!left.isNegative()) {
            ticker.advance(left);
            clock.advance(left);
        }
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        pass(duration);
    }

    @Override
    public Loop start(String name, Worker.Step step) {
        Turning loop = new Turning(step, ticker.nanos());
        loops.add(loop);
        return loop;
    }

    @Override
    public <T> List<T> callAll(List<? extends Call<T>> calls, int atOnce) throws IOException {
        List<T> results = new ArrayList<>();
        for (Call<T> call : calls) {
            results.add(call.call());
        }
        return results;
    }

    private final class Turning implements Loop {
        private final Worker.Step step;
        private long due;

        Turning(Worker.Step step, long due) {
            this.step = step;
            this.due = due;
        }

        private void turn() throws InterruptedException {
            Optional<Duration> wait = step.step();
            if (wait.isEmpty()) {
                loops.remove(this);
            } else {
                due = ticker.nanos() + wait.get().toNanos();
            }
        }

        @Override
        public void wake() {
            due = ticker.nanos();
        }

        @Override
        public void interrupt() {
            loops.remove(this);
        }

        @Override
        public boolean join(Duration atMost) throws InterruptedException {
            pass(atMost);
            return !loops.contains(this);
        }
    }
}
