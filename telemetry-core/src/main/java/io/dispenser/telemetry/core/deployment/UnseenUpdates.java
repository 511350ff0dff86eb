package io.dispenser.telemetry.core.deployment;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Limits that changed and nobody told of. The engine may tell of it yet; at the second look that finds the same, it will not.
 *
 * <p>Not safe for use by several threads.
 */
final class UnseenUpdates {

    private final Map<String, String> suspects = new HashMap<>();

    /** Whether a container's limits, which are others than what is known, were found before. */
    boolean isCertain(String id, String limits) {
        return limits.equals(suspects.put(id, limits));
    }

    /** What is known of the container is so. */
    void confirm(String id) {
        suspects.remove(id);
    }

    void onlyPresent(Set<String> ids) {
        suspects.keySet().retainAll(ids);
    }

    Set<String> containers() {
        return Set.copyOf(suspects.keySet());
    }
}
