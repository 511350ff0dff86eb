package io.dispenser.telemetry.adapter.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.dispenser.telemetry.core.port.EngineException;
import io.dispenser.telemetry.testkit.ForwardProxy;
import io.dispenser.telemetry.testkit.TestAuthority;
import io.dispenser.telemetry.testkit.TlsFront;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way to an engine in the network: whom it is believed to be, and that nobody else is asked. */
class EngineRouteTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final List<String> asked = new CopyOnWriteArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        server = listening();
        server.createContext("/_ping", exchange -> {
            asked.add(exchange.getRequestMethod());
            exchange.getResponseHeaders().add("Server", "Docker/25.0.1 (linux)");
            exchange.getResponseHeaders().add("Api-Version", "1.44");
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("OK".getBytes(StandardCharsets.US_ASCII));
            exchange.close();
        });
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aRedirectToAnotherPlaceIsNotFollowed() throws Exception {
        String elsewhere = "http://127.0.0.1:" + port() + "/_ping";
        for (int status : new int[] {301, 302, 303, 307, 308}) {
            HttpServer sender = listening();
            try {
                sender.createContext("/", exchange -> {
                    exchange.getResponseHeaders().add("Location", elsewhere);
                    exchange.sendResponseHeaders(status, -1);
                    exchange.close();
                });
                assertThatThrownBy(() -> ping(Map.of("DOCKER_HOST", host(sender)), null))
                        .isInstanceOf(EngineException.class)
                        .hasMessageContainingAll(
                                "sends requests on to " + elsewhere, "(HTTP status " + status, "DOCKER_HOST");
            } finally {
                sender.stop(0);
            }
        }
        assertThat(asked).isEmpty();
    }

    @Test
    void proxiesOfTheJvmAreForOthers() throws Exception {
        try (ForwardProxy proxy = ForwardProxy.start()) {
            System.setProperty("http.proxyHost", "127.0.0.1");
            System.setProperty("http.proxyPort", Integer.toString(proxy.uri().getPort()));
            System.setProperty("http.nonProxyHosts", "");
            assertThat(ping(
                            Map.of(
                                    "DOCKER_HOST",
                                    host(server),
                                    "HTTP_PROXY",
                                    proxy.uri().toString()),
                            null))
                    .isEqualTo("25.0.1, API 1.44");
            assertThat(proxy.requests()).isEmpty();
        } finally {
            Stream.of("http.proxyHost", "http.proxyPort", "http.nonProxyHosts").forEach(System::clearProperty);
        }
    }

    @Test
    void anAuthorityOfItsOwnIsBelievedWithItsFileAlone() throws Exception {
        TestAuthority authority = TestAuthority.in(folder.resolve("authority"));
        try (TlsFront front = TlsFront.before(port(), authority.server("ip:127.0.0.1"))) {
            Map<String, String> environment = tls(front.port());
            assertThat(ping(environment, authority.file())).isEqualTo("25.0.1, API 1.44");
            assertThatThrownBy(() -> ping(environment, null))
                    .hasMessageContainingAll("ca.pem can't be read", "ca_file in [telemetry.docker]");
            // Beside somebody else's ca.pem as well.
            Files.copy(
                    TestAuthority.in(folder.resolve("other")).file(),
                    certificates().resolve("ca.pem"));
            assertThat(ping(environment, authority.file())).isEqualTo("25.0.1, API 1.44");
            assertThatThrownBy(() -> ping(environment, null))
                    .hasMessageContainingAll(
                            "signed by no authority that is trusted here", "ca_file in [telemetry.docker]");
        }
    }

    @Test
    void whatIsWrongWithTheConnectionIsTold() throws Exception {
        TestAuthority authority = TestAuthority.in(folder.resolve("authority"));
        try (TlsFront other = TlsFront.before(port(), authority.server("dns:other.example"));
                TlsFront old = TlsFront.before(
                        port(), authority.server("ip:127.0.0.1", "-startdate", "-9d", "-validity", "2"))) {
            assertThatThrownBy(() -> ping(tls(other.port()), authority.file()))
                    .hasMessageContainingAll("is for another host name", "DOCKER_HOST");
            assertThatThrownBy(() -> ping(tls(old.port()), authority.file()))
                    .hasMessageContainingAll("has expired or is not valid yet", "clock");
            try (ServerSocket plain = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
                UnixServer.daemon("plain", () -> answerBadRequest(plain));
                assertThatThrownBy(() -> ping(tls(plain.getLocalPort()), authority.file()))
                        .hasMessageContainingAll("speaks no TLS at this port", "unset DOCKER_TLS_VERIFY");
            }
            assertThatThrownBy(() -> ping(Map.of("DOCKER_HOST", "tcp://127.0.0.1:" + old.port()), null))
                    .hasMessageContainingAll("port for TLS", "set DOCKER_TLS_VERIFY=1");
        }
    }

    @Test
    void authoritiesForAConnectionWithoutTlsAreAMistake() throws Exception {
        Path file = folder.resolve("any.pem");
        assertThatThrownBy(() -> ping(Map.of("DOCKER_HOST", host(server)), file))
                .hasMessageContainingAll("ca_file in [telemetry.docker]", "DOCKER_TLS_VERIFY=1");
        assertThat(new DockerEnvironment(Map.of("DOCKER_HOST", "unix:///run/docker.sock"), folder)
                        .settings(file)
                        .tls())
                .as("a socket of this machine has none")
                .isNull();
    }

    /** As the engine does to what is no request. */
    private static void answerBadRequest(ServerSocket plain) {
        while (!plain.isClosed()) {
            try (Socket client = plain.accept()) {
                int first = client.getInputStream().read();
                assertThat(first).isNotNegative();
                client.getOutputStream()
                        .write("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n400 Bad Request"
                                .getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                // The test is over, or the client is gone.
            }
        }
    }

    private Map<String, String> tls(int port) throws IOException {
        return Map.of(
                "DOCKER_HOST",
                "tcp://127.0.0.1:" + port,
                "DOCKER_TLS_VERIFY",
                "1",
                "DOCKER_CERT_PATH",
                certificates().toString());
    }

    private Path certificates() throws IOException {
        return Files.createDirectories(folder.resolve("certificates"));
    }

    private String ping(Map<String, String> environment, @Nullable Path authorities)
            throws EngineException, InterruptedException {
        DockerSettings settings =
                new DockerEnvironment(environment, folder).settings(authorities).withTimeout(Duration.ofSeconds(20));
        try (DockerContainerEngine engine = DockerContainerEngine.connect(settings)) {
            return engine.ping();
        }
    }

    private int port() {
        return server.getAddress().getPort();
    }

    private static String host(HttpServer server) {
        return "tcp://127.0.0.1:" + server.getAddress().getPort();
    }

    private static HttpServer listening() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        return server;
    }
}
