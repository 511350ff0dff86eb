package io.dispenser.telemetry.core.pipeline;

import io.dispenser.telemetry.core.port.RecordOutcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * An event whose recorder waits until it is durable. Until the intake takes it in hand, it can be withdrawn, and then it is
 * certain that nothing becomes of it; after that, only the spool's answer tells.
 */
final class PendingAck<E> {

    private enum Phase {
        QUEUED,
        IN_HAND,
        WITHDRAWN
    }

    private final E event;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.QUEUED);
    private final CompletableFuture<RecordOutcome> outcome = new CompletableFuture<>();

    PendingAck(E event) {
        this.event = event;
    }

    /** Whether it waits for this very object. */
    boolean isOf(E other) {
        return event == other;
    }

    /** The intake takes it; false if it was withdrawn. */
    boolean take() {
        return phase.compareAndSet(Phase.QUEUED, Phase.IN_HAND);
    }

    /** Withdraws it, which is a refusal; false if it is too late for that. */
    boolean withdraw(String reason) {
        boolean withdrawn = phase.compareAndSet(Phase.QUEUED, Phase.WITHDRAWN);
        if (withdrawn) {
            end(new RecordOutcome.Refused(reason));
        }
        return withdrawn;
    }

    boolean isWithdrawn() {
        return phase.get() == Phase.WITHDRAWN;
    }

    /** Tells the recorder; the first call counts. */
    void end(RecordOutcome how) {
        outcome.complete(how);
    }

    /** What became of it; after {@code timeout} it is withdrawn, if that can still be done. */
    RecordOutcome await(Duration timeout) throws InterruptedException {
        try {
            return outcome.get(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            String patience = Math.max(0, TimeUnit.MILLISECONDS.convert(timeout)) + " ms";
            withdraw("the spool did not come to it in " + patience);
            return outcome.getNow(new RecordOutcome.Unknown("the disk has not finished with it in " + patience));
        } catch (ExecutionException e) {
            throw new AssertionError("an outcome is never exceptional", e);
        }
    }
}
