package io.dispenser.telemetry.core.agent;

import io.dispenser.telemetry.core.container.ContainerChange;
import io.dispenser.telemetry.core.time.Deadline;
import io.dispenser.telemetry.core.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Changes of containers whose inspection or image did not answer, until they are asked again; a few times. */
final class RetryQueue {

    /** How long until it is asked again. */
    static final Duration PAUSE = Duration.ofSeconds(5);

    static final int ATTEMPTS = 3;

    private final Ticker ticker;
    private final Map<ContainerChange, Integer> attempts = new HashMap<>();
    private final List<Waiting> waiting = new ArrayList<>();

    private record Waiting(ContainerChange change, Deadline pause) {}

    RetryQueue(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Postpones {@code change}; false if that was done often enough, and it is forgotten. */
    boolean add(ContainerChange change) {
        if (attempts.merge(change, 1, Integer::sum) >= ATTEMPTS) {
            attempts.remove(change);
            return false;
        }
        waiting.add(new Waiting(change, Deadline.in(PAUSE, ticker)));
        return true;
    }

    /** Whether {@code change} was postponed before. */
    boolean isRetried(ContainerChange change) {
        return attempts.containsKey(change);
    }

    /** {@code change} was handled. */
    void done(ContainerChange change) {
        attempts.remove(change);
    }

    /** Takes out those whose time has come. */
    List<ContainerChange> due() {
        List<ContainerChange> due = new ArrayList<>();
        for (Iterator<Waiting> each = waiting.iterator(); each.hasNext(); ) {
            Waiting next = each.next();
            if (next.pause().isOver()) {
                due.add(next.change());
                each.remove();
            }
        }
        return due;
    }

    /** How long until one's time comes. */
    Optional<Duration> next() {
        return waiting.stream().map(each -> each.pause().left()).min(Duration::compareTo);
    }

    /** When the oldest change happened that was not handled. */
    Optional<Instant> oldest() {
        return waiting.stream().map(each -> each.change().at()).min(Instant::compareTo);
    }
}
