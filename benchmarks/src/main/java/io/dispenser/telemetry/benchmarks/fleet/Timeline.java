package io.dispenser.telemetry.benchmarks.fleet;

import io.dispenser.telemetry.core.time.Ticker;
import io.dispenser.telemetry.core.time.Worker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The time in which a fleet lives, and its threads: real time, or virtual time. Whoever takes part has been started here, and
 * waits here only; then the same code runs in both.
 */
interface Timeline extends AutoCloseable {

    /** Elapsed time. */
    Ticker ticker();

    /** Wall time. */
    InstantSource instants();

    /** Waits. Only for threads that were started here, as all that follows. */
    void sleep(Duration time) throws InterruptedException;

    /** Something that can be waited for. */
    Signal signal();

    /**
     * Starts what goes on beside the caller: the first step after {@code delay}, and each next one when the one before says. It
     * has a thread of the name {@code name} while a step is under way. Before {@link #run}, any thread may call.
     */
    Task start(String name, Duration delay, Worker.Step step);

    /**
     * Lets all that was started go on until the last of it has ended. Called once, by the thread that made this.
     *
     * @param limit so long it may take at most, as {@link #ticker} goes
     * @param everySecond called about once in a real second
     * @throws IllegalStateException if something failed in a step, does not end, or waits elsewhere, so that virtual time stands
     */
    void run(Duration limit, Runnable everySecond) throws InterruptedException;

    @Override
    void close();

    /** Something that happens once; from then on it has happened. */
    interface Signal {

        /** It happens; whoever waits goes on. */
        void set();

        /** Waits for it; says whether it has happened. */
        boolean await(Duration atMost) throws InterruptedException;
    }

    /** What was started. */
    interface Task {

        /** If it waits for its next step, that comes now; if a step is under way, another one comes right after it. */
        void wake();

        /** No further step; one under way is interrupted where it waits. */
        void stop();
    }

    /**
     * Makes calls, some of them at a time, and waits for all, whatever becomes of one of them.
     *
     * @param atOnce how many at a time
     * @return what they returned, in their order
     * @throws Exception what the first one that failed did throw
     */
    default <T> List<T> all(int atOnce, List<? extends Callable<T>> calls) throws Exception {
        var waiting = new ConcurrentLinkedQueue<Integer>();
        for (int call = 0; call < calls.size(); call++) {
            waiting.add(call);
        }
        var results = new AtomicReferenceArray<@Nullable T>(calls.size());
        var failures = new AtomicReferenceArray<@Nullable Exception>(calls.size());
        int threads = Math.min(atOnce, calls.size());
        var left = new AtomicInteger(threads);
        Signal done = signal();
        for (int thread = 0; thread < threads; thread++) {
            start(Thread.currentThread().getName(), Duration.ZERO, () -> {
                for (Integer call = waiting.poll(); call != null; call = waiting.poll()) {
                    try {
                        results.set(call, calls.get(call).call());
                    } catch (Exception e) {
                        failures.set(call, e);
                    }
                }
                if (left.decrementAndGet() == 0) {
                    done.set();
                }
                return Optional.empty();
            });
        }
        while (threads > 0 && !done.await(Duration.ofHours(1))) {
            Thread.onSpinWait(); // an hour of waiting: what is waited for has a limit of its own
        }
        List<T> all = new ArrayList<>();
        for (int call = 0; call < calls.size(); call++) {
            Exception failure = failures.get(call);
            if (failure != null) {
                throw failure;
            }
            all.add(results.get(call));
        }
        return all;
    }
}
