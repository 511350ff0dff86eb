package io.dispenser.telemetry.adapter.storage.azure;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A stand-in for a service of Azure that can't be had here: it notes what it is asked, and answers as it is told. */
final class StubService implements AutoCloseable {

    /** A request; header names in lower case. */
    record Seen(String method, String target, Map<String, String> headers, String body, int clientPort) {

        @Override
        public String toString() {
            return method + " " + target;
        }
    }

    record Answer(int status, Map<String, String> headers, String body) {

        static Answer json(int status, String body) {
            return new Answer(status, Map.of("Content-Type", "application/json; charset=utf-8"), body);
        }

        /** An answer of the Blob service that reports an error, as on HEAD: the code is in a header. */
        static Answer error(int status, String code) {
            return new Answer(status, Map.of("x-ms-error-code", code), "");
        }
    }

    /** What is answered to a request. */
    interface Answers {
        Answer to(Seen request);
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final Answers answers;

    private StubService(Answers answers) throws IOException {
        this.answers = answers;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    static StubService answering(Answers answers) throws IOException {
        return new StubService(answers);
    }

    /** Tokens as Entra ID and the metadata service hand them out. */
    static StubService ofTokens(String token) throws IOException {
        return answering(request -> Answer.json(
                200,
                "{\"token_type\":\"Bearer\",\"expires_in\":\"3599\",\"expires_on\":\"4102444800\",\"access_token\":\""
                        + token + "\"}"));
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<Seen> seen() {
        return seen;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> headers = new HashMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
            Seen request = new Seen(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    headers,
                    new String(exchange.getRequestBody().readAllBytes(), UTF_8),
                    exchange.getRemoteAddress().getPort());
            seen.add(request);
            Answer answer = answers.to(request);
            answer.headers()
                    .forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
            byte[] body = answer.body().getBytes(UTF_8);
            boolean head = request.method().equals("HEAD");
            exchange.sendResponseHeaders(answer.status(), head || body.length == 0 ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
