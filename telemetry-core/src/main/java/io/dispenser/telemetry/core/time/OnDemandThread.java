package io.dispenser.telemetry.core.time;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A daemon thread that is there only while it is needed: each task gets one, which ends with the task. */
public final class OnDemandThread implements Consumer<Worker.Step>, AutoCloseable {

    private final String name;
    private @Nullable Worker worker;
    private boolean closed;

    /** @param name the thread's name */
    public OnDemandThread(String name) {
        this.name = name;
    }

    /** Runs {@code task} from step to step, until there is no next one. One task at a time. */
    @Override
    public synchronized void accept(Worker.Step task) {
        if (!closed) {
            worker = new Worker(name, task);
            worker.start();
        }
    }

    /** Interrupts a task under way; later ones are not begun. */
    @Override
    public synchronized void close() {
        closed = true;
        if (worker != null) {
            worker.interrupt();
        }
    }
}
