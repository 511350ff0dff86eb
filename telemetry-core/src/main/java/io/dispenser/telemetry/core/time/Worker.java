package io.dispenser.telemetry.core.time;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A daemon thread that takes one step after another. Each step says how long there is nothing to do; {@link #wake} cuts
 * that short. All decisions are in the step, so tests take steps without a thread.
 */
public final class Worker {

    /** One turn of a loop. */
    @FunctionalInterface
    public interface Step {

        /**
         * Does what there is to do now.
         *
         * @return how long to wait before the next step, zero for none; empty if there is no next step
         */
        Optional<Duration> step() throws InterruptedException;
    }

    private final Thread thread;
    private final Step step;

    /** What is waited for came during the step: a step that waits for a lock or the network uses up the thread's own permit. */
    private volatile boolean woken;

    /**
     * @param name the thread's name
     * @param step called by the worker's thread only; what it throws beside {@link InterruptedException} goes to the
     *     thread's uncaught exception handler and ends the worker
     */
    public Worker(String name, Step step) {
        this.step = step;
        this.thread = DaemonThreads.create(name, this::run);
    }

    /** Begins; once. */
    public void start() {
        thread.start();
    }

    /** Makes a worker that waits take its next step now; if it doesn't wait, it will not wait next time. */
    public void wake() {
        woken = true;
        LockSupport.unpark(thread);
    }

    /** Interrupts the step under way; the worker ends. */
    public void interrupt() {
        thread.interrupt();
    }

    /**
     * Waits for the end.
     *
     * @return whether the worker has ended
     */
    public boolean join(Duration atMost) throws InterruptedException {
        long millis = TimeUnit.MILLISECONDS.convert(atMost); // "for ever" is more than fits
        if (millis > 0) {
            thread.join(millis);
        }
        return !thread.isAlive();
    }

    private void run() {
        try {
            Optional<Duration> wait = step.step();
            while (wait.isPresent()) {
                if (!wait.get().isZero() && !woken) {
                    LockSupport.parkNanos(this, TimeUnit.NANOSECONDS.convert(wait.get()));
                }
                if (Thread.interrupted()) { // parking ends without a word when it is interrupted
                    break;
                }
                woken = false;
                wait = step.step();
            }
        } catch (InterruptedException e) {
            thread.interrupt(); // somebody wants this thread to end, and it does
        }
    }
}
