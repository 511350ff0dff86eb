package io.dispenser.telemetry.adapter.spool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The batches that a recovery has found by now. */
final class FrozenSegments {

    /** What names a batch for ever. */
    private record Identity(String writer, long number) {}

    /** By number; the frozen ones in front of an open one, which mostly is what was left of them. */
    static final Comparator<SegmentName> FIRST = Comparator.comparingLong(SegmentName::number)
            .thenComparingInt(name -> rank(name.state()))
            .thenComparingInt(SegmentName::digits);

    private final SpoolFolder folder;
    private final Set<Identity> taken = new HashSet<>();
    private final List<SegmentName> names = new ArrayList<>();

    FrozenSegments(SpoolFolder folder) {
        this.folder = folder;
    }

    private static int rank(SegmentState state) {
        return switch (state) {
            case SEALED -> 0;
            case CORRUPT -> 1;
            case OPEN -> 2;
            case DELIVERED_CORRUPT -> 3;
        };
    }

    /** False if a batch of that writer and number was found before. */
    boolean take(String writer, long number) {
        return taken.add(new Identity(writer, number));
    }

    void add(SegmentName name) {
        names.add(name);
    }

    /**
     * Whether an open file is what a refiling, cut short, left: its events are in a frozen one of its number. The two have
     * their names in common, unless a program wrote the second one with other digits; then the events tell.
     */
    boolean haveRefiled(SegmentName open) throws IOException {
        for (SegmentName name : names) {
            if (name.number() == open.number() && (name.digits() == open.digits() || isPart(name, open))) {
                return true;
            }
        }
        return false;
    }

    private boolean isPart(SegmentName name, SegmentName open) throws IOException {
        List<String> events = events(name);
        return !events.isEmpty() && new HashSet<>(events(open)).containsAll(events);
    }

    private List<String> events(SegmentName name) throws IOException {
        List<String> events = new ArrayList<>();
        try (SegmentReader reader = new SegmentReader(folder.file(name))) {
            for (byte @Nullable [] event = reader.next(); event != null; event = reader.next()) {
                events.add(new String(event, StandardCharsets.UTF_8));
            }
        }
        return events;
    }
}
