package io.dispenser.telemetry.core.status;

import io.dispenser.telemetry.core.container.ContainerSnapshot;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Whether a container's last stop was the kernel's, for want of memory. An engine forgets that when it starts the container
 * again, so of one that was seen stopped it is remembered until the next stop.
 *
 * <p>Not safe for use by several threads.
 */
final class OomKills {

    /** When the containers that were killed ended. */
    private final Map<String, Instant> killed = new HashMap<>();

    boolean last(ContainerSnapshot container) {
        Instant finishedAt = container.finishedAt();
        if (container.oomKilled()) {
            if (finishedAt != null) {
                killed.put(container.id(), finishedAt);
            }
            return true;
        }
        return finishedAt != null && finishedAt.equals(killed.get(container.id()));
    }

    /** Forgets the containers that are not among {@code ids}. */
    void retain(Set<String> ids) {
        killed.keySet().retainAll(ids);
    }
}
