package io.dispenser.telemetry.adapter.delta.log;

import io.delta.kernel.Snapshot;
import io.dispenser.telemetry.adapter.delta.kernel.SnapshotFacts;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** What time it is for a table. One thread at a time. */
final class TableTime {

    private final InstantSource clock;
    private Instant loaded = Instant.EPOCH;
    private Instant storeTime = Instant.EPOCH;

    /** @param clock goes on while this machine sleeps */
    TableTime(InstantSource clock) {
        this.clock = clock;
    }

    /** A version was loaded, so its commit was made before. */
    void loaded(Snapshot latest) {
        loaded = clock.instant();
        storeTime = SnapshotFacts.committed(latest);
    }

    /**
     * The later one of two times: that of the latest commit by the store's clock, with what has passed since it was read; and that
     * of this machine's clock. So a clock that is slow makes no number of a writer look old. One that is fast makes it last longer.
     */
    Instant now() {
        Instant here = clock.instant();
        Duration passed = Duration.between(loaded, here);
        Instant there = passed.isNegative() ? storeTime : storeTime.plus(passed);
        return there.isAfter(here) ? there : here;
    }
}
