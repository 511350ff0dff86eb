package io.dispenser.telemetry.adapter.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Reads a segment: its head, and the documents of its events; and counts what it can't read. */
final class SegmentReader implements Closeable {

    private final SegmentLines lines;
    private final Deque<byte[]> pending = new ArrayDeque<>();
    private @Nullable SegmentHead head;
    private boolean first = true;
    private int events;
    private int damagedLines;
    private int damagedSinceWhole;
    private long wholeEnd;
    private long end;

    SegmentReader(Path file) throws IOException {
        this.lines = new SegmentLines(file);
    }

    /** Reads a whole segment for what it says of it. */
    static SegmentScan scan(Path file) throws IOException {
        try (SegmentReader reader = new SegmentReader(file)) {
            byte @Nullable [] event = reader.next();
            while (event != null) {
                event = reader.next();
            }
            return reader.soFar();
        }
    }

    /** The document of the next event that can be read, or null behind the last one. */
    byte @Nullable [] next() throws IOException {
        while (pending.isEmpty()) {
            SegmentLines.Line line = lines.next();
            if (line == null) {
                return null;
            }
            take(line);
        }
        events++;
        return pending.remove();
    }

    /** The head, once an event was read; null if it can't be read. */
    @Nullable
    SegmentHead head() {
        return head;
    }

    /** What was seen until now; behind the last event, what there is. */
    SegmentScan soFar() {
        return new SegmentScan(head, events, damagedLines, wholeEnd, end - wholeEnd, damagedSinceWhole);
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    private void take(SegmentLines.Line line) {
        end = line.end();
        if (line.damaged()) {
            damagedSinceWhole++;
        }
        if (line.documents().isEmpty()) {
            return;
        }
        wholeEnd = line.end();
        damagedLines += damagedSinceWhole;
        damagedSinceWhole = 0;
        pending.addAll(line.documents());
        if (first) {
            first = false;
            head = SegmentHead.parse(pending.element());
            if (head != null) {
                pending.remove();
            }
        }
    }
}
