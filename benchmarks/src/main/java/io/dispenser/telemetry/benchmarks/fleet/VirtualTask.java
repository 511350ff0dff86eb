package io.dispenser.telemetry.benchmarks.fleet;

import io.dispenser.telemetry.benchmarks.fleet.Turns.Turn;
import io.dispenser.telemetry.core.time.Worker;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What was started in virtual time. All is guarded by the lock of the turns, but for the step itself. */
final class VirtualTask implements Timeline.Task {

    private final Object lock;
    private final Turns turns;
    private final String name;
    private final Worker.Step step;
    private @Nullable Turn turn;
    private @Nullable Seat on;
    private boolean woken;
    private boolean stopped;

    /** Waits for its first step. The lock is held. */
    VirtualTask(Object lock, Turns turns, String name, Duration delay, Worker.Step step) {
        this.lock = lock;
        this.turns = turns;
        this.name = name;
        this.step = step;
        this.turn = turns.after(delay.toNanos(), this);
    }

    /**
     * Makes a step, on the thread of {@code seat}.
     *
     * @param failed told what was thrown
     */
    void makeStep(Seat seat, Consumer<Throwable> failed) {
        synchronized (lock) {
            on = seat;
            turn = null;
        }
        Optional<Duration> wait = Optional.empty();
        try {
            Thread.currentThread().setName(name);
            wait = step.step();
        } catch (InterruptedException e) {
            stop(); // somebody wants this to end, and it does
        } catch (Throwable e) { // an error too: nobody else would hear of it
            failed.accept(e);
        }
        boolean interrupted = Thread.interrupted(); // not for the next task of this thread
        synchronized (lock) {
            on = null;
            if (wait.isPresent() && !stopped && !interrupted) {
                turn = turns.after(woken ? 0 : wait.get().toNanos(), this);
            }
            woken = false;
        }
    }

    @Override
    public void wake() {
        synchronized (lock) {
            woken = on != null;
            turn = turns.hasten(turn);
        }
    }

    @Override
    public void stop() {
        synchronized (lock) {
            stopped = true;
            turns.cancel(turn);
            if (on != null) {
                on.interrupt();
                on.turn = turns.hasten(on.turn);
            }
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
