package io.dispenser.telemetry.adapter.storage.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableUri;
import io.dispenser.telemetry.testkit.Requirement;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** fake-gcs-server in a process of its own, with one bucket; the same for all tests of this JVM, and gone with it. */
final class GcsServer {

    static final String BUCKET = "lake";

    private static final String PROPERTY = "telemetry.test.gcs.server";
    private static final int ATTEMPTS = 600;

    private static @Nullable GcsServer running;

    private final int port;

    private GcsServer(int port) {
        this.port = port;
    }

    /** Starts it, unless it runs already; or ends the test. */
    static synchronized GcsServer running() throws Exception {
        if (running == null) {
            Optional<Path> program = program();
            if (program.isEmpty()) {
                Requirement.notMet(
                        "gcs", "no fake-gcs-server: run .ci/gcs.sh, which needs Go, or name one with -D" + PROPERTY);
            }
            running = start(program.orElseThrow());
        }
        return running;
    }

    int port() {
        return port;
    }

    /** A table that nobody has written to. */
    static TableUri newTable() {
        return TableUri.parse("gs://" + BUCKET + "/lake house/" + UUID.randomUUID());
    }

    /** As a person would name an emulator at {@code port}: this one, or what lies before it. */
    static StorageSettings emulatorAt(int port) {
        return new StorageSettings(Map.of("STORAGE_EMULATOR_HOST", "127.0.0.1:" + port), Map.of());
    }

    private static GcsServer start(Path program) throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        // The shell waits for the end of its input, which comes with the end of this JVM, however that ends.
        Process process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "\"$@\" & read -r end; kill $!",
                        "sh",
                        program.toString(),
                        "-scheme=http",
                        "-host=127.0.0.1",
                        "-port=" + port,
                        "-backend=memory",
                        "-log-level=warn")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .start();
        GcsServer server = new GcsServer(port);
        for (int attempt = 0; !server.makeBucket(); attempt++) {
            if (!process.isAlive() || attempt == ATTEMPTS) {
                throw new AssertionError(program + " does not answer; its words are above");
            }
            Thread.sleep(50);
        }
        return server;
    }

    private boolean makeBucket() throws InterruptedException {
        URI buckets = URI.create("http://127.0.0.1:" + port + "/storage/v1/b?project=test");
        HttpRequest request = HttpRequest.newBuilder(buckets)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"name\": \"" + BUCKET + "\"}", UTF_8))
                .build();
        try {
            return HttpClient.newHttpClient()
                            .send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static Optional<Path> program() {
        String named = System.getProperty(PROPERTY);
        if (named != null) {
            return Optional.of(Path.of(named));
        }
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path program = folder.resolve(".ci/gcs/fake-gcs-server");
            if (Files.isExecutable(program)) {
                return Optional.of(program);
            }
        }
        return Optional.empty();
    }
}
