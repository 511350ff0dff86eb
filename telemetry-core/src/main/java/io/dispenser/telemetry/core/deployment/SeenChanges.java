package io.dispenser.telemetry.core.deployment;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The latest changes that were handled, so that one that is told twice counts once. */
final class SeenChanges {

    /** Many times what an engine remembers and may repeat. */
    private static final int MOST = 4096;

    private final Set<SeenChange> changes = new LinkedHashSet<>();

    /** Whether {@code change} is new; it is not the next time. */
    boolean add(SeenChange change) {
        if (!changes.add(change)) {
            return false;
        }
        if (changes.size() > MOST) {
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
