package io.dispenser.telemetry.benchmarks.fleet;

import io.dispenser.telemetry.benchmarks.fleet.Turns.Turn;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A thread of virtual time: it makes a step of one task, then of another. Its fields are guarded by the lock of the turns. */
final class Seat {

    /** There may be a thread for each of ten thousand hosts. Of a stack, only what is used takes memory. */
    private static final long STACK_BYTES = 512 << 10;

    private final Semaphore going = new Semaphore(0);
    private final Object owner;
    private final Consumer<Seat> afterStep;
    private final Thread thread;

    /** The step that it makes when it goes on from the beginning. */
    @Nullable
    Consumer<Seat> step;

    @Nullable
    Turn turn;

    /** The thread, which knows what it is. */
    private final class SeatThread extends Thread {

        SeatThread() {
            super(null, Seat.this::run, "virtual", STACK_BYTES);
            setDaemon(true);
        }

        Seat seat() {
            return Seat.this;
        }
    }

    /** @param afterStep what to do each time that its step is made */
    Seat(Object owner, Consumer<Seat> afterStep) {
        this.owner = owner;
        this.afterStep = afterStep;
        this.thread = new SeatThread();
        thread.start();
    }

    /** That of the calling thread, if it has one. */
    static Optional<Seat> current() {
        return Thread.currentThread() instanceof SeatThread thread ? Optional.of(thread.seat()) : Optional.empty();
    }

    boolean isOf(Object time) {
        return owner == time;
    }

    private void run() {
        while (true) {
            await();
            Consumer<Seat> next = step;
            if (next == null) {
                return;
            }
            next.accept(this);
            afterStep.accept(this);
        }
    }

    /** Lets it go on: with its step, or where it waits in it. */
    void go() {
        going.release();
    }

    /** Waits until it may go on. An interrupt is not lost, but does not end the waiting. */
    void await() {
        going.acquireUninterruptibly();
    }

    void interrupt() {
        thread.interrupt();
    }

    /** Whether the thread waits for something, now. */
    boolean waits() {
        return switch (thread.getState()) {
            case BLOCKED, WAITING, TIMED_WAITING -> true;
            default -> false;
        };
    }

    /** What the thread waits for, for a person. */
    String waitsFor() {
        ThreadInfo info = ManagementFactory.getThreadMXBean().getThreadInfo(new long[] {thread.getId()}, true, true)[0];
        return info == null ? thread + " has ended" : info.toString();
    }

    @Override
    public String toString() {
        return thread.getName();
    }
}
