package io.dispenser.telemetry.core.port;

import io.dispenser.telemetry.core.event.TelemetryEvent;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * An event that can't be a row of its table, whatever becomes of the table.
 *
 * @param event the very event
 * @param problem its column and value, and what is wrong with it, in one sentence for a person
 */
public record Rejection(TelemetryEvent event, String problem) {

    /**
     * Those of {@code events} that are not rejected, in their order. An event is told by its identity: others may be equal to it.
     *
     * @throws IllegalArgumentException if none of them is rejected
     */
    public static <E extends TelemetryEvent> List<E> without(List<E> events, List<Rejection> rejections) {
        Set<TelemetryEvent> rejected = Collections.newSetFromMap(new IdentityHashMap<>());
        rejections.forEach(rejection -> rejected.add(rejection.event()));
        List<E> left =
                events.stream().filter(event -> !rejected.contains(event)).toList();
        if (left.size() == events.size()) {
            throw new IllegalArgumentException("none of the batch's events is rejected");
        }
        return left;
    }
}
