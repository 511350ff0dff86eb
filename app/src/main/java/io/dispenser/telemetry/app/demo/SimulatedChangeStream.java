package io.dispenser.telemetry.app.demo;

import io.dispenser.telemetry.core.container.ContainerChange;
import io.dispenser.telemetry.core.port.ChangeListener;
import io.dispenser.telemetry.core.port.ChangeStream;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** One listener's way through the changes. Its lock makes the calls to the listener one at a time. */
final class SimulatedChangeStream implements ChangeStream {

    private final Lock oneCallAtATime = new ReentrantLock();
    private final ChangeListener listener;
    private int delivered;
    private volatile boolean over;

    /**
     * @param alreadyHappened the number of changes that came before this stream
     */
    SimulatedChangeStream(ChangeListener listener, int alreadyHappened) {
        this.listener = listener;
        this.delivered = alreadyHappened;
    }

    /**
     * Tells what the listener has not heard yet.
     *
     * @param changes all changes of the story so far
     * @return false if the stream is over
     */
    boolean deliver(List<ContainerChange> changes) {
        oneCallAtATime.lock();
        try {
            while (!over && delivered < changes.size()) {
                ContainerChange change = changes.get(delivered++);
                try {
                    listener.changed(change);
                } catch (RuntimeException e) {
                    end("its listener failed: " + e);
                }
            }
            return !over;
        } finally {
            oneCallAtATime.unlock();
        }
    }

    /** Ends the stream and tells the listener, unless it is over already. */
    void end(String reason) {
        oneCallAtATime.lock();
        try {
            if (!over) {
                over = true;
                tellEnd(reason);
            }
        } finally {
            oneCallAtATime.unlock();
        }
    }

    private void tellEnd(String reason) {
        try {
            listener.ended(reason);
        } catch (RuntimeException e) {
            // The listener has heard its last call; a failure in it must not stop the other streams.
            over = true;
        }
    }

    @Override
    public void close() {
        over = true;
    }
}
