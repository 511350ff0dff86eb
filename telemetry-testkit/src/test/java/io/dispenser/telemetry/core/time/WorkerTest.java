package io.dispenser.telemetry.core.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkerTest {

    private static final Optional<Duration> LONG = Optional.of(Duration.ofHours(1));

    @Test
    void aWakeUpCutsAWaitShort() throws Exception {
        Semaphore steps = new Semaphore(0);
        Worker worker = new Worker("test", () -> {
            steps.release();
            return LONG;
        });
        worker.start();
        steps.acquire();
        worker.wake();
        steps.acquire();
        worker.interrupt();
        assertThat(worker.join(Duration.ofSeconds(30))).isTrue();
    }

    @Test
    void aWakeUpDuringAStepThatWaitsForSomethingElseIsNotLost() throws Exception {
        Semaphore steps = new Semaphore(0);
        CountDownLatch woken = new CountDownLatch(1);
        Worker worker = new Worker("test", () -> {
            steps.release();
            woken.await();
            LockSupport.parkNanos(1); // as a lock or a socket of the step's own does
            return LONG;
        });
        worker.start();
        steps.acquire();
        worker.wake();
        woken.countDown();
        assertThat(steps.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
        worker.interrupt();
        assertThat(worker.join(Duration.ofSeconds(30))).isTrue();
    }

    @Test
    void anInterruptEndsAWorkerThatWaits() throws Exception {
        CountDownLatch stepped = new CountDownLatch(1);
        Worker worker = new Worker("test", () -> {
            stepped.countDown();
            return LONG;
        });
        worker.start();
        stepped.await();
        worker.interrupt();
        assertThat(worker.join(Duration.ofSeconds(30))).isTrue();
    }

    @Test
    void aWorkerEndsAfterItsLastStep() throws Exception {
        Worker worker = new Worker("test", Optional::empty);
        worker.start();
        assertThat(worker.join(Duration.ofSeconds(30))).isTrue();
    }
}
