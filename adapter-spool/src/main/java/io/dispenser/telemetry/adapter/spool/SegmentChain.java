package io.dispenser.telemetry.adapter.spool;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which segments a spool must hold: numbers may skip, but each segment says which one was sealed before it, and batches leave in
 * their order. So one that lies between two that wait can't have been delivered.
 */
final class SegmentChain {

    /** What the first segment follows. */
    static final long NOTHING = -1;

    private final TreeMap<Long, Long> followed = new TreeMap<>();

    /** A segment waits; one that doesn't say what it follows tells nothing. */
    void add(SegmentHead head) {
        Long before = head.follows();
        if (before != null) {
            followed.put(head.segment(), before);
        }
    }

    /** The numbers of segments that are gone, though one before them waits. */
    Set<Long> missing(Set<Long> present) {
        Set<Long> missing = new TreeSet<>();
        for (Map.Entry<Long, Long> segment : followed.entrySet()) {
            if (segment.getValue() > followed.firstKey() && !present.contains(segment.getValue())) {
                missing.add(segment.getValue());
            }
        }
        return missing;
    }
}
