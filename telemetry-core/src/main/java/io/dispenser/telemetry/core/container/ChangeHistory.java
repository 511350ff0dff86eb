package io.dispenser.telemetry.core.container;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an engine remembers of the past.
 *
 * @param changes the changes it remembers, in its order
 * @param oldest the time of the oldest thing that it remembers, of whatever kind; null when it remembers nothing
 * @param until the engine's time when it was asked
 */
public record ChangeHistory(
        List<ContainerChange> changes, @Nullable Instant oldest, Instant until) {

    public ChangeHistory {
        changes = List.copyOf(changes);
    }

    /** Whether nothing that happened since {@code time} can be missing. */
    public boolean reachesBackTo(Instant time) {
        return oldest != null && !oldest.isAfter(time);
    }
}
