package io.dispenser.telemetry.adapter.delta;

import io.dispenser.telemetry.adapter.delta.groupcommit.GroupCommitMeans;
import io.dispenser.telemetry.testkit.FastTime;
import java.time.InstantSource;

/** The means of a group commit that waits for nothing long. */
final class FastGroupCommit {

    private static final int TIMES = 50;

    private FastGroupCommit() {}

    static GroupCommitMeans means() {
        return means(TIMES);
    }

    /** @param times how much faster it goes */
    static GroupCommitMeans means(int times) {
        FastTime time = new FastTime(times);
        return new GroupCommitMeans(InstantSource.system(), time.ticker(), time);
    }
}
