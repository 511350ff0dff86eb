package io.dispenser.telemetry.benchmarks.fleet;

import java.util.EnumMap;
import java.util.Map;

/** The requests of a fleet within the window, by party and kind, and what they added to the table. Any thread. */
final class RequestCounts {

    private final Map<Party, Map<RequestKind, Long>> requests = new EnumMap<>(Party.class);
    private long commits;
    private long files;

    synchronized void requested(Party party, RequestKind kind, long times) {
        requests.computeIfAbsent(party, any -> new EnumMap<>(RequestKind.class)).merge(kind, times, Long::sum);
    }

    synchronized void committed(long versions, long added) {
        commits += versions;
        files += added;
    }

    synchronized long of(Party party, RequestKind kind) {
        return requests.getOrDefault(party, Map.of()).getOrDefault(kind, 0L);
    }

    synchronized long of(Party party) {
        return requests.getOrDefault(party, Map.of()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** The versions that the table got. */
    synchronized long commits() {
        return commits;
    }

    /** The data files that these versions added. */
    synchronized long files() {
        return files;
    }
}
