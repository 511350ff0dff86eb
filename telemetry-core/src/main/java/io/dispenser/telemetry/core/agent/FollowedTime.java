package io.dispenser.telemetry.core.agent;

import io.dispenser.telemetry.core.deployment.TrackerState;
import io.dispenser.telemetry.core.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which time of an engine's was followed, by the engine's clock: since when, up to when, and until when a stream of its changes
 * lived. Between two answers that tell the engine's time, elapsed time says how it goes on.
 *
 * <p>Used by the follower's thread only.
 */
final class FollowedTime {

    private final Ticker ticker;
    private final long begun;
    private @Nullable Instant since;
    private @Nullable Instant until;

    /** The engine's time when it was last asked, and when that was. */
    private @Nullable Instant told;

    private long toldAt;
    private Instant heardUntil = Instant.MIN;

    /** @param known what an earlier process knew of this engine */
    FollowedTime(Optional<TrackerState> known, Ticker ticker) {
        this.ticker = ticker;
        this.begun = ticker.nanos();
        this.since = known.map(TrackerState::since).orElse(null);
        this.until = known.map(TrackerState::until).orElse(null);
    }

    /** The engine's time is {@code now}. */
    void told(Instant now) {
        told = now;
        toldAt = ticker.nanos();
    }

    /** The first answer of an engine: what happened since the first attempt is followed, however many attempts there were. */
    void begin(Instant now) {
        told(now);
        since = now.minusNanos(ticker.nanos() - begun);
        until = since;
    }

    boolean hasBegun() {
        return since != null;
    }

    /** When it was first followed: what is older is no news. */
    Instant since() {
        return since == null ? Instant.MIN : since;
    }

    /** Up to when all changes are handled. */
    Instant until() {
        return until == null ? since() : until;
    }

    /** All changes up to {@code time} are handled, if not up to a later one. */
    void handledUntil(Instant time) {
        if (until == null || time.isAfter(until)) {
            until = time;
        }
    }

    /** A stream lived until {@code nanos} of the ticker: what it did not tell did not happen. */
    void heardUntil(long nanos) {
        Instant time = at(nanos);
        if (time != null && time.isAfter(heardUntil)) {
            heardUntil = time;
        }
    }

    /** From when on changes may not have been told. */
    Instant silentSince() {
        return heardUntil.isAfter(until()) ? heardUntil : until();
    }

    /** A stream lives, and all that it told is handled: so is all until a moment ago. True if that is news. */
    boolean handledUntilNow(Duration overlap) {
        Instant now = at(ticker.nanos());
        boolean later = now != null && now.minus(overlap).isAfter(until());
        if (now != null && later) {
            until = now.minus(overlap);
        }
        return later;
    }

    private @Nullable Instant at(long nanos) {
        return told == null ? null : told.plusNanos(nanos - toldAt);
    }
}
