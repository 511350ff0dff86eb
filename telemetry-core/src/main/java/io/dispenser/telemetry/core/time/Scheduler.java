package io.dispenser.telemetry.core.time;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Where threads come from and how they wait: those of the system, or those of a simulation. Any thread. */
public interface Scheduler {

    /** Waits. */
    void sleep(Duration duration) throws InterruptedException;

    /**
     * Begins a loop on a thread of its own.
     *
     * @param name the thread's name
     * @param step called by that thread only, until there is no next one
     */
    Loop start(String name, Worker.Step step);

    /**
     * Does several things, some of them at the same time, and waits for all.
     *
     * @param atOnce how many at the same time, at most
     * @return their results, in their order
     * @throws IOException the first failure, in their order, after all have ended
     */
    <T> List<T> callAll(List<? extends Call<T>> calls, int atOnce) throws IOException, InterruptedException;

    /** Something that takes its time: a request. */
    @FunctionalInterface
    interface Call<T> {
        T call() throws IOException;
    }

    /** A loop that was begun. */
    interface Loop {

        /** Takes the next step now. */
        void wake();

        /** Interrupts the step under way; the loop ends. */
        void interrupt();

        /**
         * Waits for the end.
         *
         * @return whether the loop has ended
         */
        boolean join(Duration atMost) throws InterruptedException;
    }
}
