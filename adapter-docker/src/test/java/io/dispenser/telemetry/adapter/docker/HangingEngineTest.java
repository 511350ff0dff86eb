package io.dispenser.telemetry.adapter.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.core.container.Inspection;
import io.dispenser.telemetry.core.port.EngineException;
import io.dispenser.telemetry.testkit.RecordingChangeListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class HangingEngineTest {

    private static final String LATE = "no answer within 0.2 s; a slow engine needs a longer timeout";

    @TempDir
    Path folder;

    @Test
    void everyCallEndsAtItsDeadline() throws Exception {
        try (WorstEngine worst = hanging(UnixServer.Connection::hang)) {
            assertThatThrownBy(worst.engine::ping)
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("no answer within 0.2 s")
                    .hasMessageContaining("Docker Engine at unix://");
            assertThatThrownBy(worst.engine::list).hasMessageContaining("no answer within");
            assertThatThrownBy(() -> worst.engine.image("sha256:1")).hasMessageContaining("no answer within");
            assertThatThrownBy(() -> worst.engine.changes(null, new RecordingChangeListener()))
                    .hasMessageContaining("no answer within");
            assertThat(worst.engine.inspect(List.of("a", "b")))
                    .containsExactly(
                            new Inspection.Unanswered("a", "GET /_ping: " + LATE),
                            new Inspection.Unanswered("b", "GET /_ping: " + LATE));
        }
    }

    @Test
    void deadlineCountsForTheWholeReplyHoweverItTrickles() throws Exception {
        try (WorstEngine worst = hanging(connection -> {
            connection.beginReply();
            while (true) {
                connection.write(" ");
                pause();
            }
        })) {
            assertThatThrownBy(worst.engine::list).hasMessageContaining("no answer within");
            assertThat(worst.engine.inspect(List.of("a")))
                    .containsExactly(new Inspection.Unanswered("a", "GET /containers/{id}/json: " + LATE));
        }
    }

    @Test
    void deadlineCountsForTricklingHeadersToo() throws Exception {
        try (WorstEngine worst = hanging(connection -> {
            connection.write("HTTP/1.1 200 OK\r\nX-Slow: ");
            while (true) {
                connection.write("x");
                pause();
            }
        })) {
            assertThatThrownBy(worst.engine::ping).hasMessageContaining("no answer within");
        }
    }

    @Test
    void hungContainerCostsOneRowInEverySample() throws Exception {
        List<String> ids = IntStream.range(0, 20).mapToObj(i -> "c" + i).toList();
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger mostAtOnce = new AtomicInteger();
        try (WorstEngine worst = new WorstEngine(folder, WorstEngine.FAIR, connection -> {
            mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            try {
                if (connection.path.endsWith("/containers/c3/json")) {
                    connection.hang();
                }
                connection.reply(200, WorstEngine.inspectionOf(connection.path));
            } finally {
                atOnce.decrementAndGet();
            }
        })) {
            for (int sample = 0; sample < 3; sample++) {
                worst.server.paths.clear();
                List<Inspection> inspections = worst.engine.inspect(ids);
                assertThat(inspections).extracting(Inspection::containerId).containsExactlyElementsOf(ids);
                assertThat(inspections)
                        .filteredOn(Inspection.Unanswered.class::isInstance)
                        .extracting(Inspection::containerId)
                        .containsExactly("c3");
                assertThat(inspections)
                        .filteredOn(Inspection.Answered.class::isInstance)
                        .hasSize(19);
                if (sample > 0) {
                    // Asked last, so that it keeps nobody waiting; or not at all while its last call still ends.
                    assertThat(worst.server.paths.subList(0, 10))
                            .noneMatch(path -> path.endsWith("/containers/c3/json"));
                }
            }
            assertThat(mostAtOnce.get()).isGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void sampleEndsThoughEveryContainerHangs() throws Exception {
        List<String> ids = IntStream.range(0, 100).mapToObj(i -> "c" + i).toList();
        try (WorstEngine worst = hanging(UnixServer.Connection::hang)) {
            assertThat(worst.engine.inspect(ids)).hasSize(100).allMatch(Inspection.Unanswered.class::isInstance);
        }
    }

    @Test
    void healthyContainersAreAnsweredHoweverManyHangAndThoseAreAskedApart() throws Exception {
        List<String> ids = IntStream.range(0, 120).mapToObj(i -> "c" + i).toList();
        List<String> healthy = ids.subList(100, 120);
        try (WorstEngine worst = new WorstEngine(folder, WorstEngine.LONG, connection -> {
            String id = connection.path.replaceAll(".*/containers/|/json.*", "");
            if (ids.contains(id) && !healthy.contains(id)) {
                connection.hang();
            }
            connection.reply(200, WorstEngine.inspectionOf(connection.path));
        })) {
            worst.engine.ping();
            for (int sample = 0; sample < 3; sample++) {
                worst.server.paths.clear();
                List<Inspection> inspections = worst.engine.sample(ids, Duration.ofSeconds(10));
                assertThat(inspections)
                        .filteredOn(Inspection.Answered.class::isInstance)
                        .extracting(Inspection::containerId)
                        .containsExactlyElementsOf(healthy);
                // The first time all are asked; later those that hang have their call under way.
                assertThat(worst.server.paths).hasSize(sample == 0 ? 120 : 20);
            }
        }
    }

    @Test
    void anAnswerThatIsTooLateForItsSampleIsTheNextOnes() throws Exception {
        CountDownLatch ready = new CountDownLatch(1);
        try (WorstEngine worst = new WorstEngine(folder, WorstEngine.LONG, connection -> {
            if (connection.path.endsWith("/containers/slow/json")) {
                try {
                    ready.await();
                } catch (InterruptedException e) {
                    return;
                }
            }
            connection.reply(200, WorstEngine.inspectionOf(connection.path));
            if (connection.path.endsWith("/containers/slow/json")) {
                connection.hang();
            }
        })) {
            List<String> ids = List.of("slow", "quick");
            Duration sample = Duration.ofMillis(700);
            assertThat(worst.engine.sample(ids, sample))
                    .extracting(Object::getClass)
                    .containsExactly(Inspection.Unanswered.class, Inspection.Answered.class);
            ready.countDown();
            WorstEngine.await(() -> answered(worst, ids, sample), "the late answer");
        }
    }

    private static boolean answered(WorstEngine worst, List<String> ids, Duration sample) {
        try {
            return worst.engine.sample(ids, sample).stream().allMatch(Inspection.Answered.class::isInstance);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void everyRequestHasTheWholeTimeout() throws Exception {
        try (WorstEngine worst = new WorstEngine(folder, Duration.ofSeconds(6), connection -> {
            for (int i = 0; i < 160; i++) { // longer than half the timeout, so that two are longer than one
                pause();
            }
            connection.reply(200, connection.path.contains("_ping") ? "OK" : "[]");
        })) {
            assertThat(worst.engine.list()).isEmpty();
            assertThat(worst.server.paths).hasSize(2);
        }
    }

    @Test
    void hungCallsLeaveNeitherThreadsNorFiles() throws Exception {
        try (WorstEngine worst = hanging(connection -> {
            if (connection.path.contains("/half/")) {
                connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{");
            }
            connection.hang();
        })) {
            callAll(worst);
            WorstEngine.await(() -> worst.server.connections() == 0, "connections after the first calls");
            long files = WorstEngine.openFiles();
            for (int i = 0; i < 10; i++) {
                callAll(worst);
            }
            // Each round is five calls; every connection is gone although the server never closed one.
            assertThat(worst.server.paths).hasSizeGreaterThanOrEqualTo(50);
            WorstEngine.await(() -> worst.server.connections() == 0, "connections of hung calls");
            assertThat(WorstEngine.openFiles()).isLessThanOrEqualTo(files + 2);
            assertThat(WorstEngine.workers()).isLessThanOrEqualTo(8);
        }
        WorstEngine.await(() -> WorstEngine.workers() == 0, "threads after close");
    }

    @Test
    void interruptionEndsTheCall() throws Exception {
        try (WorstEngine worst = new WorstEngine(folder, WorstEngine.LONG, UnixServer.Connection::hang)) {
            for (Interruptible call : List.<Interruptible>of(
                    worst.engine::list,
                    () -> worst.engine.inspect(List.of("a", "b")),
                    () -> worst.engine.changes(null, new RecordingChangeListener()))) {
                CompletableFuture<Throwable> outcome = new CompletableFuture<>();
                int before = worst.server.paths.size();
                Thread caller = UnixServer.daemon("caller", () -> {
                    try {
                        call.run();
                        outcome.complete(new AssertionError("answered"));
                    } catch (Throwable e) {
                        outcome.complete(e);
                    }
                });
                WorstEngine.await(() -> worst.server.paths.size() > before, "the request");
                caller.interrupt();
                assertThat(outcome.get(30, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
                WorstEngine.await(() -> worst.server.connections() == 0, "the connection");
            }
        }
    }

    @Test
    void closeEndsTheCallsUnderWay() throws Exception {
        try (WorstEngine worst = new WorstEngine(folder, WorstEngine.LONG, UnixServer.Connection::hang)) {
            CompletableFuture<Throwable> outcome = new CompletableFuture<>();
            UnixServer.daemon("caller", () -> {
                try {
                    worst.engine.ping();
                } catch (Throwable e) {
                    outcome.complete(e);
                }
            });
            WorstEngine.await(() -> worst.server.connections() == 1, "the request");
            worst.engine.close();
            assertThat(outcome.get(30, TimeUnit.SECONDS))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("closed");
            WorstEngine.await(() -> worst.server.connections() == 0, "the connection");
            assertThatThrownBy(() -> worst.engine.inspect(List.of("a")))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("closed");
        }
    }

    @FunctionalInterface
    private interface Interruptible {
        void run() throws Exception;
    }

    private WorstEngine hanging(UnixServer.Handler handler) throws Exception {
        return new WorstEngine(folder, WorstEngine.SHORT, handler);
    }

    private static void callAll(WorstEngine worst) throws Exception {
        List<Inspection> inspections = new ArrayList<>(worst.engine.inspect(List.of("a", "half")));
        assertThat(inspections).allMatch(Inspection.Unanswered.class::isInstance);
        assertThatThrownBy(worst.engine::ping).isInstanceOf(EngineException.class);
        assertThatThrownBy(worst.engine::list).isInstanceOf(EngineException.class);
        assertThatThrownBy(() -> worst.engine.changes(null, new RecordingChangeListener()))
                .isInstanceOf(EngineException.class);
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
