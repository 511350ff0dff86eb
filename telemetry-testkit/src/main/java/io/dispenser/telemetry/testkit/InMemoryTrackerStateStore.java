package io.dispenser.telemetry.testkit;

import io.dispenser.telemetry.core.deployment.TrackerState;
import io.dispenser.telemetry.core.port.TrackerStateStore;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A memory that outlives what a test calls a process, and fails when the test says so. Any thread. */
public final class InMemoryTrackerStateStore implements TrackerStateStore {

    private @Nullable TrackerState stored;
    private boolean failing;
    private int stores;

    /** Whether every call fails from now on. */
    public synchronized InMemoryTrackerStateStore failing(boolean fails) {
        failing = fails;
        return this;
    }

    /** How often something was stored. */
    public synchronized int stores() {
        return stores;
    }

    @Override
    public synchronized Optional<TrackerState> load() throws IOException {
        refuseIfFailing();
        return Optional.ofNullable(stored);
    }

    @Override
    public synchronized void store(TrackerState trackerState) throws IOException {
        refuseIfFailing();
        stored = trackerState;
        stores++;
    }

    private void refuseIfFailing() throws IOException {
        if (failing) {
            throw new IOException("the test's disk fails");
        }
    }
}
