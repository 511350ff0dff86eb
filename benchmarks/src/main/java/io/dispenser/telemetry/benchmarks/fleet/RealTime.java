package io.dispenser.telemetry.benchmarks.fleet;

import io.dispenser.telemetry.core.time.Deadline;
import io.dispenser.telemetry.core.time.Ticker;
import io.dispenser.telemetry.core.time.Worker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The machine's time: each task has a thread of its own all the time. */
final class RealTime implements Timeline {

    private final Ticker ticker = Ticker.system();
    private final Set<RealTask> tasks = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Throwable failure;

    @Override
    public Ticker ticker() {
        return ticker;
    }

    @Override
    public InstantSource instants() {
        return InstantSource.system();
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
    }

    @Override
    public Signal signal() {
        CountDownLatch happened = new CountDownLatch(1);
        return new Signal() {
            @Override
            public void set() {
                happened.countDown();
            }

            @Override
            public boolean await(Duration atMost) throws InterruptedException {
                return happened.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
            }
        };
    }

    @Override
    public Task start(String name, Duration delay, Worker.Step step) {
        RealTask task = new RealTask(name, Deadline.in(delay, ticker), step);
        tasks.add(task);
        task.worker.start();
        return task;
    }

    @Override
    public void run(Duration limit, Runnable everySecond) throws InterruptedException {
        Deadline end = Deadline.in(limit, ticker);
        while (!tasks.isEmpty() && failure == null) {
            RealTask task = tasks.iterator().next();
            if (end.isOver()) {
                throw new IllegalStateException("by now all should have ended, and there is " + task.name);
            }
            if (task.worker.join(Duration.ofSeconds(1))) {
                tasks.remove(task);
            }
            everySecond.run();
        }
        Throwable problem = failure;
        if (problem != null) {
            throw new IllegalStateException("a step failed: " + problem, problem);
        }
    }

    @Override
    public void close() {
        tasks.forEach(RealTask::stop);
    }

    private final class RealTask implements Task {

        private final String name;
        private final Deadline delay;
        private final Worker.Step step;
        private final Worker worker;
        private volatile boolean begun;
        private volatile boolean stopped;

        RealTask(String name, Deadline delay, Worker.Step step) {
            this.name = name;
            this.delay = delay;
            this.step = step;
            this.worker = new Worker(name, this::step);
        }

        private Optional<Duration> step() throws InterruptedException {
            if (!begun && !delay.isOver()) {
                return Optional.of(delay.left());
            }
            Optional<Duration> wait = Optional.empty();
            try {
                wait = step.step();
            } catch (RuntimeException | Error e) {
                failure = e;
            } finally {
                if (wait.isEmpty()) {
                    tasks.remove(this);
                }
            }
            return stopped ? Optional.empty() : wait;
        }

        @Override
        public void wake() {
            begun = true;
            worker.wake();
        }

        @Override
        public void stop() {
            stopped = true;
            worker.interrupt();
        }
    }
}
