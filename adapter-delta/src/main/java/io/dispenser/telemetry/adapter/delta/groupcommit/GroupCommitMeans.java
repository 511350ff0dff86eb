package io.dispenser.telemetry.adapter.delta.groupcommit;

import io.dispenser.telemetry.core.time.Scheduler;
import io.dispenser.telemetry.core.time.SystemScheduler;
import io.dispenser.telemetry.core.time.Ticker;
import java.time.InstantSource;

/**
 * Time and threads.
 *
 * @param clock goes on while this machine sleeps
 */
public record GroupCommitMeans(InstantSource clock, Ticker ticker, Scheduler scheduler) {

    /** Those of the system. */
    public static GroupCommitMeans system() {
        return new GroupCommitMeans(InstantSource.system(), Ticker.system(), new SystemScheduler());
    }
}
