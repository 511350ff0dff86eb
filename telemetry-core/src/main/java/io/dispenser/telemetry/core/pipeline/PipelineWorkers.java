package io.dispenser.telemetry.core.pipeline;

import io.dispenser.telemetry.core.time.DaemonThreads;
import io.dispenser.telemetry.core.time.Worker;
import java.time.Duration;

/** The two threads of a pipeline, and their end: what they work with is closed when neither works any more. */
final class PipelineWorkers {

    /** How long the last events may take to the spool, when the time for writing them is over. */
    private static final Duration INTAKE_GRACE = Duration.ofMillis(500);

    /** How long a thread that was interrupted may take to end. */
    private static final Duration INTERRUPT_GRACE = Duration.ofMillis(500);

    private static final Duration FOREVER = Duration.ofDays(365);

    private final String table;
    private final Worker intake;
    private final Worker shipper;

    PipelineWorkers(String table, Worker.Step intake, Worker.Step shipper) {
        this.table = table;
        this.intake = new Worker("telemetry-intake " + table, intake);
        this.shipper = new Worker("telemetry-shipper " + table, shipper);
    }

    void start() {
        intake.start();
        shipper.start();
    }

    void wakeIntake() {
        intake.wake();
    }

    void wakeShipper() {
        shipper.wake();
    }

    /** Waits until all is written, or the time for that is over and the intake had its moment for the local disk. */
    void awaitEnd(Duration timeout) throws InterruptedException {
        shipper.join(timeout); // which ends after the intake has
        intake.join(INTAKE_GRACE); // the local disk is quick, and what is in the spool is safe
    }

    /**
     * Interrupts whoever still works, and closes what they work with as soon as neither does: now, if they end in a moment.
     * Else later, since another pipeline may want the spool.
     */
    void endThen(Runnable close) throws InterruptedException {
        intake.interrupt();
        shipper.interrupt();
        if (haveEnded(INTERRUPT_GRACE)) {
            close.run();
            return;
        }
        DaemonThreads.start("telemetry-close " + table, () -> {
            try {
                if (haveEnded(FOREVER)) {
                    close.run();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private boolean haveEnded(Duration atMost) throws InterruptedException {
        return intake.join(atMost) && shipper.join(atMost);
    }
}
