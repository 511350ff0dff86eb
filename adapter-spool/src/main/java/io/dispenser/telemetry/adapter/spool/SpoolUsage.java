package io.dispenser.telemetry.adapter.spool;

import io.dispenser.telemetry.core.port.SpoolException;
import io.dispenser.telemetry.core.port.SpoolSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * How much is in a spool, and whether there is room for more. Damaged segments that were delivered count as well, but give
 * way to events.
 */
final class SpoolUsage {

    /** A segment that is kept for a look only. */
    private record Quarantine(SegmentName name, long bytes) {}

    private final SpoolFolder folder;
    private final FileSpoolOptions options;
    private final ProblemLog problems;
    private final AtomicLong events = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong rejectedEvents = new AtomicLong();
    private final AtomicLong rejectedBytes = new AtomicLong();
    private final Deque<Quarantine> evidence = new ArrayDeque<>();

    SpoolUsage(SpoolFolder folder, FileSpoolOptions options, ProblemLog problems, SpoolRecovery.Found found)
            throws IOException {
        this.folder = folder;
        this.options = options;
        this.problems = problems;
        for (SealedSegment segment : found.waiting()) {
            add(segment.events(), segment.bytes());
        }
        for (SegmentName name : found.rejected()) {
            addRejected(name.events(), Files.size(folder.file(name)));
        }
        for (SegmentName name : found.evidence()) {
            long size = Files.size(folder.file(name));
            add(0, size);
            addEvidence(name, size);
        }
    }

    long rejectedEvents() {
        return rejectedEvents.get();
    }

    /** Events that were counted as waiting are set aside, in a file that was not there before. */
    void addRejected(long moreEvents, long moreBytes) {
        rejectedEvents.addAndGet(moreEvents);
        rejectedBytes.addAndGet(moreBytes);
        bytes.addAndGet(moreBytes);
    }

    /** This is how much is set aside now: somebody else may have taken some of it. */
    void setRejected(long nowEvents, long nowBytes) {
        rejectedEvents.set(nowEvents);
        bytes.addAndGet(nowBytes - rejectedBytes.getAndSet(nowBytes));
    }

    long events() {
        return events.get();
    }

    long bytes() {
        return bytes.get();
    }

    /** Counts events and bytes that came, or, negative, went. */
    void add(long moreEvents, long moreBytes) {
        events.addAndGet(moreEvents);
        bytes.addAndGet(moreBytes);
    }

    /** A damaged segment, whose bytes are counted already, was delivered. */
    void addEvidence(SegmentName name, long size) {
        synchronized (evidence) {
            evidence.add(new Quarantine(name, size));
        }
    }

    /**
     * Makes sure that there is room for {@code more} bytes.
     *
     * @throws SpoolException if there is not: {@link SpoolException#isFull()}
     */
    void demandRoom(long more) throws SpoolException, IOException {
        while (bytes.get() + more > options.maxBytes()) {
            if (!deleteOldestEvidence()) {
                throw SpoolException.full(
                        "the spool " + folder.path() + " holds " + FileSpoolOptions.words(bytes.get()) + " of at most "
                                + FileSpoolOptions.words(options.maxBytes())
                                + ": no event is taken until its table takes some, or spool_max_mb is raised");
            }
        }
        demandFreeDisk(more);
    }

    /**
     * Makes sure that the disk keeps its floor with {@code more} bytes written.
     *
     * @throws SpoolException if it does not: {@link SpoolException#isFull()}
     */
    void demandFreeDisk(long more) throws SpoolException, IOException {
        Optional<String> lack = options.lackOfRoom(folder.disk().usableBytes(), more);
        if (lack.isPresent()) {
            throw SpoolException.full("the disk of the spool " + folder.path() + " has " + lack.get());
        }
    }

    SpoolSpace space() {
        long used = bytes.get();
        long free = options.maxBytes() - used;
        try {
            free = Math.min(free, folder.disk().usableBytes() - options.minFreeDiskBytes());
        } catch (IOException e) {
            // then what the disk has is not known, and the next append will say why
        }
        return new SpoolSpace(used, Math.max(0, free));
    }

    private boolean deleteOldestEvidence() throws IOException {
        @Nullable Quarantine oldest;
        synchronized (evidence) {
            oldest = evidence.poll();
        }
        if (oldest == null) {
            return false;
        }
        folder.delete(oldest.name().fileName());
        add(0, -oldest.bytes());
        problems.report(
                SpoolProblem.Kind.EVIDENCE_DELETED,
                oldest.name().fileName(),
                0,
                folder.file(oldest.name()) + " was deleted to make room for new events");
        return true;
    }
}
