package io.dispenser.telemetry.adapter.spool;

import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.Rejection;
import io.dispenser.telemetry.core.port.Spool;
import io.dispenser.telemetry.core.port.SpoolException;
import io.dispenser.telemetry.core.port.SpoolSpace;
import io.dispenser.telemetry.core.storage.DiskError;
import io.dispenser.telemetry.core.table.TelemetryTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A spool on the local disk: what {@link #append} has acknowledged is delivered, whatever is killed or cut off.
 *
 * <h2>Files</h2>
 *
 * <pre>
 *   spool/dispenser-deployments/
 *     lock                             held while a process has the spool open; says its pid
 *     writer-id                        the id of new batches, and the machine it is bound to
 *     0000000011.1000.sealed           a batch of 1000 events that waits
 *     0000000012.998.corrupt           a batch that waits, of which a part can't be read
 *     0000000004.17.delivered.corrupt  a damaged one whose readable events are in the table, kept for a look
 *     0000000009.2of500.rejected       two events that can't be rows, which nothing waits for
 *     0000000013.open                  what is appended to
 * </pre>
 *
 * <p>A segment's lines are {@code crc32c document}: its head first (format version, table, writer id, number), then an event
 * each, by the table's column names. A column may be added to a table's definition, or one left out, while batches wait: its
 * reader is given what there is. Whatever else lies in the folder is left alone.
 *
 * <h2>Why nothing is lost</h2>
 *
 * <p>{@link #append} writes once and forces once, and the folder was forced before, so that a file that holds acknowledged
 * events has a durable name. {@link #seal} is a rename; whichever of the two names a crash leaves, the segment has the same
 * number and the same events, and the next start seals what it finds open. A segment leaves by {@link #remove} only.
 *
 * <h2>Why nothing is doubled</h2>
 *
 * <p>{@code (writer id, number)} names one content for ever. The file of the next number exists, durably, before a batch
 * is handed out, so that the highest number used is known even when all batches are gone; if that file is gone too,
 * somebody deleted it, and a new id begins. Numbers go up and may skip. A deletion is not forced: a batch that comes back
 * after a crash goes to the table again, which knows its name. A copy of the folder has the same id and the same numbers:
 * that shows at the table, and whoever meets it takes a new id ({@link #renewWriter}) and writes what the table lacks anew
 * ({@link #reissue}).
 *
 * <p>A damaged segment keeps its number, and what is readable goes under it. Under another number it would be a second
 * batch: if the first had reached the table just before the crash, its events would be there twice. So setting aside is a
 * rename, before delivery and after it, and there is nothing that a crash could leave half done.
 *
 * <h2>When the disk fails</h2>
 *
 * <p>An append that could not be written is cut off again, and the cut forced, before anything else may be appended or
 * sealed: its caller keeps the events and brings them again, and they must not be there twice. After a failed force the
 * kernel may have dropped what it could not write and call the next force a success. So the file gets nothing more: it is
 * cut back to what was acknowledged earlier, by forces that succeeded; the failure is reported; and the next append
 * begins a new segment. The events that were in the file become a batch of their own.
 *
 * <p>Two threads use it, as {@link Spool} says; {@link #events} and {@link #problems} are for any thread. Memory: one batch,
 * and some hundred bytes for each that waits.
 *
 * @param <E> the events of the table
 */
public final class FileSpool<E extends TelemetryEvent> implements Spool<E> {

    private final SpoolLock lock;
    private final SpoolWriterId writerId;
    private final ProblemLog problems;
    private final SpoolUsage usage;
    private final SpoolWriter<E> writer;
    private final SealedSegmentQueue<E> backlog;

    private FileSpool(
            SpoolLock lock,
            SpoolWriterId writerId,
            ProblemLog problems,
            SpoolUsage usage,
            SpoolWriter<E> writer,
            SealedSegmentQueue<E> backlog) {
        this.lock = lock;
        this.writerId = writerId;
        this.problems = problems;
        this.usage = usage;
        this.writer = writer;
        this.backlog = backlog;
    }

    /**
     * Opens the spool of {@code table}, in the folder of the table's name in {@code folderOfAllTables}, which are made if
     * need be. Events that a process before left unsealed are a batch now.
     *
     * @throws SpoolException if another process has it open, which the message names; if a newer program wrote it; or if
     *     the folder can't be read and written
     * @throws IllegalArgumentException if the definition of {@code table} has no {@linkplain TelemetryTable#reader reader}
     */
    public static <E extends TelemetryEvent> FileSpool<E> open(
            TelemetryTable<E> table, Path folderOfAllTables, FileSpoolOptions options) throws SpoolException {
        Path path = folderOfAllTables.resolve(table.name());
        EventFormat<E> format = EventFormat.of(table);
        try {
            return open(table, format, new SpoolFolder(path, JdkDisk.of(path)), MachineIdentity.here(), options);
        } catch (IOException e) {
            String message = "the spool " + path + " can't be opened: " + DiskError.explained(e, path);
            throw DiskError.isLasting(e, path)
                    ? SpoolException.unusable(message, e)
                    : SpoolException.failed(message, e);
        }
    }

    /** {@link #open} on a disk and a machine of the caller's choice. */
    static <E extends TelemetryEvent> FileSpool<E> open(
            TelemetryTable<E> table,
            EventFormat<E> format,
            SpoolFolder folder,
            MachineIdentity machine,
            FileSpoolOptions options)
            throws IOException, SpoolException {
        SpoolLock lock = SpoolLock.take(folder.path());
        boolean opened = false;
        try {
            ProblemLog problems = new ProblemLog(table.name(), options.problemListener());
            SpoolRecovery.Found found = new SpoolRecovery(table.name(), folder, machine, problems).recover();
            SpoolUsage usage = new SpoolUsage(folder, options, problems, found);
            SpoolWriterId writerId = new SpoolWriterId(folder, found.ids());
            SealedSegmentQueue<E> backlog =
                    new SealedSegmentQueue<>(table.name(), format, folder, usage, problems, found.waiting());
            SpoolWriter<E> writer = new SpoolWriter<>(
                    table.name(),
                    format,
                    folder,
                    usage,
                    writerId,
                    found.nextNumber(),
                    found.lastSealed(),
                    backlog::add);
            folder.forceIfNeeded();
            for (SegmentName empty : found.empty()) {
                folder.delete(empty.fileName());
            }
            opened = true;
            return new FileSpool<>(lock, writerId, problems, usage, writer, backlog);
        } finally {
            if (!opened) {
                lock.close();
            }
        }
    }

    @Override
    public String writerId() {
        return writerId.current();
    }

    @Override
    public long nextNumber() {
        return writer.number();
    }

    @Override
    public String renewWriter() throws SpoolException {
        return writer.renewWriter();
    }

    @Override
    public void reissue(Batch<E> oldest, List<E> events) throws SpoolException {
        backlog.reissue(oldest, events, writerId.current());
    }

    /**
     * {@inheritDoc}
     *
     * <p>They are kept in a file of their own, {@code *.rejected}, which {@link SpoolInspector} lists; {@link RejectedEvents}
     * gives them another try, or deletes them.
     */
    @Override
    public void reject(Batch<E> oldest, List<Rejection> rejections) throws SpoolException {
        backlog.reject(oldest, rejections);
    }

    @Override
    public long rejectedEvents() {
        return usage.rejectedEvents();
    }

    @Override
    public void append(List<E> events) throws SpoolException {
        writer.append(events);
    }

    @Override
    public long openEvents() {
        return writer.openEvents();
    }

    @Override
    public long openBytes() {
        return writer.openBytes();
    }

    /**
     * {@inheritDoc}
     *
     * <p>The rename is forced at once if it can be. If it can't, the batch is made all the same, and {@link #append} and
     * {@link #oldest} fail until the folder was forced.
     */
    @Override
    public Optional<Long> seal() throws SpoolException {
        return writer.seal();
    }

    /**
     * {@inheritDoc}
     *
     * <p>A batch that is found damaged is set aside and given as far as it can be read. One that the disk can't read at all
     * is an exception, again and again: move its file away to go on without it.
     */
    @Override
    public List<Batch<E>> waiting(int maxEvents) throws SpoolException {
        return backlog.waiting(maxEvents);
    }

    @Override
    public void remove(Batch<E> batch) throws SpoolException {
        backlog.remove(batch);
    }

    @Override
    public long events() {
        return usage.events();
    }

    /** The bytes of all segments, damaged ones included. Any thread. */
    public long bytes() {
        return usage.bytes();
    }

    @Override
    public Optional<SpoolSpace> space() {
        return Optional.of(usage.space());
    }

    /** The latest problems, oldest first, at most a hundred. Any thread. */
    public List<SpoolProblem> problems() {
        return problems.latest();
    }

    /** Lets go of the files and the lock; a second call does nothing. Afterwards only the counts may be asked for. */
    @Override
    public void close() {
        writer.close();
        backlog.close();
        try {
            lock.close();
        } catch (IOException e) {
            // the operating system lets go of it at the latest when the process ends
        }
    }
}
