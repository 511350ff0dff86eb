package io.dispenser.telemetry.benchmarks.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.benchmarks.fleet.Timeline.Signal;
import io.dispenser.telemetry.benchmarks.fleet.Timeline.Task;
import io.dispenser.telemetry.core.time.Worker;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class VirtualTimeTest {

    private static final Instant BEGIN = Instant.parse("2026-03-01T00:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final VirtualTime time = new VirtualTime(BEGIN, Duration.ofMillis(300));
    private final List<String> said =
            new ArrayList<>(); // one thread runs at a time, and each sees what the one before did

    @AfterEach
    void end() {
        time.close();
    }

    @Test
    void jumpsToWhoeverGoesOnFirst() throws Exception {
        start("long", () -> {
            time.sleep(Duration.ofHours(3));
            say("long");
        });
        start("short", () -> {
            time.sleep(Duration.ofMinutes(1));
            say("short");
            time.sleep(Duration.ofHours(1));
            say("short again");
        });
        run();
        assertThat(said).containsExactly("60 s: short", "3660 s: short again", "10800 s: long");
        assertThat(time.instants().instant()).isEqualTo(BEGIN.plus(Duration.ofHours(3)));
    }

    @Test
    void atOneTimeGoesByTheOrderOfAsking() throws Exception {
        for (String name : List.of("a", "b", "c")) {
            start(name, () -> {
                say(name);
                time.sleep(SECOND);
                say(name);
            });
        }
        run();
        assertThat(said).containsExactly("0 s: a", "0 s: b", "0 s: c", "1 s: a", "1 s: b", "1 s: c");
    }

    @Test
    void runsTheSameEachTime() throws Exception {
        assertThat(waiters(7)).isEqualTo(waiters(7)).isNotEqualTo(waiters(8));
    }

    private static List<String> waiters(long seed) throws Exception {
        List<String> order = new ArrayList<>();
        try (VirtualTime each = new VirtualTime(BEGIN)) {
            SplittableRandom random = new SplittableRandom(seed);
            for (int waiter = 0; waiter < 20; waiter++) {
                int index = waiter;
                SplittableRandom own = random.split();
                each.start("waiter-" + waiter, Duration.ZERO, () -> {
                    for (int turn = 0; turn < 10; turn++) {
                        each.sleep(Duration.ofMillis(own.nextInt(50)));
                        order.add(index + " at " + each.ticker().nanos());
                    }
                    return Optional.empty();
                });
            }
            each.run(DAY, () -> {});
        }
        assertThat(order).hasSize(200);
        return order;
    }

    @Test
    void hasAThreadForAStepOnly() throws Exception {
        AtomicInteger steps = new AtomicInteger();
        int before = Thread.activeCount();
        for (int task = 0; task < 10_000; task++) {
            time.start(
                    "task",
                    Duration.ofMillis(task),
                    () -> steps.incrementAndGet() <= 20_000 ? Optional.of(SECOND) : Optional.empty());
        }
        run();
        assertThat(steps).hasValue(30_000);
        assertThat(Thread.activeCount() - before).isLessThan(10);
    }

    @Test
    void thousandsCanWaitWithinAStep() throws Exception {
        AtomicInteger done = new AtomicInteger();
        for (int task = 0; task < 2_000; task++) {
            start("task", () -> {
                time.sleep(Duration.ofMinutes(1));
                done.incrementAndGet();
            });
        }
        run();
        assertThat(done).hasValue(2_000);
    }

    @Test
    void aSignalEndsTheWaiting() throws Exception {
        Signal signal = time.signal();
        start("waits", () -> say(signal.await(Duration.ofHours(1)) ? "heard" : "not heard"));
        start("waits for less", () -> say(signal.await(SECOND) ? "heard" : "not heard"));
        start("sets", () -> {
            time.sleep(Duration.ofSeconds(5));
            signal.set();
        });
        start("comes late", () -> {
            time.sleep(Duration.ofSeconds(9));
            say(signal.await(SECOND) ? "heard" : "not heard");
        });
        run();
        assertThat(said).containsExactly("1 s: not heard", "5 s: heard", "9 s: heard");
    }

    @Test
    void wakingCutsTheWaitBetweenSteps() throws Exception {
        AtomicInteger steps = new AtomicInteger();
        Task task = time.start("steps", Duration.ofHours(1), () -> {
            say("step");
            return steps.incrementAndGet() < 2 ? Optional.of(Duration.ofHours(1)) : Optional.empty();
        });
        start("wakes", () -> {
            time.sleep(SECOND);
            task.wake();
        });
        run();
        assertThat(said).containsExactly("1 s: step", "3601 s: step");
    }

    @Test
    void stoppingEndsAStepWhereItWaits() throws Exception {
        Task task = time.start("never ends by itself", Duration.ZERO, () -> {
            time.sleep(DAY);
            say("slept");
            return Optional.of(SECOND);
        });
        start("stops", () -> {
            time.sleep(SECOND);
            task.stop();
        });
        run();
        assertThat(said).isEmpty();
        assertThat(time.ticker().nanos()).isEqualTo(SECOND.toNanos());
    }

    @Test
    void callsGoSoManyAtATime() throws Exception {
        start("calls", () -> {
            List<Callable<Integer>> calls = new ArrayList<>();
            for (int call = 0; call < 10; call++) {
                int index = call;
                calls.add(() -> {
                    time.sleep(SECOND);
                    return index;
                });
            }
            say("" + all(4, calls));
        });
        run();
        assertThat(said).containsExactly("3 s: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]");
    }

    @Test
    void aCallThatFailsFailsWhenAllAreDone() throws Exception {
        start("calls", () -> {
            List<Callable<String>> calls = List.of(
                    () -> {
                        throw new IOException("no");
                    },
                    () -> {
                        time.sleep(SECOND);
                        return "yes";
                    });
            assertThatThrownBy(() -> time.all(2, calls))
                    .isInstanceOf(IOException.class)
                    .hasMessage("no");
            say("done");
        });
        run();
        assertThat(said).containsExactly("1 s: done");
    }

    private <T> List<T> all(int atOnce, List<Callable<T>> calls) throws InterruptedException {
        try {
            return time.all(atOnce, calls);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @FunctionalInterface
    private interface Action {
        void run() throws InterruptedException;
    }

    private void start(String name, Action action) {
        Worker.Step once = () -> {
            action.run();
            return Optional.empty();
        };
        time.start(name, Duration.ZERO, once);
    }

    private void say(String what) {
        said.add(String.format(Locale.ROOT, "%d s: %s", time.ticker().nanos() / 1_000_000_000, what));
    }

    private void run() throws InterruptedException {
        time.run(DAY, () -> {});
    }
}
