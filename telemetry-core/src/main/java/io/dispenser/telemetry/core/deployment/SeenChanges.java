package io.dispenser.telemetry.core.deployment;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The latest changes that were handled, so that one that is told twice counts once. One thread at a time. */
public final class SeenChanges {

    private final int most;
    private final Set<SeenChange> changes = new LinkedHashSet<>();

    /** @param most how many are remembered: more than an engine may repeat */
    public SeenChanges(int most) {
        this.most = most;
    }

    /** Whether {@code change} is new; it is not the next time. */
    public boolean add(SeenChange change) {
        if (!changes.add(change)) {
            return false;
        }
        if (changes.size() > most) {
            changes.remove(changes.iterator().next());
        }
        return true;
    }

    boolean contains(SeenChange change) {
        return changes.contains(change);
    }

    /** The youngest {@code most}, oldest first. */
    List<SeenChange> latest(int most) {
        return changes.stream().skip(Math.max(0, changes.size() - most)).toList();
    }
}
