package io.dispenser.telemetry.adapter.storage.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A service of Google's that this machine lacks: it notes what it is asked, and answers as the real one documents. */
final class StubService implements AutoCloseable {

    /**
     * A request.
     *
     * @param target path and query
     * @param flavor the header {@code Metadata-Flavor}, or the empty string
     */
    record Request(String method, String target, String flavor, String body) {}

    record Answer(int status, String body) {}

    private final HttpServer server;
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    private StubService(Function<Request, Answer> answers) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> answer(exchange, answers));
        server.start();
    }

    static StubService that(Function<Request, Answer> answers) throws IOException {
        return new StubService(answers);
    }

    /** Gives this token to whoever asks. */
    static StubService giving(String token) throws IOException {
        String body = "{\"access_token\": \"" + token + "\", \"expires_in\": 3600, \"token_type\": \"Bearer\", "
                + "\"issued_token_type\": \"urn:ietf:params:oauth:token-type:access_token\"}";
        return that(request -> new Answer(200, body));
    }

    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    private void answer(HttpExchange exchange, Function<Request, Answer> answers) throws IOException {
        try (exchange) {
            String flavor = exchange.getRequestHeaders().getFirst("Metadata-Flavor");
            Request request = new Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    flavor == null ? "" : flavor,
                    new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            requests.add(request);
            Answer answer = answers.apply(request);
            byte[] body = answer.body().getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
