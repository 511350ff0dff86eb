package io.dispenser.telemetry.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TestProxyTest {

    private final List<String> served = new CopyOnWriteArrayList<>();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @SuppressWarnings("NullAway.Init")
    private HttpServer server;

    @SuppressWarnings("NullAway.Init")
    private TestProxy proxy;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::echo);
        server.start();
        proxy = TestProxy.before(server.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        proxy.close();
        server.stop(0);
    }

    /** Answers with what was sent, and with a header of the request. */
    private void echo(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        served.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        String condition = exchange.getRequestHeaders().getFirst("If-None-Match");
        exchange.getResponseHeaders().add("X-Seen", condition == null ? "nothing" : condition);
        exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Test
    void requestsAndRepliesPassWhole() throws Exception {
        String big = "0123456789".repeat(100_000);
        assertThat(put("/a?b=c", big).body()).isEqualTo(big);
        assertThat(put("/a", "").body()).isEmpty();
        assertThat(chunked("/c", big).body()).isEqualTo(big);
        assertThat(put("/d", "x").headers().firstValue("X-Seen")).hasValue("*");
        assertThat(proxy.requests())
                .extracting(ProxyRequest::toString)
                .isEqualTo(served)
                .containsExactly("PUT /a?b=c", "PUT /a", "PUT /c", "PUT /d");
        assertThat(proxy.requests().get(0).headers()).containsEntry("if-none-match", "*");
        proxy.forgetRequests();
        assertThat(proxy.requests()).isEmpty();
    }

    @Test
    void aCutReplyIsOfWorkThatWasDone() {
        proxy.cutNextReply(request -> request.target().equals("/b"));
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> put("/b", "x"));
        assertThat(served).contains("PUT /b");
    }

    @Test
    void aCutRequestIsOneThatNobodySaw() throws Exception {
        proxy.cutNextRequest(request -> true);
        // The JDK's client sends some requests again by itself; not this one, which has a body.
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> put("/b", "x"));
        assertThat(served).isEmpty();
        assertThat(put("/b", "x").statusCode()).isEqualTo(200);
    }

    @Test
    void aReplyMayEndInItsMiddle() {
        proxy.cutWithinNextReply(request -> true);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> put("/b", "0123456789"))
                .withMessageContaining("received: 5");
    }

    @Test
    void anAnswerMayBeGivenInTheServersPlace() throws Exception {
        proxy.answerNext(request -> true, 503, "text/plain", "Slow down");
        HttpResponse<String> answer = put("/b", "x");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("Slow down");
        assertThat(served).isEmpty();
        assertThat(put("/b", "x").statusCode()).isEqualTo(200);
    }

    @Test
    void headsAreRewritten() throws Exception {
        proxy.rewriteHeads(head -> head.replaceAll("(?i)if-none-match: .*\r\n", ""));
        assertThat(put("/b", "x").headers().firstValue("X-Seen")).hasValue("nothing");
    }

    @Test
    void anOutagePasses() throws Exception {
        proxy.refuse();
        assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> put("/b", "x"));
        proxy.mend();
        assertThat(put("/b", "x").statusCode()).isEqualTo(200);
        proxy.hang();
        assertThatExceptionOfType(HttpTimeoutException.class).isThrownBy(() -> put("/b", "x"));
        proxy.mend();
        proxy.hangNext(request -> true);
        assertThatExceptionOfType(HttpTimeoutException.class).isThrownBy(() -> put("/b", "x"));
        assertThat(put("/b", "x").statusCode()).isEqualTo(200);
        assertThat(served).hasSize(2);
    }

    @Test
    void anOutageHasBegunWhenItsCallReturns() throws Exception {
        for (int round = 0; round < 300; round++) {
            proxy.refuse();
            assertThatExceptionOfType(ConnectException.class)
                    .as("round %d", round)
                    .isThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), proxy.port()).close());
            proxy.mend();
        }
    }

    private HttpResponse<String> put(String target, String body) throws Exception {
        return client.send(request(target).PUT(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> chunked(String target, String body) throws Exception {
        return client.send(
                request(target)
                        .PUT(BodyPublishers.ofByteArrays(
                                List.of(body.getBytes(java.nio.charset.StandardCharsets.UTF_8))))
                        .expectContinue(true)
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String target) {
        return HttpRequest.newBuilder(URI.create(proxy.uri() + target))
                .header("If-None-Match", "*")
                .timeout(Duration.ofSeconds(2));
    }
}
