package io.dispenser.telemetry.adapter.docker;

import io.dispenser.telemetry.core.port.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A server of a test's own, and an adapter that is connected to it. */
final class WorstEngine implements AutoCloseable {

    static final Duration SHORT = Duration.ofMillis(200);
    /** Long enough for an answer on a busy machine, short enough to wait for. */
    static final Duration FAIR = Duration.ofSeconds(2);

    static final Duration LONG = Duration.ofSeconds(30);

    final UnixServer server;
    final DockerContainerEngine engine;

    WorstEngine(Path folder, Duration timeout, UnixServer.Handler handler) throws IOException, EngineException {
        this.server = new UnixServer(folder.resolve("s"), handler);
        this.engine = DockerContainerEngine.connect(settings(server.socket).withTimeout(timeout));
    }

    static DockerSettings settings(Path socket) throws EngineException {
        return DockerSettings.of("unix://" + socket, null, "test");
    }

    /** A container's inspection, as short as the adapter accepts it. */
    static String inspectionOf(String path) {
        return "{\"Id\":\"" + path.replaceAll(".*/containers/|/json.*", "")
                + "\",\"Name\":\"/x\",\"Created\":\"2026-01-01T00:00:00Z\"}";
    }

    static long openFiles() throws IOException {
        try (var files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }

    /** The threads that make calls and read streams. */
    static long workers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("docker-call-")
                        || thread.getName().startsWith("docker-events"))
                .count();
    }

    /** The threads that read streams. */
    static long readers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("docker-events"))
                .count();
    }

    static void await(BooleanSupplier condition, String what) throws InterruptedException {
        long begin = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - begin > LONG.toNanos()) {
                throw new AssertionError("still waiting: " + what);
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    @Override
    public void close() throws IOException {
        engine.close();
        server.close();
    }
}
