package io.dispenser.telemetry.core.pipeline;

import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.flush.FlushDecision;
import io.dispenser.telemetry.core.flush.FlushPolicy;
import io.dispenser.telemetry.core.flush.FlushReason;
import io.dispenser.telemetry.core.port.Spool;
import io.dispenser.telemetry.core.port.SpoolException;
import io.dispenser.telemetry.core.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * From the inbox to the spool, and from open to sealed: the half of a pipeline that touches the local disk only. Driven by
 * one thread.
 *
 * <p>One drain is one append, however many events it holds; and a drain never takes more than the open segment has room
 * for, so a batch has at most the policy's events. Events that the spool refuses stay in hand, behind them the inbox fills,
 * and recorders are refused: nothing that was accepted is dropped. Those that somebody waits for are handed back instead,
 * refused, since whoever waits can decide better than a queue.
 */
final class Intake<E extends TelemetryEvent> {

    /** How long a spool that refused is left alone. */
    static final Duration SPOOL_RETRY = Duration.ofSeconds(1);

    /** With nothing in the spool, only a recorder's wake-up can bring work. */
    static final Duration IDLE = Duration.ofHours(1);

    private final String table;
    private final Inbox<E> inbox;
    private final Spool<E> spool;
    private final FlushPolicy policy;
    private final Ticker ticker;
    private final PipelineListener listener;
    private final PipelineCounters counters;
    private final Sealed sealed;
    private final PendingAcks<E> awaited;
    private final List<E> inHand = new ArrayList<>();

    private long openSince;
    private volatile int held;
    private volatile boolean ending;

    /** What the spool failed by last, until it works again; and whether that was an append. */
    private @Nullable SpoolException failure;

    private boolean appendFailed;

    /** Told of each batch that the intake made. */
    @FunctionalInterface
    interface Sealed {
        void sealed(long batchNumber, FlushReason reason);
    }

    Intake(
            String table,
            Inbox<E> inbox,
            Spool<E> spool,
            FlushPolicy policy,
            Ticker ticker,
            PipelineListener listener,
            PipelineCounters counters,
            Sealed sealed,
            PendingAcks<E> awaited) {
        this.table = table;
        this.inbox = inbox;
        this.spool = spool;
        this.policy = policy;
        this.ticker = ticker;
        this.listener = listener;
        this.counters = counters;
        this.sealed = sealed;
        this.awaited = awaited;
        this.openSince = ticker.nanos();
    }

    /** Moves what there is; empty when it has moved the last event after {@link #end}. */
    Optional<Duration> step() {
        boolean last = ending; // read before the drain: an inbox that was closed then gives all it has now
        try {
            take();
            if (last && inHand.isEmpty() && inbox.size() == 0) {
                seal(FlushReason.SHUTDOWN);
                return Optional.empty();
            }
            Duration wait = flushIfDue();
            return Optional.of(isUnsure() ? SPOOL_RETRY : wait);
        } catch (SpoolException e) {
            return Optional.of(failed(e));
        } catch (RuntimeException | Error e) { // a defect of the spool may not end the intake
            return Optional.of(failed(SpoolException.failed("unexpected: " + e, e)));
        }
    }

    private Duration failed(SpoolException problem) {
        counters.appendFailed(String.valueOf(problem.getMessage()));
        failure = problem;
        listener.spoolFailed(table, problem);
        return SPOOL_RETRY;
    }

    /**
     * Whether it is still to be seen that the spool takes events again. An append shows it, or that a full spool has room; that
     * nothing had to be appended, since whoever waited for an event was refused, does not.
     */
    private boolean isUnsure() {
        SpoolException before = failure;
        if (before == null) {
            return false;
        }
        if (appendFailed && (!before.isFull() || !hasRoom())) {
            return true;
        }
        failure = null;
        appendFailed = false;
        if (counters.appendWorks()) {
            listener.spoolReady(table);
        }
        return false;
    }

    private boolean hasRoom() {
        return spool.space().map(space -> space.freeBytes() > 0).orElse(true);
    }

    /** From now on the aim is to seal what is left; the inbox must be closed. */
    void end() {
        ending = true;
    }

    /** Events that are out of the inbox and not in the spool. */
    int held() {
        return held;
    }

    private void take() throws SpoolException {
        if (inHand.isEmpty()) {
            int room = (int) Math.max(1, policy.maxEvents() - spool.openEvents());
            inbox.drainTo(inHand, room);
            awaited.take(inHand);
            held = inHand.size();
        }
        if (inHand.isEmpty()) {
            return;
        }
        long now = ticker.nanos();
        if (spool.openEvents() == 0) {
            openSince = now;
        }
        Instant first = inHand.get(0).timestamp();
        try {
            spool.append(inHand);
            appendFailed = false;
            if (counters.oldestOpen == null) {
                counters.oldestOpen = first;
            }
        } catch (SpoolException e) {
            appendFailed = true;
            inHand.removeIf(awaited::isInHand);
            held = inHand.size();
            awaited.refuse(String.valueOf(e.getMessage()));
            if (e.isFull()) {
                seal(FlushReason.SPOOL_FULL); // else nothing would ever leave it
            }
            throw e;
        } catch (RuntimeException | Error e) {
            appendFailed = true;
            awaited.unknown("unexpected: " + e);
            throw e;
        }
        inHand.clear();
        held = 0;
        awaited.durable(); // last: who is told finds nothing counted twice
    }

    private Duration flushIfDue() throws SpoolException {
        Duration age = Duration.ofNanos(ticker.nanos() - openSince);
        FlushDecision decision = policy.decide(spool.openEvents(), spool.openBytes(), age);
        if (decision instanceof FlushDecision.Flush flush) {
            seal(flush.reason());
            return Duration.ZERO;
        }
        if (inbox.size() > 0) {
            return Duration.ZERO;
        }
        return decision instanceof FlushDecision.Wait wait ? wait.atMost() : IDLE;
    }

    private void seal(FlushReason reason) throws SpoolException {
        spool.seal().ifPresent(number -> sealed.sealed(number, reason));
        counters.oldestOpen = null;
    }
}
