package io.dispenser.telemetry.adapter.spool;

import java.io.IOException;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The segments that were written anew under a later writer id, and whose old file a crash left: two frozen files whose names
 * have the number in common, digit by digit.
 */
final class ReissuedSegments {

    /** By number; the files of one segment together, and its open file last: that can only be what was left of it. */
    private static final Comparator<SegmentName> BY_SEGMENT = Comparator.comparingLong(SegmentName::number)
            .thenComparingInt(SegmentName::digits)
            .thenComparingInt(name -> rank(name.state()));

    private final SpoolFolder folder;
    private final Set<String> found = new HashSet<>();

    ReissuedSegments(SpoolFolder folder) {
        this.folder = folder;
    }

    private static int rank(SegmentState state) {
        return switch (state) {
            case SEALED -> 0;
            case CORRUPT -> 1;
            case OPEN -> 2;
            case DELIVERED_CORRUPT -> 3;
            case REJECTED -> 4;
            case RETRIED -> 5;
        };
    }

    /** Whether the segment of {@code name} was written anew. */
    boolean contains(SegmentName name) {
        return found.contains(name.writtenNumber());
    }

    /** Sorts {@code names} by segment; of two frozen files of one, the sealed one under a later writer id comes first. */
    void order(List<SegmentName> names, WriterIds ids) throws IOException {
        names.sort(BY_SEGMENT);
        for (int i = 1; i < names.size(); i++) {
            SegmentName one = names.get(i - 1);
            SegmentName other = names.get(i);
            if (one.isOfSameSegment(other) && one.state() == SegmentState.SEALED && isWaiting(other)) {
                int oneEpoch = epoch(one, ids);
                int otherEpoch = epoch(other, ids);
                if (oneEpoch < otherEpoch && other.state() == SegmentState.SEALED) {
                    Collections.swap(names, i - 1, i);
                    found.add(one.writtenNumber());
                } else if (oneEpoch > otherEpoch) {
                    found.add(one.writtenNumber());
                }
            }
        }
    }

    private static boolean isWaiting(SegmentName name) {
        return name.state() == SegmentState.SEALED || name.state() == SegmentState.CORRUPT;
    }

    /** Where the writer id of a segment stands among the ids; of one whose head can't be read, the id of its time. */
    private int epoch(SegmentName name, WriterIds ids) throws IOException {
        SegmentHead head = SegmentReader.scan(folder.file(name)).head();
        return ids.epoch(head == null ? ids.writerOf(name.number()) : head.writer());
    }
}
