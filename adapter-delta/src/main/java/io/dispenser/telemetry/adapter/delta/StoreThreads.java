package io.dispenser.telemetry.adapter.delta;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Threads that wait for a store, several at once; they keep no process from ending. */
final class StoreThreads {

    private StoreThreads() {}

    /** @param name what they do, for a person */
    static ExecutorService start(String name, int atOnce) {
        return Executors.newFixedThreadPool(atOnce, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }
}
