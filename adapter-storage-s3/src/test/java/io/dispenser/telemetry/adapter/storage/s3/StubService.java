package io.dispenser.telemetry.adapter.storage.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** AWS's small services, as far as the credentials need them, and an S3 with an empty bucket that tells how it was asked. */
final class StubService implements AutoCloseable {

    static final String IDENTITY = "the-identity-token";

    private static final String KEYS =
            "\"AccessKeyId\": \"%s\", \"SecretAccessKey\": \"the secret\", \"Token\": \"the token\","
                    + " \"Expiration\": \"2099-01-01T00:00:00Z\"";

    private final HttpServer server;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Map<String, String> headersOfStore = new ConcurrentHashMap<>();
    private final Map<String, Integer> broken = new ConcurrentHashMap<>();

    StubService() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Method and path of each request so far. */
    List<String> requests() {
        return requests;
    }

    /** A header of the last request to the store. */
    Optional<String> headerOfStore(String name) {
        return Optional.ofNullable(headersOfStore.get(name));
    }

    /** From now on, {@code path} is answered with this status. */
    void breakDown(String path, int status) {
        broken.put(path, status);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        requests.add(exchange.getRequestMethod() + " " + path);
        if (broken.containsKey(path)) {
            reply(exchange, broken.get(path), "");
            return;
        }
        switch (exchange.getRequestMethod() + " " + path) {
            case "PUT /latest/api/token" ->
                reply(exchange, has(exchange, "X-aws-ec2-metadata-token-ttl-seconds", "") ? 200 : 400, "imds-token");
            case "GET /latest/meta-data/iam/security-credentials/" ->
                reply(exchange, has(exchange, "X-aws-ec2-metadata-token", "imds-token") ? 200 : 401, "the-role");
            case "GET /latest/meta-data/iam/security-credentials/the-role" ->
                reply(
                        exchange,
                        has(exchange, "X-aws-ec2-metadata-token", "imds-token") ? 200 : 401,
                        "{\"Code\": \"Success\", " + String.format(Locale.ROOT, KEYS, "AKIAMACHINE") + "}");
            case "GET /container" ->
                reply(
                        exchange,
                        has(exchange, "Authorization", IDENTITY) ? 200 : 403,
                        "{" + String.format(Locale.ROOT, KEYS, "AKIACONTAINER") + "}");
            case "POST /" -> reply(exchange, body.contains("WebIdentityToken=" + IDENTITY) ? 200 : 400, sts());
            default -> {
                exchange.getRequestHeaders().forEach((name, values) -> headersOfStore.put(name, values.get(0)));
                reply(exchange, 200, "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>");
            }
        }
    }

    private static String sts() {
        return "<AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><AssumedRoleUser>"
                + "<Arn>arn:aws:sts::123456789012:assumed-role/r/s</Arn><AssumedRoleId>A:s</AssumedRoleId></AssumedRoleUser>"
                + "<Credentials><AccessKeyId>AKIAIDENTITY</AccessKeyId><SecretAccessKey>the secret</SecretAccessKey>"
                + "<SessionToken>the token</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>"
                + "</AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>";
    }

    /** Whether a header has this value; the empty one for any. */
    private static boolean has(HttpExchange exchange, String header, String value) {
        String found = exchange.getRequestHeaders().getFirst(header);
        return found != null && (value.isEmpty() || found.equals(value));
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
