package io.dispenser.telemetry.testkit;

import io.dispenser.telemetry.core.port.TrackerMemory;

class InMemoryTrackerMemoryTest extends TrackerMemoryContract {

    private final InMemoryTrackerMemory memory = new InMemoryTrackerMemory();

    @Override
    protected TrackerMemory open() {
        return memory;
    }
}
