package io.dispenser.telemetry.core.agent;

import io.dispenser.telemetry.core.container.ContainerChange;
import io.dispenser.telemetry.core.port.ChangeListener;
import io.dispenser.telemetry.core.time.Ticker;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** What one stream told and nobody has handled yet. Its reader puts in, the follower takes out. */
final class ChangeQueue implements ChangeListener {

    /** Far more than an engine can do while one container is inspected; it bounds the memory. */
    private static final int MOST_WAITING = 10_000;

    private final LinkedBlockingQueue<ContainerChange> changes = new LinkedBlockingQueue<>(MOST_WAITING);
    private final Runnable wake;
    private final Ticker ticker;
    private volatile @Nullable String endedBecause;
    private volatile boolean heard;
    private volatile @Nullable String unreadable;
    private volatile long endedAt;

    /** @param wake makes the follower's thread take a step */
    ChangeQueue(Runnable wake, Ticker ticker) {
        this.wake = wake;
        this.ticker = ticker;
    }

    @Override
    public void changed(ContainerChange change) {
        heard = true;
        if (endedBecause == null && !changes.offer(change)) {
            endedAt = ticker.nanos();
            endedBecause = "too many changes at once"; // the next stream begins with those that found no place
        }
        wake.run();
    }

    @Override
    public void unreadable(String reason) {
        heard = true;
        unreadable = reason;
        wake.run();
    }

    @Override
    public void ended(String reason) {
        endedAt = ticker.nanos();
        endedBecause = reason;
        wake.run();
    }

    /** Takes out what is there, in the order of the engine's time. */
    List<ContainerChange> drain() {
        List<ContainerChange> drained = new ArrayList<>();
        changes.drainTo(drained);
        drained.sort(Comparator.comparing(ContainerChange::at));
        return drained;
    }

    /** Why nothing more will come. */
    Optional<String> end() {
        return Optional.ofNullable(endedBecause);
    }

    /** When that was known, in the ticker's nanoseconds. */
    long endedAt() {
        return endedAt;
    }

    boolean isEmpty() {
        return changes.isEmpty();
    }

    /** Why something that came since the last call could not be read. */
    Optional<String> takeUnreadable() {
        String reason = unreadable;
        unreadable = null;
        return Optional.ofNullable(reason);
    }

    /** Whether anything came since the last call. */
    boolean wasHeard() {
        boolean was = heard;
        heard = false;
        return was;
    }
}
