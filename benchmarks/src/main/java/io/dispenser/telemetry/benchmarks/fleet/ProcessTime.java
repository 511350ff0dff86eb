package io.dispenser.telemetry.benchmarks.fleet;

import io.dispenser.telemetry.core.storage.StorageError.Reason;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.core.time.Ticker;
import io.dispenser.telemetry.core.time.Worker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Time and threads of one process, whose clock may be wrong, and which may be killed with all that it has under way. */
final class ProcessTime implements Timeline {

    private final Timeline time;
    private final Duration ahead;
    private final Set<Started> started = ConcurrentHashMap.newKeySet();
    private final Map<Started, Task> tasks = new ConcurrentHashMap<>();
    private volatile boolean killed;

    /** @param ahead how far the process's clock is */
    ProcessTime(Timeline time, Duration ahead) {
        this.time = time;
        this.ahead = ahead;
    }

    private final class Started implements Worker.Step {

        private final String name;
        private final Worker.Step step;

        Started(String name, Worker.Step step) {
            this.name = name;
            this.step = step;
        }

        @Override
        public Optional<Duration> step() throws InterruptedException {
            Optional<Duration> next = Optional.empty();
            try {
                next = killed ? next : step.step();
                return next;
            } finally {
                if (next.isEmpty()) {
                    started.remove(this);
                    tasks.remove(this);
                }
            }
        }
    }

    /** Whether it commits for others now. */
    boolean isHolder() {
        return started.stream().anyMatch(each -> each.name.equals(Party.HOLDER_THREAD));
    }

    /** Nothing of it goes on: what is under way is interrupted where it waits, and no request of it has an effect any more. */
    void kill() {
        killed = true;
        tasks.values().forEach(Task::stop);
        started.clear();
        tasks.clear();
    }

    /** @throws TableStoreException if the process is dead */
    void requireAlive(String path) throws TableStoreException {
        if (killed) {
            throw new TableStoreException(Reason.UNAVAILABLE, "killed at " + path, null);
        }
    }

    @Override
    public Ticker ticker() {
        return time.ticker();
    }

    @Override
    public InstantSource instants() {
        InstantSource right = time.instants();
        return () -> right.instant().plus(ahead);
    }

    @Override
    public void sleep(Duration wait) throws InterruptedException {
        time.sleep(wait);
    }

    @Override
    public Signal signal() {
        return time.signal();
    }

    @Override
    public Task start(String name, Duration delay, Worker.Step step) {
        Started each = new Started(name, step);
        started.add(each);
        Task task = time.start(name, delay, each);
        tasks.put(each, task);
        if (!started.contains(each)) {
            tasks.remove(each); // in real time it may have ended by now
        }
        return task;
    }

    @Override
    public void run(Duration limit, Runnable everySecond) {
        throw new UnsupportedOperationException("a process does not run the time");
    }

    @Override
    public void close() {}
}
