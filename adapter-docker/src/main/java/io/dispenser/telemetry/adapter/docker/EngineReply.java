package io.dispenser.telemetry.adapter.docker;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** One request by GET and the reading of its reply, with a bound on what a reply may take. */
final class EngineReply {

    private static final int MOST_ERROR_BYTES = 64 << 10;
    private static final int MOST_MESSAGE_CHARS = 500;

    private static final ObjectMapper JSON = new ObjectMapper();

    private EngineReply() {}

    static Response request(DockerHttpClient client, String path) {
        return client.execute(Request.builder()
                .method(Request.Method.GET)
                .path(path)
                .putHeader("Accept", "application/json")
                .build());
    }

    /** Passes if the engine did what it was asked, else fails with its own words. */
    static void requireSuccess(Response response) throws IOException, CallFailure {
        int status = response.getStatusCode();
        if (status / 100 == 2) {
            return;
        }
        String message = message(response.getBody());
        if (status == 404 && message != null) {
            throw new CallFailure(CallFailure.Kind.MISSING, message, null);
        }
        throw new CallFailure(
                CallFailure.Kind.BAD_ANSWER,
                message == null
                        ? "HTTP status " + status + " and no message"
                        : message + " (HTTP status " + status + ")",
                null);
    }

    /** The document in {@code body}. */
    static JsonNode document(InputStream body, int mostBytes) throws IOException, CallFailure {
        try {
            JsonNode document = JSON.readTree(new CappedInput(body, mostBytes));
            if (document == null || document.isMissingNode()) {
                throw new CallFailure(CallFailure.Kind.BAD_ANSWER, "the answer is empty", null);
            }
            return document;
        } catch (JacksonException e) {
            throw new CallFailure(
                    CallFailure.Kind.BAD_ANSWER, "the answer is not JSON: " + e.getOriginalMessage(), null);
        }
    }

    /** What an error's document says, or null if it is none of an engine's. */
    private static @Nullable String message(InputStream body) throws IOException {
        try {
            String message = JSON.readTree(new CappedInput(body, MOST_ERROR_BYTES))
                    .path("message")
                    .asText("");
            if (message.isBlank()) {
                return null;
            }
            return message.length() <= MOST_MESSAGE_CHARS ? message : message.substring(0, MOST_MESSAGE_CHARS) + "…";
        } catch (JacksonException e) {
            return null;
        }
    }
}
