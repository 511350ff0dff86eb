package io.dispenser.telemetry.testkit;

import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.BatchSink;
import io.dispenser.telemetry.core.port.Rejection;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.port.WriteReceipt;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;

/**
 * A table in memory that fails as a test tells it. It keeps the contract of {@link BatchSink}: a batch that it holds is not
 * taken twice. Any thread may script and look.
 *
 * @param <E> the events of the table
 */
public final class ScriptedSink<E extends TelemetryEvent> implements BatchSink<E> {

    private enum Act {
        FAIL,
        FAIL_FOR_GOOD,
        FAIL_AFTER_SUCCESS,
        THROW,
        HANG
    }

    private record Name(String writerId, long number) {}

    private final Queue<Act> script = new ArrayDeque<>();
    private final Set<Name> present = new HashSet<>();
    private final List<E> events = new ArrayList<>();
    private final List<Batch<E>> attempts = new ArrayList<>();
    private CountDownLatch hanging = new CountDownLatch(1);
    private boolean unready;
    private Predicate<E> unfit = event -> false;
    private boolean closed;

    /** From now on {@link #prepare} fails for a cause that somebody has to mend, until {@link #succeed}; writes are not meant. */
    public synchronized ScriptedSink<E> failToPrepare() {
        unready = true;
        return this;
    }

    /** The next {@code times} writes fail, and may be tried again. */
    public ScriptedSink<E> fail(int times) {
        return act(Act.FAIL, times);
    }

    /** The next {@code times} writes fail for a cause that somebody has to mend. */
    public ScriptedSink<E> failForGood(int times) {
        return act(Act.FAIL_FOR_GOOD, times);
    }

    /** The next {@code times} writes are done, and then reported as failed. */
    public ScriptedSink<E> failAfterSuccess(int times) {
        return act(Act.FAIL_AFTER_SUCCESS, times);
    }

    /** The next {@code times} writes throw what no sink should throw. */
    public ScriptedSink<E> throwUnchecked(int times) {
        return act(Act.THROW, times);
    }

    /** From now on events for which {@code test} is true can't be rows. */
    public synchronized ScriptedSink<E> rejectIf(Predicate<E> test) {
        unfit = test;
        return this;
    }

    /** From now on writes succeed, whatever was scripted before. */
    public synchronized ScriptedSink<E> succeed() {
        script.clear();
        unready = false;
        return this;
    }

    /** The next write does not return before {@link #release}. */
    public ScriptedSink<E> hang() {
        return act(Act.HANG, 1);
    }

    /** Lets writes that hang go on, to success. */
    public synchronized void release() {
        hanging.countDown();
        hanging = new CountDownLatch(1);
    }

    /** All events of all batches that were written, each batch once, in the order of writing. */
    public synchronized List<E> events() {
        return List.copyOf(events);
    }

    /** Every batch that {@link #write} was called with. */
    public synchronized List<Batch<E>> attempts() {
        return List.copyOf(attempts);
    }

    /** Whether {@link #close} was called. */
    public synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public WriteReceipt write(Batch<E> batch) throws SinkException, InterruptedException {
        Act act;
        CountDownLatch latch;
        synchronized (this) {
            attempts.add(batch);
            act = script.poll();
            latch = hanging;
        }
        if (act == null) {
            requireFit(List.of(batch));
            return store(batch);
        }
        switch (act) {
            case FAIL -> throw SinkException.retryable("scripted failure", null);
            case FAIL_FOR_GOOD -> throw SinkException.permanent("scripted failure for good", null);
            case THROW -> throw new IllegalStateException("scripted defect");
            case HANG -> latch.await();
            case FAIL_AFTER_SUCCESS -> {
                store(batch);
                throw SinkException.retryable("scripted failure after success", null);
            }
        }
        return store(batch);
    }

    @Override
    public synchronized void prepare() throws SinkException {
        if (unready) {
            throw SinkException.permanent("scripted failure of the table", null);
        }
    }

    @Override
    public synchronized OptionalLong lastNumber(String writerId) {
        return present.stream()
                .filter(name -> name.writerId().equals(writerId))
                .mapToLong(Name::number)
                .max();
    }

    @Override
    public synchronized Optional<List<E>> absent(List<E> wanted) {
        List<E> left = new ArrayList<>(events);
        return Optional.of(wanted.stream().filter(event -> !left.remove(event)).toList());
    }

    /** As {@link #write} for all of them, with one act of the script. */
    @Override
    public WriteReceipt writeAll(List<Batch<E>> batches) throws SinkException, InterruptedException {
        requireFit(batches);
        WriteReceipt first = write(batches.get(0));
        if (first.alreadyPresent()) {
            return first;
        }
        for (Batch<E> batch : batches.subList(1, batches.size())) {
            store(batch);
        }
        return WriteReceipt.written(first.version(), batches.size(), 1, batches.size());
    }

    @Override
    public synchronized void close() {
        closed = true;
    }

    private synchronized void requireFit(List<Batch<E>> batches) throws SinkException {
        List<Rejection> rejections = batches.stream()
                .flatMap(batch -> batch.events().stream())
                .filter(unfit)
                .map(event -> new Rejection(event, "scripted rejection"))
                .toList();
        if (!rejections.isEmpty()) {
            throw SinkException.rejected(rejections, null);
        }
    }

    private synchronized WriteReceipt store(Batch<E> batch) {
        if (lastNumber(batch.writerId()).orElse(-1) >= batch.number()) {
            return WriteReceipt.alreadyPresent(present.size());
        }
        present.add(new Name(batch.writerId(), batch.number()));
        events.addAll(batch.events());
        return WriteReceipt.written(present.size(), 1, batch.events().size());
    }

    private synchronized ScriptedSink<E> act(Act act, int times) {
        for (int i = 0; i < times; i++) {
            script.add(act);
        }
        return this;
    }
}
