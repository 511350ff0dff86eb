package io.dispenser.telemetry.testkit;

import io.dispenser.telemetry.core.time.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Elapsed time that passes when a test says so. It starts a second before its values wrap, as a real ticker's may. */
public final class ManualTicker implements Ticker {

    private final AtomicLong nanos =
            new AtomicLong(Long.MAX_VALUE - Duration.ofSeconds(1).toNanos());

    @Override
    public long nanos() {
        return nanos.get();
    }

    /** Lets {@code time} pass. */
    public void advance(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
