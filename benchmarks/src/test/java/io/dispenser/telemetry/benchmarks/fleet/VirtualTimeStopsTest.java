package io.dispenser.telemetry.benchmarks.fleet;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What keeps virtual time from going on is found, and said. */
@Timeout(60)
class VirtualTimeStopsTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final VirtualTime time = new VirtualTime(Instant.EPOCH, Duration.ofMillis(300));

    @Test
    void whoWaitsElsewhereIsFound() {
        start("stuck", () -> new CountDownLatch(1).await());
        assertThatThrownBy(this::run)
                .hasMessageContaining("waits for something else than virtual time")
                .hasMessageContaining("stuck")
                .hasMessageContaining("CountDownLatch");
    }

    @Test
    void aLockThatIsHeldOverAWaitIsFound() {
        Object monitor = new Object();
        start("holds", () -> {
            synchronized (monitor) {
                time.sleep(SECOND);
            }
        });
        start("wants", () -> {
            synchronized (monitor) {
                time.sleep(SECOND);
            }
        });
        assertThatThrownBy(this::run).hasMessageContaining("wants").hasMessageContaining("owned by \"holds\"");
    }

    @Test
    void aThreadOfAnotherOriginCanNotWaitHere() {
        start("starts one", () -> {
            Thread stranger = new Thread(() -> assertThatThrownBy(() -> time.sleep(SECOND)), "stranger");
            stranger.start();
            stranger.join();
        });
        assertThatThrownBy(this::run).hasMessageContaining("thread stranger was not started through the timeline");
    }

    @Test
    void whoDoesNotEndIsFound() {
        time.start("goes on for ever", Duration.ZERO, () -> Optional.of(SECOND));
        assertThatThrownBy(this::run)
                .hasMessageContaining("should have ended")
                .hasMessageContaining("goes on for ever");
    }

    @Test
    void whatAStepThrowsEndsTheRun() {
        start("fails", () -> {
            throw new IllegalArgumentException("a defect");
        });
        assertThatThrownBy(this::run).hasMessageContaining("a defect");
    }

    @FunctionalInterface
    private interface Action {
        void run() throws InterruptedException;
    }

    private void start(String name, Action action) {
        time.start(name, Duration.ZERO, () -> {
            action.run();
            return Optional.empty();
        });
    }

    private void run() throws InterruptedException {
        time.run(Duration.ofDays(1), () -> {});
    }
}
