package io.dispenser.telemetry.adapter.spool;

import io.dispenser.telemetry.core.event.TelemetryEvent;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the events of frozen segments. */
final class SegmentContents<E extends TelemetryEvent> {

    private final EventFormat<E> format;
    private final SpoolFolder folder;

    SegmentContents(EventFormat<E> format, SpoolFolder folder) {
        this.format = format;
        this.folder = folder;
    }

    /** The events of a segment, and whether those are all that it was sealed with. */
    record Contents<E>(List<E> events, boolean whole) {}

    /** What can be read of {@code segment}; null if its file is gone. */
    @Nullable
    Contents<E> of(SealedSegment segment) throws IOException {
        List<E> events = new ArrayList<>(segment.events());
        SegmentScan scan;
        try (SegmentReader reader = new SegmentReader(folder.file(segment.name()))) {
            for (byte @Nullable [] event = reader.next(); event != null; event = reader.next()) {
                @Nullable SegmentHead head = reader.head();
                try {
                    events.add(format.read(head == null ? SegmentHead.CURRENT_FORMAT : head.format(), event));
                } catch (UnreadableEventException e) {
                    // counts as damage, below
                }
            }
            scan = reader.soFar();
        } catch (NoSuchFileException e) {
            return null;
        }
        boolean whole = events.size() == segment.name().events() && scan.isWhole(events.size());
        return new Contents<>(events, whole);
    }
}
