package io.dispenser.telemetry.core.time;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Daemon threads, and the machine's own time. */
public final class SystemScheduler implements Scheduler {

    /** All of them are the same. */
    public SystemScheduler() {}

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(TimeUnit.NANOSECONDS.convert(duration));
    }

    @Override
    public Loop start(String name, Worker.Step step) {
        Worker worker = new Worker(name, step);
        worker.start();
        return new Loop() {
            @Override
            public void wake() {
                worker.wake();
            }

            @Override
            public void interrupt() {
                worker.interrupt();
            }

            @Override
            public boolean join(Duration atMost) throws InterruptedException {
                return worker.join(atMost);
            }
        };
    }

    @Override
    public <T> List<T> callAll(List<? extends Call<T>> calls, int atOnce) throws IOException, InterruptedException {
        List<T> results = new ArrayList<>();
        if (calls.size() <= 1) {
            for (Call<T> call : calls) {
                results.add(call.call());
            }
            return results;
        }
        ExecutorService threads = Executors.newFixedThreadPool(
                Math.min(atOnce, calls.size()),
                DaemonThreads.named(Thread.currentThread().getName()));
        try {
            List<Future<T>> running = new ArrayList<>();
            for (Call<T> call : calls) {
                running.add(threads.submit(call::call));
            }
            for (Future<T> each : running) {
                results.add(result(each));
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    private static <T> T result(Future<T> future) throws IOException, InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InterruptedIOException) {
                throw new InterruptedException(e.getCause().getMessage());
            }
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
