package io.dispenser.telemetry.distribution;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A Docker Engine of one container that runs and is never touched; for a build on a machine that has no other. */
final class QuietEngine implements AutoCloseable {

    private static final String ID = "c".repeat(64);
    private static final String CONTAINER = """
            {"Id": "%1$s", "Name": "/quiet", "Created": "2026-01-01T00:00:00.000000000Z", "Image": "sha256:%2$s", "RestartCount": 0,
             "State": {"Status": "running", "Running": true, "OOMKilled": false, "ExitCode": 0,
                       "StartedAt": "2026-01-01T00:00:01.000000000Z", "FinishedAt": "0001-01-01T00:00:00Z",
                       "Health": {"Status": "healthy", "FailingStreak": 0, "Log": [
                         {"Start": "2026-01-01T00:00:02.000000000Z", "End": "2026-01-01T00:00:03.000000000Z", "ExitCode": 0, "Output": "well"}]}},
             "Config": {"Image": "quiet:1", "Labels": {"com.docker.compose.project": "p", "com.docker.compose.service": "quiet"},
                        "Env": ["PATH=/bin"], "Cmd": ["sleep", "1"], "Hostname": "quiet"},
             "HostConfig": {"RestartPolicy": {"Name": "always"}, "Memory": 0, "NanoCpus": 0, "PortBindings": {}},
             "Mounts": [], "NetworkSettings": {"Networks": {"bridge": {}}}}
            """.replace("%1$s", ID).replace("%2$s", "1".repeat(64));
    private static final String LISTED = """
            [{"Id": "%1$s", "Names": ["/quiet"], "Image": "quiet:1", "ImageID": "sha256:1", "State": "running", "Status": "Up",
              "Created": 1767225600, "Labels": {"com.docker.compose.project": "p", "com.docker.compose.service": "quiet"}}]
            """.replace("%1$s", ID);
    private static final String USAGE = """
            {"read": "2026-01-01T00:00:00.000000000Z", "preread": "2026-01-01T00:00:00.000000000Z",
             "cpu_stats": {"cpu_usage": {"total_usage": 1000000}, "system_cpu_usage": 9000000, "online_cpus": 2},
             "precpu_stats": {"cpu_usage": {"total_usage": 500000}, "system_cpu_usage": 8000000, "online_cpus": 2},
             "memory_stats": {"usage": 50000000, "limit": 8000000000, "stats": {"inactive_file": 10000000}},
             "networks": {"eth0": {"rx_bytes": 1, "tx_bytes": 2}},
             "blkio_stats": {"io_service_bytes_recursive": [{"major": 8, "minor": 0, "op": "read", "value": 3}]},
             "pids_stats": {"current": 1}}
            """;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);

    QuietEngine() throws IOException {
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** What {@code DOCKER_HOST} has to be. */
    String host() {
        return "tcp://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().add("Api-Version", "1.41");
            exchange.getResponseHeaders().add("Server", "Docker/20.10.24 (linux)");
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            String path = exchange.getRequestURI().getPath().replaceFirst("^/v[0-9.]+", "");
            if (path.equals("/events")) {
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().flush();
                closed.await(); // nothing ever happens
                return;
            }
            String body = body(path);
            byte[] bytes = (body == null ? "{\"message\":\"there is no " + path + "\"}" : body).getBytes(UTF_8);
            exchange.sendResponseHeaders(body == null ? 404 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static @Nullable String body(String path) {
        if (path.equals("/_ping")) {
            return "OK";
        }
        if (path.equals("/version")) {
            return "{\"Version\":\"20.10.24\",\"ApiVersion\":\"1.41\",\"MinAPIVersion\":\"1.12\",\"Os\":\"linux\"}";
        }
        if (path.equals("/info")) {
            return "{\"ID\":\"quiet\",\"Name\":\"quiet\",\"Containers\":1}";
        }
        if (path.equals("/containers/json")) {
            return LISTED;
        }
        if (path.equals("/containers/" + ID + "/json")) {
            return CONTAINER;
        }
        return path.equals("/containers/" + ID + "/stats") ? USAGE : null;
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
