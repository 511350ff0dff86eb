package io.dispenser.telemetry.core.status;

import io.dispenser.telemetry.core.container.ContainerSnapshot;
import io.dispenser.telemetry.core.container.ResourceUsage;
import io.dispenser.telemetry.core.container.ResourceUsage.CpuTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * CPU percentages from pairs of readings: each container's, and its previous one. The formula is the Docker command
 * line's: what the container used of what passed on all cores, times the number of cores, so that 100 is one core.
 *
 * <p>Not safe for use by several threads.
 */
final class CpuMeter {

    private static final double PERCENT = 100.0;

    /** The two counters are not read at the same moment; what is beyond that is no measurement. */
    private static final double TOLERANCE = 1.1;

    private final Map<String, Reading> previous = new HashMap<>();

    /** A reading, and which run of the container it is of: a restarted container counts from zero. */
    record Reading(CpuTime cpu, @Nullable Instant startedAt) {}

    /** The percentage since the last call for this container; null if that can't be told. */
    @Nullable
    Double percent(ContainerSnapshot container, @Nullable ResourceUsage usage) {
        CpuTime cpu = usage == null ? null : usage.cpu();
        if (cpu == null) {
            previous.remove(container.id());
            return null;
        }
        Reading now = new Reading(cpu, container.startedAt());
        return percent(previous.put(container.id(), now), now);
    }

    /** Forgets the containers that are not among {@code ids}. */
    void retain(Set<String> ids) {
        previous.keySet().retainAll(ids);
    }

    /**
     * Null without a reading before, after a restart, when a counter went back or the host's stood still, and for more than the
     * machine has.
     */
    static @Nullable Double percent(@Nullable Reading before, Reading now) {
        if (before == null || !sameRun(before, now)) {
            return null;
        }
        long used = now.cpu().usedNanos() - before.cpu().usedNanos();
        long passed = now.cpu().systemNanos() - before.cpu().systemNanos();
        if (used < 0 || passed <= 0 || now.cpu().cores() <= 0) {
            return null;
        }
        double percent = PERCENT * used / passed * now.cpu().cores();
        return percent > PERCENT * now.cpu().cores() * TOLERANCE ? null : percent;
    }

    private static boolean sameRun(Reading before, Reading now) {
        return before.startedAt() != null && before.startedAt().equals(now.startedAt());
    }
}
