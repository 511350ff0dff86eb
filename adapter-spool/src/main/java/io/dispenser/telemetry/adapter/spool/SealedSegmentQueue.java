package io.dispenser.telemetry.adapter.spool;

import io.dispenser.telemetry.adapter.spool.SegmentContents.Contents;
import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.Rejection;
import io.dispenser.telemetry.core.port.SpoolException;
import io.dispenser.telemetry.core.storage.DiskError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/** The half of a spool that one thread takes batches from: the oldest is at the head of the queue, read when asked for. */
final class SealedSegmentQueue<E extends TelemetryEvent> {

    private final String table;
    private final EventFormat<E> format;
    private final SpoolFolder folder;
    private final SpoolUsage usage;
    private final ProblemLog problems;
    private final SegmentContents<E> contents;
    private final RejectedSegments<E> rejected;
    private final ConcurrentLinkedDeque<SealedSegment> waiting;
    private boolean closed;

    SealedSegmentQueue(
            String table,
            EventFormat<E> format,
            SpoolFolder folder,
            SpoolUsage usage,
            ProblemLog problems,
            List<SealedSegment> waiting) {
        this.table = table;
        this.format = format;
        this.folder = folder;
        this.usage = usage;
        this.problems = problems;
        this.contents = new SegmentContents<>(format, folder);
        this.rejected = new RejectedSegments<>(table, format, folder, usage);
        this.waiting = new ConcurrentLinkedDeque<>(waiting);
    }

    /** The writer's thread brings the newest. */
    void add(SealedSegment segment) {
        waiting.add(segment);
    }

    synchronized List<Batch<E>> waiting(int maxEvents) throws SpoolException {
        demandOpen();
        try {
            Optional<Batch<E>> oldest = oldest();
            return oldest.isEmpty() ? List.of() : withThoseThatFollow(oldest.get(), maxEvents);
        } catch (IOException e) {
            throw SpoolException.failed(
                    "can't read the oldest batch in the spool " + folder.path() + ": "
                            + DiskError.explained(e, folder.path()),
                    e);
        }
    }

    private Optional<Batch<E>> oldest() throws IOException {
        if (waiting.isEmpty()) {
            waiting.addAll(rejected.retried());
        }
        @Nullable SealedSegment oldest = waiting.peek();
        while (oldest != null) {
            folder.forceIfNeeded();
            Contents<E> read = contents.of(oldest);
            if (read == null) {
                missing(oldest);
            } else if (!read.whole()) {
                setAside(oldest, read.events().size());
            }
            if (read != null && !read.events().isEmpty()) {
                return Optional.of(new Batch<>(oldest.writer(), oldest.name().number(), read.events()));
            }
            oldest = waiting.peek();
        }
        return Optional.empty();
    }

    private List<Batch<E>> withThoseThatFollow(Batch<E> oldest, int maxEvents) {
        List<Batch<E>> batches = new ArrayList<>(List.of(oldest));
        long room = (long) maxEvents - oldest.events().size();
        Iterator<SealedSegment> segments = waiting.iterator();
        segments.next();
        while (segments.hasNext()) {
            SealedSegment segment = segments.next();
            room -= segment.events();
            if (room < 0 || !segment.writer().equals(oldest.writerId())) {
                break;
            }
            Optional<Batch<E>> next = undamaged(segment);
            if (next.isEmpty()) {
                break;
            }
            batches.add(next.get());
        }
        return List.copyOf(batches);
    }

    /** The batch of a segment behind the oldest, unless there is any trouble: that is dealt with when it is the oldest. */
    private Optional<Batch<E>> undamaged(SealedSegment segment) {
        try {
            folder.forceIfNeeded();
            Contents<E> read = segment.isDamaged() ? null : contents.of(segment);
            return read == null || !read.whole()
                    ? Optional.empty()
                    : Optional.of(new Batch<>(segment.writer(), segment.name().number(), read.events()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    synchronized void remove(Batch<E> batch) throws SpoolException {
        SealedSegment oldest = oldest(batch);
        try {
            leave(oldest);
        } catch (IOException e) {
            throw SpoolException.failed(
                    "can't remove a batch from the spool " + folder.path() + ": "
                            + DiskError.explained(e, folder.path()),
                    e);
        }
    }

    /** Writes {@code events} of the oldest batch into its place, for {@code writer}. */
    synchronized void reissue(Batch<E> batch, List<E> events, String writer) throws SpoolException {
        SealedSegment oldest = oldest(batch);
        if (oldest.writer().equals(writer)) {
            throw new IllegalArgumentException(
                    "batch " + batch.number() + " bears the writer id " + writer + " already");
        }
        SegmentName name = oldest.name().sealed(events.size());
        try {
            byte[] content = format.lines(SegmentHead.current(table, writer, batch.number()), events);
            folder.replace(name.fileName(), name.temporaryFileName(), content);
            folder.forceIfNeeded();
            waiting.remove();
            waiting.addFirst(new SealedSegment(name, writer, events.size(), content.length));
            usage.add(events.size() - oldest.events(), content.length);
            if (oldest.isDamaged()) {
                SegmentName aside = oldest.name().as(SegmentState.DELIVERED_CORRUPT);
                folder.rename(oldest.name().fileName(), aside.fileName());
                usage.addEvidence(aside, oldest.bytes());
            } else {
                usage.add(0, -oldest.bytes());
                if (!oldest.name().equals(name)) {
                    folder.delete(oldest.name().fileName()); // what a crash leaves of it, the next start knows for that
                }
            }
        } catch (IOException e) {
            throw SpoolException.failed(
                    "can't write a batch anew in the spool " + folder.path() + ": "
                            + DiskError.explained(e, folder.path()),
                    e);
        }
    }

    synchronized void reject(Batch<E> batch, List<Rejection> rejections) throws SpoolException {
        SealedSegment oldest = oldest(batch);
        try {
            Optional<SealedSegment> left = rejected.split(oldest, batch, rejections);
            waiting.remove();
            left.ifPresent(waiting::addFirst);
        } catch (IOException e) {
            throw SpoolException.failed(
                    "can't set events aside in the spool " + folder.path() + ": "
                            + DiskError.explained(e, folder.path()),
                    e);
        }
    }

    private SealedSegment oldest(Batch<E> batch) throws SpoolException {
        demandOpen();
        @Nullable SealedSegment oldest = waiting.peek();
        if (oldest == null
                || oldest.name().number() != batch.number()
                || !oldest.writer().equals(batch.writerId())) {
            throw new IllegalArgumentException("batch " + batch.number() + " of " + batch.writerId()
                    + " is not the oldest one in " + folder.path());
        }
        return oldest;
    }

    synchronized void close() {
        closed = true;
    }

    private void demandOpen() throws SpoolException {
        if (closed) {
            throw SpoolException.failed("the spool " + folder.path() + " is closed", null);
        }
    }

    private void missing(SealedSegment segment) {
        waiting.remove();
        usage.add(-segment.events(), -segment.bytes());
        problems.report(
                SpoolProblem.Kind.MISSING_SEGMENT,
                segment.name().fileName(),
                segment.events(),
                folder.file(segment.name()) + " is gone: somebody deleted it, and its " + segment.events()
                        + " events with it");
    }

    private void setAside(SealedSegment segment, int readable) throws IOException {
        if (segment.isDamaged() && segment.events() == readable) {
            return; // known
        }
        problems.reportCorrupt(folder, segment.name(), readable);
        SegmentName aside = segment.name().as(SegmentState.CORRUPT);
        if (!segment.isDamaged()) {
            folder.rename(segment.name().fileName(), aside.fileName());
        }
        SealedSegment damaged = new SealedSegment(aside, segment.writer(), readable, segment.bytes());
        waiting.remove();
        waiting.addFirst(damaged);
        usage.add(readable - segment.events(), 0);
        if (readable == 0) {
            leave(damaged);
        }
    }

    /** The oldest segment has served. */
    private void leave(SealedSegment segment) throws IOException {
        if (segment.isDamaged()) {
            SegmentName aside = segment.name().as(SegmentState.DELIVERED_CORRUPT);
            folder.rename(segment.name().fileName(), aside.fileName());
            usage.add(-segment.events(), 0);
            usage.addEvidence(aside, segment.bytes());
        } else {
            folder.delete(segment.name().fileName());
            usage.add(-segment.events(), -segment.bytes());
        }
        waiting.remove();
    }
}
