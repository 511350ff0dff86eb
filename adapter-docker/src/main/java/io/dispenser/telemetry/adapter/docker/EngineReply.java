package io.dispenser.telemetry.adapter.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One request by GET, what it is called where people read of it, and what its reply's status means. */
final class EngineReply {

    private static final int MOST_MESSAGE_CHARS = 500;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;

    /** What socket proxies and authorization plugins answer to a request that they don't let through. */
    private static final Set<Integer> REFUSALS = Set.of(401, 403, 405, 407);

    private EngineReply() {}

    static Response request(DockerHttpClient client, String path) {
        return client.execute(Request.builder()
                .method(Request.Method.GET)
                .path(path)
                .putHeader("Accept", "application/json")
                // The transport follows redirects to whichever host, and this can't be set; but never with a cookie.
                .putHeader("Cookie", "redirects=none")
                .build());
    }

    /** The request for {@code path} as documents list it, without version, ids and parameters: {@code GET /images/{id}/json}. */
    static String name(String path) {
        String plain = path.replaceFirst("\\?.*", "").replaceFirst("^/v[0-9.]+(?=/)", "");
        return "GET " + plain.replaceFirst("^/(containers|images)/.+/(json|stats)$", "/$1/{id}/$2");
    }

    /** Passes if the engine did what it was asked, else fails with its own words. */
    static void requireSuccess(Response response, String path) throws IOException, CallFailure {
        int status = response.getStatusCode();
        if (status / 100 == 2) {
            return;
        }
        if (status / 100 == 3) {
            throw new CallFailure(CallFailure.Kind.BAD_ANSWER, redirect(response), null);
        }
        String message = message(response.getBody());
        if (REFUSALS.contains(status) || (status == NOT_FOUND && message == null && !isPodmans(response))) {
            throw new CallFailure(CallFailure.Kind.REFUSED, refusal(status, message, path), null);
        }
        throw new CallFailure(
                status == NOT_FOUND ? CallFailure.Kind.MISSING : CallFailure.Kind.BAD_ANSWER,
                message == null
                        ? "HTTP status " + status + " and no message"
                                + (status == BAD_REQUEST ? "; if this is a port for TLS, set DOCKER_TLS_VERIFY=1" : "")
                        : message + " (HTTP status " + status + ")",
                null);
    }

    /** Podman says nothing when it is asked for statistics of a container that it does not have; a proxy would not sign so. */
    private static boolean isPodmans(Response response) {
        return response.getHeader("Libpod-Api-Version") != null;
    }

    private static String redirect(Response response) {
        String place = response.getHeader("Location");
        String shown = place == null
                ? ""
                : " to "
                        + (place.length() <= MOST_MESSAGE_CHARS ? place : place.substring(0, MOST_MESSAGE_CHARS) + "…");
        return "it sends requests on" + shown + " (HTTP status " + response.getStatusCode()
                + "), and no engine does; they are not followed there: write the engine's own address as DOCKER_HOST";
    }

    private static String refusal(int status, @Nullable String message, String path) {
        String area = name(path).replaceFirst("^GET /_?", "").replaceFirst("/.*", "");
        return "refused" + (message == null ? "" : ": " + message) + " (HTTP status " + status
                + "); a socket proxy before the engine has to let it through: set " + area.toUpperCase(Locale.ROOT)
                + "=1 for Tecnativa's docker-socket-proxy and its like, or allow GET "
                + name(path).substring(4)
                + " in another's rules";
    }

    /** What an error's document says, or null if it is none of an engine's. */
    private static @Nullable String message(InputStream body) throws IOException {
        try {
            JsonNode document = new DocumentReader(body).only();
            String message = document.path("message").asText("");
            if (message.isBlank()) {
                return null;
            }
            return message.length() <= MOST_MESSAGE_CHARS ? message : message.substring(0, MOST_MESSAGE_CHARS) + "…";
        } catch (CallFailure e) {
            return null;
        }
    }
}
