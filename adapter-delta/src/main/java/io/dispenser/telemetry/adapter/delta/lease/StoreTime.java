package io.dispenser.telemetry.adapter.delta.lease;

import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.core.time.Ticker;
import java.time.Instant;

/**
 * What time it is for the store, whose clock all agents share: what it told once, and since then what has passed here. Asking
 * it costs two requests, so that is done once an operation.
 */
public final class StoreTime {

    private final Instant told;
    private final Ticker ticker;
    private final long askedNanos;

    private StoreTime(Instant told, Ticker ticker, long askedNanos) {
        this.told = told;
        this.ticker = ticker;
        this.askedNanos = askedNanos;
    }

    /** The store tells {@code told} just now. */
    public static StoreTime of(Instant told, Ticker ticker) {
        return new StoreTime(told, ticker, ticker.nanos());
    }

    public static StoreTime ask(LeaseFiles lease, Ticker ticker) throws TableStoreException {
        long before = ticker.nanos(); // what the request takes counts as passed: rather late than early
        return new StoreTime(lease.storeTime(), ticker, before);
    }

    /** The time that it told, which is never later than it is. */
    public Instant told() {
        return told;
    }

    /** The same, or {@code here} if that is earlier. */
    public Instant toldOrEarlier(Instant here) {
        return here.isBefore(told) ? here : told;
    }

    /** What time it should be by now; too early by as long as this machine slept. */
    public Instant now() {
        return told.plusNanos(ticker.nanos() - askedNanos);
    }
}
