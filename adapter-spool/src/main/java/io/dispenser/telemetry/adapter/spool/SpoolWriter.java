package io.dispenser.telemetry.adapter.spool;

import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.port.SpoolException;
import io.dispenser.telemetry.core.storage.DiskError;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The half of a spool that one thread appends to and seals. */
final class SpoolWriter<E extends TelemetryEvent> {

    private final String table;
    private final EventFormat<E> format;
    private final SpoolFolder folder;
    private final SpoolUsage usage;
    private final SpoolWriterId writerId;
    private final Consumer<SealedSegment> sealed;

    private long nextNumber;
    private long lastSealed;
    private OpenSegment open;
    private String openWriter;
    private boolean closed;
    private volatile long openEvents;
    private volatile long openBytes;

    SpoolWriter(
            String table,
            EventFormat<E> format,
            SpoolFolder folder,
            SpoolUsage usage,
            SpoolWriterId writerId,
            long nextNumber,
            long lastSealed,
            Consumer<SealedSegment> sealed)
            throws IOException {
        this.table = table;
        this.format = format;
        this.folder = folder;
        this.usage = usage;
        this.writerId = writerId;
        this.sealed = sealed;
        this.nextNumber = nextNumber + 1;
        this.lastSealed = lastSealed;
        this.open = create(folder, nextNumber);
        this.openWriter = writerId.current();
    }

    long openEvents() {
        return openEvents;
    }

    long openBytes() {
        return openBytes;
    }

    /** The number of the open segment. */
    synchronized long number() {
        return open.name().number();
    }

    synchronized String renewWriter() throws SpoolException {
        try {
            demandOpen();
            return writerId.renew(open.events() == 0 ? open.name().number() : nextNumber);
        } catch (IOException e) {
            throw failed("give a new writer id to", e);
        }
    }

    synchronized void append(List<E> events) throws SpoolException {
        if (events.isEmpty()) {
            return;
        }
        try {
            demandOpen();
            open.mend();
            replaceIfSpent();
            folder.forceIfNeeded();
            byte[] lines = encode(events);
            usage.demandRoom(lines.length);
            write(lines, events.size());
        } catch (IOException e) {
            throw failed("append to", e);
        }
        usage.add(events.size(), 0);
        count();
    }

    synchronized Optional<Long> seal() throws SpoolException {
        try {
            demandOpen();
            open.mend();
            if (open.events() == 0) {
                return Optional.empty();
            }
            return Optional.of(roll());
        } catch (IOException e) {
            throw failed("seal a segment of", e);
        }
    }

    synchronized void close() {
        if (!closed) {
            closed = true;
            closeQuietly(open);
        }
    }

    private void demandOpen() throws SpoolException {
        if (closed) {
            throw SpoolException.failed("the spool " + folder.path() + " is closed", null);
        }
    }

    private byte[] encode(List<E> events) throws IOException {
        if (open.length() > 0) {
            return format.lines(null, events);
        }
        openWriter = writerId.current();
        SegmentHead head = SegmentHead.current(table, openWriter, open.name().number());
        return format.lines(head.following(lastSealed), events);
    }

    private void write(byte[] lines, int events) throws IOException, SpoolException {
        long before = open.length();
        try {
            open.append(lines, events);
        } catch (IOException e) {
            if (DiskError.ofWriting(e, folder.path(), lines.length) == DiskError.FULL) {
                throw SpoolException.full("the disk of the spool " + folder.path() + " is full (" + e.getMessage()
                        + "): no event is taken until there is room");
            }
            usage.demandFreeDisk(lines.length);
            throw e;
        } finally {
            usage.add(0, open.length() - before);
        }
    }

    private void replaceIfSpent() throws IOException {
        if (open.isSpent() && open.events() > 0) {
            roll();
        } else if (open.isSpent()) {
            OpenSegment empty = open;
            open = create(folder, nextNumber++);
            closeQuietly(empty);
            folder.delete(empty.name().fileName());
        }
    }

    /** Makes the open segment a batch, with the next one there before the name changes. */
    private long roll() throws IOException {
        OpenSegment full = open;
        SegmentName name = full.name().sealed(full.events());
        OpenSegment next = create(folder, nextNumber++);
        try {
            folder.rename(full.name().fileName(), name.fileName());
        } catch (IOException e) {
            discard(next, e);
            throw e;
        }
        closeQuietly(full);
        lastSealed = name.number();
        open = next;
        count();
        try {
            folder.forceIfNeeded();
        } catch (IOException e) {
            // Under either name the batch is what it is; before it is handed out, or the next event acknowledged,
            // the folder must be forced, and whoever needs that will hear of it.
        }
        sealed.accept(new SealedSegment(name, openWriter, full.events(), full.length()));
        return name.number();
    }

    private void discard(OpenSegment unused, IOException why) {
        closeQuietly(unused);
        try {
            folder.delete(unused.name().fileName());
        } catch (IOException e) {
            why.addSuppressed(e); // an empty open segment: the next start deletes it
        }
    }

    private static OpenSegment create(SpoolFolder folder, long number) throws IOException {
        SegmentName name = SegmentName.open(number);
        return new OpenSegment(name, folder.create(name.fileName()));
    }

    private static void closeQuietly(OpenSegment segment) {
        try {
            segment.close();
        } catch (IOException e) {
            // all that counts in it was forced
        }
    }

    private void count() {
        openEvents = open.events();
        openBytes = open.length();
    }

    private SpoolException failed(String what, IOException e) {
        return SpoolException.failed(
                "can't " + what + " the spool " + folder.path() + ": " + DiskError.explained(e, folder.path()), e);
    }
}
