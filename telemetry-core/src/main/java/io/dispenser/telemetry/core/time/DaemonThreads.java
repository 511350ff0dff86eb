package io.dispenser.telemetry.core.time;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that keep no process from ending. They are named, so that a thread dump tells whose they are. */
public final class DaemonThreads {

    private DaemonThreads() {}

    /** A thread that is not started yet. */
    public static Thread create(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Starts one. */
    public static void start(String name, Runnable work) {
        create(name, work).start();
    }

    /** Makes the threads of an executor, all of one name. */
    public static ThreadFactory named(String name) {
        return work -> create(name, work);
    }

    /** Makes the threads of an executor, whose names are {@code prefix} with a number. */
    public static ThreadFactory numbered(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return work -> create(prefix + number.incrementAndGet(), work);
    }
}
