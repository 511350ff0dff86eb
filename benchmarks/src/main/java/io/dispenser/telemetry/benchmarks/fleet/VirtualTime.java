package io.dispenser.telemetry.benchmarks.fleet;

import io.dispenser.telemetry.benchmarks.fleet.Turns.Turn;
import io.dispenser.telemetry.core.time.Ticker;
import io.dispenser.telemetry.core.time.Worker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Time that passes when everybody waits: then it jumps to when the first of them goes on. One thread runs at a time, and whose
 * turn it is follows from the times and from the order in which they were asked for. So a run is the same each time, takes the time
 * that its computing takes, and computing takes no virtual time.
 *
 * <p>A step has a thread while it is under way: ten thousand hosts that wait for their next batch have none. A lock that is held
 * over a wait stops everything, since who wants it keeps the turn; {@link #run} finds that, and fails. The threads of a run that
 * failed stay where they are; they are daemons.
 */
final class VirtualTime implements Timeline {

    private final Instant begin;
    private final Duration patience;
    private final Object lock = new Object();
    private final Turns turns = new Turns();
    private final Deque<Seat> idle = new ArrayDeque<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Ticker realTime = Ticker.system();
    private long limit = Long.MAX_VALUE;
    private long switches;
    private boolean began;
    private @Nullable Seat running;
    private @Nullable Throwable failure;

    /** @param begin the wall time at the beginning */
    VirtualTime(Instant begin) {
        this(begin, Duration.ofMinutes(1));
    }

    /** @param patience the real time after which a thread that waits elsewhere is taken for stuck */
    VirtualTime(Instant begin, Duration patience) {
        this.begin = begin;
        this.patience = patience;
    }

    @Override
    public Ticker ticker() {
        return turns::now;
    }

    @Override
    public InstantSource instants() {
        return () -> begin.plusNanos(turns.now());
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
        Seat me = seat();
        synchronized (lock) {
            giveUpTurn(me, time);
        }
        me.await();
        requireUninterrupted();
    }

    @Override
    public Signal signal() {
        return new VirtualSignal();
    }

    @Override
    public Task start(String name, Duration delay, Worker.Step step) {
        synchronized (lock) {
            if (began) {
                seat();
            }
            return new VirtualTask(lock, turns, name, delay, step);
        }
    }

    @Override
    public void run(Duration atMost, Runnable everySecond) throws InterruptedException {
        synchronized (lock) {
            limit = turns.now() + atMost.toNanos();
            began = true;
            passOn();
        }
        long seen = -1;
        long standing = 0;
        long looked = realTime.nanos();
        while (!over.await(Math.min(1000, patience.toMillis() / 2 + 1), TimeUnit.MILLISECONDS)) {
            everySecond.run();
            synchronized (lock) {
                long at = realTime.nanos();
                standing = seen == switches && running != null && running.waits() ? standing + at - looked : 0;
                seen = switches;
                looked = at;
                if (running != null && standing >= patience.toNanos()) {
                    failed(new IllegalStateException(
                            "this thread has its turn and waits for something else than virtual time: "
                                    + running.waitsFor()));
                }
            }
        }
        synchronized (lock) {
            if (failure != null) {
                throw new IllegalStateException(
                        "virtual time stopped at " + Duration.ofNanos(turns.now()) + ": " + failure, failure);
            }
        }
    }

    /** Ends the threads that are idle. */
    @Override
    public void close() {
        synchronized (lock) {
            while (!idle.isEmpty()) {
                idle.pop().go();
            }
        }
    }

    private Seat seat() {
        Optional<Seat> mine = Seat.current().filter(seat -> seat.isOf(this));
        if (mine.isEmpty()) {
            var problem = new IllegalStateException(
                    "thread " + Thread.currentThread().getName()
                            + " was not started through the timeline: virtual time does not know that it runs, or that it waits");
            failed(problem); // whoever catches this may just try again
            throw problem;
        }
        return mine.get();
    }

    private static void requireUninterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("stopped while it waited");
        }
    }

    /** The caller holds the lock, and awaits its seat's turn when it has let go of it. */
    private void giveUpTurn(Seat me, Duration time) throws InterruptedException {
        requireUninterrupted();
        me.turn = turns.after(time.toNanos(), me);
        passOn();
    }

    private void passOn() {
        running = null;
        Optional<Turn> next = failure == null ? turns.next() : Optional.empty();
        if (next.isEmpty()) {
            over.countDown();
            return;
        }
        if (turns.now() > limit) {
            failed(new IllegalStateException("by now all should have ended, and there are " + next.get() + " and "
                    + turns.coming().limit(10).map(Turn::toString).toList()));
            return;
        }
        switches++;
        Seat seat;
        if (next.get().who() instanceof VirtualTask task) {
            seat = idle.isEmpty() ? new Seat(this, this::afterStep) : idle.pop();
            seat.step = on -> task.makeStep(on, this::failed);
        } else {
            seat = (Seat) next.get().who();
        }
        seat.turn = null;
        running = seat;
        seat.go();
    }

    private void failed(Throwable problem) {
        synchronized (lock) {
            failure = failure == null ? problem : failure;
            over.countDown();
        }
    }

    private void afterStep(Seat seat) {
        synchronized (lock) {
            seat.step = null;
            idle.push(seat);
            passOn();
        }
    }

    private final class VirtualSignal implements Signal {

        private final List<Seat> waiting = new ArrayList<>();
        private boolean happened;

        @Override
        public void set() {
            synchronized (lock) {
                happened = true;
                waiting.forEach(seat -> seat.turn = turns.hasten(seat.turn));
                waiting.clear();
            }
        }

        @Override
        public boolean await(Duration atMost) throws InterruptedException {
            Seat me = seat();
            synchronized (lock) {
                if (happened) {
                    return true;
                }
                waiting.add(me);
                giveUpTurn(me, atMost);
            }
            me.await();
            synchronized (lock) {
                waiting.remove(me);
                requireUninterrupted();
                return happened;
            }
        }
    }
}
