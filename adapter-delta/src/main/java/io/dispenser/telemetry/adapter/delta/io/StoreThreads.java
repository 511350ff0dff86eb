package io.dispenser.telemetry.adapter.delta.io;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Threads that wait for a store, several at once; they keep no process from ending. */
public final class StoreThreads {

    private StoreThreads() {}

    /**
     * Starts them.
     *
     * @param name what they do, for a person
     */
    public static ExecutorService start(String name, int atOnce) {
        return Executors.newFixedThreadPool(atOnce, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }
}
