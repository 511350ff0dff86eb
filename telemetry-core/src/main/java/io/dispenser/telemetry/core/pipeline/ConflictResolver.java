package io.dispenser.telemetry.core.pipeline;

import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.BatchSink;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.port.Spool;
import io.dispenser.telemetry.core.port.SpoolException;
import io.dispenser.telemetry.core.port.WriteReceipt;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Decides what becomes of batches whose names the table holds already. Driven by the shipper's thread.
 *
 * <p>A name that is taken is usually our own doing: an attempt whose reply was lost, or a process that ended before its spool
 * could forget the batch. But a spool may have been put back from a copy, and two programs may run on copies of one; then
 * somebody else gave the same name to other events. One rule tells it: <b>a batch that this process sealed itself, and for
 * which no attempt was made whose outcome is unknown, can't be in the table already.</b> If its name is, the writer id is not
 * ours alone, and the spool gets a new one. Of any other batch the events are looked for.
 *
 * <p>Either way only events go out again that the table lacks, under the new writer id. Those that it has are in it: a copy
 * shares what was accepted before it was made, and that may be delivered by either side. Batches that are sealed already keep
 * their names until they meet the same, for the same reason.
 */
final class ConflictResolver<E extends TelemetryEvent> {

    private final String table;
    private final Spool<E> spool;
    private final BatchSink<E> sink;
    private final PipelineListener listener;
    private final Set<Long> sealedHere = ConcurrentHashMap.newKeySet();
    private final Set<Long> attempted = new HashSet<>();
    private boolean compared;

    ConflictResolver(String table, Spool<E> spool, BatchSink<E> sink, PipelineListener listener) {
        this.table = table;
        this.spool = spool;
        this.sink = sink;
        this.listener = listener;
    }

    /** This process sealed the batch of that number. Any thread. */
    void sealed(long number) {
        sealedHere.add(number);
    }

    /** {@code batches} were written, or may have been: from now on it may be our doing that their names are taken. */
    void attempted(List<Batch<E>> batches) {
        batches.forEach(batch -> attempted.add(batch.number()));
    }

    /** {@code batch} is removed. */
    void removed(Batch<E> batch) {
        sealedHere.remove(batch.number());
        attempted.remove(batch.number());
    }

    /**
     * Compares spool and table, once: numbers that are still to be given can't be in the table. Does nothing after the first
     * time that the table could be asked.
     *
     * @throws SinkException if the table can't be asked now
     */
    void compare() throws SinkException, SpoolException, InterruptedException {
        if (compared) {
            return;
        }
        long next = spool.nextNumber();
        if (sink.lastNumber(spool.writerId()).orElse(-1) >= next) {
            renew(next, 0, 0, false);
        }
        compared = true;
    }

    /**
     * Looks for the events of {@code present}, whose names the table holds.
     *
     * @return those that the table lacks, to be given to {@link #resolve}
     */
    Set<E> absent(List<Batch<E>> present, WriteReceipt receipt) throws SinkException, InterruptedException {
        Set<E> absent = Collections.newSetFromMap(new IdentityHashMap<>());
        Optional<List<E>> found = sink.absent(
                present.stream().flatMap(batch -> batch.events().stream()).toList());
        if (found.isPresent()) {
            absent.addAll(found.get());
            return absent;
        }
        for (Batch<E> batch : present) { // who can't look knows the names alone
            if (isOurs(batch, receipt)) {
                absent.addAll(batch.events());
            }
        }
        return absent;
    }

    /**
     * Gives the oldest batch, whose name the table holds, another name, if that is needed.
     *
     * @return whether it waits under another name now; otherwise all of it is in the table
     */
    boolean resolve(Batch<E> oldest, Set<E> absentEvents, WriteReceipt receipt) throws SpoolException {
        List<E> absent = oldest.events().stream().filter(absentEvents::contains).toList();
        boolean current = oldest.writerId().equals(spool.writerId());
        boolean ours = isOurs(oldest, receipt);
        if (current && (!absent.isEmpty() || ours)) {
            renew(oldest.number(), oldest.events().size() - absent.size(), absent.size(), !ours);
        }
        if (absent.isEmpty()) {
            return false;
        }
        spool.reissue(oldest, absent);
        attempted.remove(oldest.number());
        return true;
    }

    /** Whether nobody but us could have written this batch, and we did not. */
    private boolean isOurs(Batch<E> batch, WriteReceipt receipt) {
        return sealedHere.contains(batch.number()) && !attempted.contains(batch.number()) && !receipt.doubtful();
    }

    private void renew(long number, int present, int absent, boolean perhapsOurs) throws SpoolException {
        String before = spool.writerId();
        String renewed = spool.renewWriter();
        listener.writerRenewed(new WriterConflict(table, before, renewed, number, present, absent, perhapsOurs));
    }
}
