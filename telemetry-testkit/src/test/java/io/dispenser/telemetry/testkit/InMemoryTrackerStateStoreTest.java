package io.dispenser.telemetry.testkit;

import io.dispenser.telemetry.core.port.TrackerStateStore;

class InMemoryTrackerStateStoreTest extends TrackerStateStoreContract {

    private final InMemoryTrackerStateStore memory = new InMemoryTrackerStateStore();

    @Override
    protected TrackerStateStore open() {
        return memory;
    }
}
