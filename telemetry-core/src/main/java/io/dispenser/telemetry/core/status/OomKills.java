package io.dispenser.telemetry.core.status;

import io.dispenser.telemetry.core.container.ContainerSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a container's last stop was the kernel's, for want of memory. An engine's own word is not enough: it forgets it when
 * it starts the container again, and where it hears of the kernel's act after the container's end it does not say it at
 * all. So of one that was seen stopped it is remembered until the next stop, and what the engine tells as it happens counts.
 *
 * <p>Any thread.
 */
public final class OomKills {

    /** How far apart the engine may hear of the kernel's act and of the container's end. */
    private static final Duration NEAR = Duration.ofSeconds(5);

    /** When the containers that were killed ended. */
    private final Map<String, Instant> killed = new HashMap<>();

    /** When the engine told last that the kernel killed a process of a container. */
    private final Map<String, Instant> heard = new HashMap<>();

    /** The engine tells that the kernel killed a process of a container for want of memory. */
    public synchronized void heard(String containerId, Instant at) {
        heard.put(containerId, at);
    }

    synchronized boolean last(ContainerSnapshot container) {
        Instant finishedAt = container.finishedAt();
        if (finishedAt == null) {
            return container.oomKilled();
        }
        if (container.oomKilled() || isNear(finishedAt, heard.get(container.id()))) {
            killed.put(container.id(), finishedAt);
        }
        return finishedAt.equals(killed.get(container.id()));
    }

    /** It may be a child of the container's own process that was killed: then the container does not end. */
    private static boolean isNear(Instant end, @Nullable Instant kill) {
        return kill != null && Duration.between(end, kill).abs().compareTo(NEAR) <= 0;
    }

    /** Forgets the containers that are not among {@code ids}. */
    synchronized void retain(Set<String> ids) {
        killed.keySet().retainAll(ids);
        heard.keySet().retainAll(ids);
    }
}
