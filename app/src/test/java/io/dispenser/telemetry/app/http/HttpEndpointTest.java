package io.dispenser.telemetry.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The endpoint over real connections, with clients of every kind. */
@Timeout(120)
class HttpEndpointTest {

    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration RETRY = Duration.ofMillis(50);
    private static final Map<String, Page> PAGES = Map.of(
            "/healthz", accept -> Answer.text(200, "ok"),
            "/readyz", accept -> Answer.text(503, "not yet"),
            "/accepted", accept -> Answer.text(200, String.valueOf(accept)),
            "/broken",
                    accept -> {
                        throw new IllegalStateException("a defect");
                    });

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void itsPagesAreServedAndNothingElse() throws Exception {
        try (HttpEndpoint endpoint = start(0)) {
            HttpResponse<String> healthy = request(endpoint, "GET", "/healthz");
            assertThat(healthy.statusCode()).isEqualTo(200);
            assertThat(healthy.body()).isEqualTo("ok\n");
            assertThat(healthy.headers().firstValue("Cache-Control")).contains("no-store");
            assertThat(request(endpoint, "GET", "/readyz").statusCode()).isEqualTo(503);
            HttpResponse<String> head = request(endpoint, "HEAD", "/healthz");
            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.body()).isEmpty();
            assertThat(request(endpoint, "GET", "/healthz?x=1").statusCode()).isEqualTo(200);
            HttpRequest accepting = HttpRequest.newBuilder(uri(endpoint, "/accepted"))
                    .header("Accept", "text/plain")
                    .build();
            assertThat(client.send(accepting, BodyHandlers.ofString()).body()).isEqualTo("text/plain\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/healthz/", "/healthz/..", "/metrics2", "/../etc/passwd", "/%2e%2e/"})
    void anyOtherPathIsToldWhatThereIs(String path) throws Exception {
        try (HttpEndpoint endpoint = start(0)) {
            HttpResponse<String> response = request(endpoint, "GET", path);
            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(response.body()).isEqualTo("there are /accepted, /broken, /healthz, /readyz\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"})
    void nothingCanBeSent(String method) throws Exception {
        try (HttpEndpoint endpoint = start(0)) {
            HttpResponse<String> response = request(endpoint, method, "/healthz");
            assertThat(response.statusCode()).isEqualTo(405);
            assertThat(response.headers().firstValue("Allow")).contains("GET, HEAD");
        }
    }

    @Test
    void aDefectCostsOneAnswer() throws Exception {
        try (HttpEndpoint endpoint = start(0)) {
            assertThat(request(endpoint, "GET", "/broken").statusCode()).isEqualTo(500);
            assertThat(request(endpoint, "GET", "/healthz").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aPortThatIsTakenIsTriedUntilItIsFree() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                HttpEndpoint endpoint = start(other.getLocalPort())) {
            assertThat(endpoint.port()).isZero();
            TimeUnit.MILLISECONDS.sleep(RETRY.toMillis() * 3);
            assertThat(endpoint.port()).isZero();
            other.close();
            while (endpoint.port() == 0) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
            assertThat(request(endpoint, "GET", "/healthz").statusCode()).isEqualTo(200);
        }
    }

    /** 192.0.2.1 is for documents, and nobody's. */
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 9464, 192.0.2.1:9464, name an address that this machine has",
        "2001:db8::1, 9464, [2001:db8::1]:9464, name an address that this machine has",
        "no-such-host.invalid, 9464, no-such-host.invalid:9464: nobody knows this name, correct the name",
    })
    void whyAnAddressCantBeHadIsToldWithWhatToDo(String host, int port, String told, String remedy) {
        RecordedAttempts attempts = new RecordedAttempts();
        HttpEndpoint.start(host, port, Site.of(PAGES), Duration.ofHours(1), attempts)
                .close();
        assertThat(attempts.told).singleElement().asString().startsWith(told).contains(remedy);
    }

    @Test
    void aPortThatIsTakenIsToldAtEachAttemptAndThatItIsServedInTheEnd() throws Exception {
        RecordedAttempts attempts = new RecordedAttempts();
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                HttpEndpoint endpoint =
                        HttpEndpoint.start(LOOPBACK, other.getLocalPort(), Site.of(PAGES), RETRY, attempts)) {
            while (attempts.told.size() < 3) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
            assertThat(attempts.told.get(2)).contains("stop what listens there, or name another port");
            other.close();
            while (endpoint.port() == 0) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
        }
        assertThat(attempts.told.get(attempts.told.size() - 1)).contains(" at http://" + LOOPBACK + ":");
    }

    @Test
    void oneThatNeverListenedCanBeClosed() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = other.getLocalPort();
            HttpEndpoint endpoint = start(port);
            endpoint.close();
            other.close();
            TimeUnit.MILLISECONDS.sleep(RETRY.toMillis() * 3);
            assertThatExceptionOfType(ConnectException.class)
                    .isThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close());
        }
    }

    /** Those who send nothing, those who never end their request, and those who ask and never read. */
    @Test
    void aThousandBadClientsKeepNobodyOutForLong() throws Exception {
        List<Socket> clients = new ArrayList<>();
        try (HttpEndpoint endpoint = start(0)) {
            int before = threads();
            for (int i = 0; i < 1000; i++) {
                Socket socket = new Socket();
                clients.add(socket);
                try {
                    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), endpoint.port()), 20);
                    String request = List.of(
                                    "",
                                    "GET /healthz HTTP/1.1\r\nHost: a\r\nX: ",
                                    "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
                            .get(i % 3);
                    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    // It was not let in, or not for long.
                }
            }
            assertThat(threads() - before).isLessThanOrEqualTo(4);
            boolean served = false;
            while (!served) { // the test's timeout is its patience
                try {
                    HttpRequest request = HttpRequest.newBuilder(uri(endpoint, "/healthz"))
                            .timeout(Duration.ofSeconds(10))
                            .build();
                    served = client.send(request, BodyHandlers.ofString()).statusCode() == 200;
                } catch (IOException e) {
                    TimeUnit.MILLISECONDS.sleep(100);
                }
            }
        } finally {
            for (Socket socket : clients) {
                socket.close();
            }
        }
    }

    private static int threads() {
        return (int) Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("telemetry-http")
                        || thread.getName().startsWith("HTTP-"))
                .count();
    }

    private static HttpEndpoint start(int port) {
        return HttpEndpoint.start(LOOPBACK, port, Site.of(PAGES), RETRY, new RecordedAttempts());
    }

    private HttpResponse<String> request(HttpEndpoint endpoint, String method, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri(endpoint, path))
                .method(method, BodyPublishers.noBody())
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private static URI uri(HttpEndpoint endpoint, String path) {
        return URI.create("http://" + LOOPBACK + ":" + endpoint.port() + path);
    }
}
