package io.dispenser.telemetry.testkit;

import io.dispenser.telemetry.core.container.TrackerKnowledge;
import io.dispenser.telemetry.core.port.TrackerMemory;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A memory that outlives what a test calls a process, and fails when the test says so. Any thread. */
public final class InMemoryTrackerMemory implements TrackerMemory {

    private @Nullable TrackerKnowledge stored;
    private boolean failing;
    private int stores;

    /** Whether every call fails from now on. */
    public synchronized InMemoryTrackerMemory failing(boolean fails) {
        failing = fails;
        return this;
    }

    /** How often something was stored. */
    public synchronized int stores() {
        return stores;
    }

    @Override
    public synchronized Optional<TrackerKnowledge> load() throws IOException {
        refuseIfFailing();
        return Optional.ofNullable(stored);
    }

    @Override
    public synchronized void store(TrackerKnowledge knowledge) throws IOException {
        refuseIfFailing();
        stored = knowledge;
        stores++;
    }

    private void refuseIfFailing() throws IOException {
        if (failing) {
            throw new IOException("the test's disk fails");
        }
    }
}
