package io.dispenser.telemetry.benchmarks.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.benchmarks.fleet.Timeline.Signal;
import io.dispenser.telemetry.benchmarks.fleet.Timeline.Task;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RealTimeTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    private final RealTime time = new RealTime();

    @AfterEach
    void end() {
        time.close();
    }

    @Test
    void runsUntilTheLastHasEnded() throws Exception {
        AtomicInteger steps = new AtomicInteger();
        AtomicInteger others = new AtomicInteger();
        time.start(
                "steps",
                Duration.ofMillis(5),
                () -> steps.incrementAndGet() < 5 ? Optional.of(Duration.ofMillis(1)) : Optional.empty());
        time.start("starts another", Duration.ZERO, () -> {
            time.start("another", Duration.ZERO, () -> {
                others.incrementAndGet();
                return Optional.empty();
            });
            return Optional.empty();
        });
        time.run(LONG, () -> {});
        assertThat(steps).hasValue(5);
        assertThat(others).hasValue(1);
    }

    @Test
    void signalsWakingAndStopping() throws Exception {
        Signal signal = time.signal();
        Task woken = time.start("woken", LONG, () -> {
            signal.set();
            return Optional.empty();
        });
        Task stopped = time.start("stopped", Duration.ZERO, () -> {
            time.sleep(LONG);
            return Optional.of(LONG);
        });
        AtomicReference<Boolean> heard = new AtomicReference<>();
        time.start("hears", Duration.ZERO, () -> {
            woken.wake();
            heard.set(signal.await(LONG));
            stopped.stop();
            return Optional.empty();
        });
        time.run(LONG, () -> {});
        assertThat(heard).hasValue(true);
    }

    @Test
    void callsGoSoManyAtATime() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        Callable<String> call = () -> {
            both.countDown();
            both.await();
            return "met";
        };
        AtomicReference<List<String>> results = new AtomicReference<>();
        time.start("calls", Duration.ZERO, () -> {
            try {
                results.set(time.all(2, List.of(call, call, call)));
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            return Optional.empty();
        });
        time.run(LONG, () -> {});
        assertThat(results.get()).containsExactly("met", "met", "met");
    }

    @Test
    void whatAStepThrowsEndsTheRun() {
        time.start("waits", Duration.ZERO, () -> Optional.of(LONG));
        time.start("fails", Duration.ZERO, () -> {
            throw new IllegalArgumentException("a defect");
        });
        assertThatThrownBy(() -> time.run(LONG, () -> {})).hasMessageContaining("a defect");
    }
}
