package io.dispenser.telemetry.benchmarks.fleet;

import io.dispenser.telemetry.core.time.Scheduler;
import io.dispenser.telemetry.core.time.Worker;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** A timeline's threads for a sink. */
record TimelineScheduler(Timeline time) implements Scheduler {

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        time.sleep(duration);
    }

    @Override
    public Loop start(String name, Worker.Step step) {
        Timeline.Signal ended = time.signal();
        Timeline.Task task = time.start(name, Duration.ZERO, () -> {
            Optional<Duration> next = Optional.empty();
            try {
                next = step.step();
                return next;
            } finally {
                if (next.isEmpty()) {
                    ended.set();
                }
            }
        });
        return new Loop() {
            @Override
            public void wake() {
                task.wake();
            }

            @Override
            public void interrupt() {
                task.stop();
            }

            @Override
            public boolean join(Duration atMost) throws InterruptedException {
                return ended.await(atMost);
            }
        };
    }

    @Override
    public <T> List<T> callAll(List<? extends Call<T>> calls, int atOnce) throws IOException, InterruptedException {
        try {
            return time.all(
                    atOnce, calls.stream().map(call -> (Callable<T>) call::call).toList());
        } catch (InterruptedIOException e) {
            throw new InterruptedException(e.getMessage());
        } catch (IOException | InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
