package io.dispenser.telemetry.adapter.delta.lease;

import io.dispenser.telemetry.core.time.Deadline;
import io.dispenser.telemetry.core.time.Ticker;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether the holder of the commit lease is alive: its beat goes on, as measured here. */
public final class CommitLeaseWatch {

    /** A beat that stands still for so long is nobody's. */
    public static final Duration LASTS = Duration.ofSeconds(10);

    private final Ticker ticker;
    private long number = -1;
    private long beat = -1;
    private boolean moved;
    private @Nullable Deadline still;

    public CommitLeaseWatch(Ticker ticker) {
        this.ticker = ticker;
    }

    /** What a look at the lease comes to. */
    public enum Holder {
        /** There is none, or it gave the lease back. */
        NONE,
        /** The beat was seen to go on. */
        ALIVE,
        /** The beat was not seen to go on, and not watched for long. */
        UNKNOWN,
        /** The beat stood still. */
        DEAD
    }

    /** Takes note of what the lease says now. */
    public Holder seen(Optional<CommitLease> lease) {
        if (lease.isEmpty() || lease.get().released()) {
            number = -1;
            still = null;
            moved = false;
            return Holder.NONE;
        }
        CommitLease now = lease.get();
        Deadline known = still;
        if (known == null || now.number() != number || now.beat() != beat) {
            moved = known != null;
            number = now.number();
            beat = now.beat();
            still = Deadline.in(LASTS, ticker);
            return moved ? Holder.ALIVE : Holder.UNKNOWN;
        }
        if (known.isOver()) {
            return Holder.DEAD;
        }
        return moved ? Holder.ALIVE : Holder.UNKNOWN;
    }
}
