package io.dispenser.telemetry.adapter.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The version of the Engine API that is spoken: the engine's own, but none newer than those that this adapter was written
 * for, as a reply may look different there. It is asked for before the first request, and again after a refusal, since an
 * engine may be replaced by another one. What tells no version (some gateways) is spoken to without one.
 *
 * <p>Any thread.
 */
final class Api {

    static final String PING = "/_ping";
    static final String INFO = "/info";

    /** Docker 29's. */
    static final int NEWEST_MINOR = 52;

    /** Docker 1.12's, the first whose events have an {@code Actor} with all that we read. */
    static final int OLDEST_MINOR = 24;

    /** From here on, statistics can be had at once. */
    private static final int ONE_SHOT_MINOR = 41;

    private static final Pattern VERSION = Pattern.compile("1\\.([0-9]{1,4})");
    private static final int BAD_REQUEST = 400;
    private static final int UNKNOWN = -1;

    private volatile @Nullable Speaker speaker;

    /**
     * What a ping tells.
     *
     * @param minor the version to speak, or {@link #UNKNOWN}
     * @param podman whether it is Podman, whose answers mean something else here and there
     */
    private record Speaker(int minor, boolean podman) {

        static Speaker of(Response ping) throws CallFailure {
            return new Speaker(clamped(ping.getHeader("Api-Version")), ping.getHeader("Libpod-Api-Version") != null);
        }
    }

    /** Asks for the engine's version, and returns it in words. */
    String ping(Requests requests) throws IOException, CallFailure {
        try (Response response = requests.get(PING)) {
            EngineReply.requireSuccess(response, PING);
            speaker = Speaker.of(response);
            return Version.words(response.getHeader("Server"), response.getHeader("Api-Version"));
        }
    }

    /** Requests {@code path}, which begins with a slash, in the version of both. */
    Response request(Requests requests, String path) throws IOException, CallFailure {
        int minor = speaker(requests).minor();
        Response response = requests.get((minor == UNKNOWN ? "" : "/v1." + minor) + path);
        if (response.getStatusCode() == BAD_REQUEST) {
            speaker = null; // perhaps another engine listens there now
        }
        return response;
    }

    /** The same, of a reply that does what was asked. */
    Response success(Requests requests, String path) throws IOException, CallFailure {
        Response response = request(requests, path);
        try {
            EngineReply.requireSuccess(response, path);
            return response;
        } catch (IOException | CallFailure | RuntimeException e) {
            response.close();
            throw e;
        }
    }

    /** The document that {@code path} answers with. */
    JsonNode json(Requests requests, String path) throws IOException, CallFailure {
        try (Response response = success(requests, path)) {
            return new DocumentReader(response.getBody()).only();
        }
    }

    /** Whether statistics can be had at once, without the second or two in which the engine takes two readings. */
    boolean hasOneShot(Requests requests) throws IOException, CallFailure {
        return speaker(requests).minor() >= ONE_SHOT_MINOR;
    }

    boolean isPodman(Requests requests) throws IOException, CallFailure {
        return speaker(requests).podman();
    }

    /** What a ping says is all that counts here: whether the engine is well, the request itself will tell. */
    private Speaker speaker(Requests requests) throws IOException, CallFailure {
        Speaker known = speaker;
        if (known == null || known.minor() == UNKNOWN) {
            try (Response response = requests.get(PING)) {
                known = Speaker.of(response);
                speaker = known;
            }
        }
        return known;
    }

    /** The version to speak with an engine that speaks {@code version} at most. */
    static int clamped(@Nullable String version) throws CallFailure {
        Matcher matcher = VERSION.matcher(version == null ? "" : version.strip());
        if (!matcher.matches()) {
            return UNKNOWN;
        }
        int theirs = Integer.parseInt(matcher.group(1));
        if (theirs < OLDEST_MINOR) {
            throw new CallFailure(
                    CallFailure.Kind.BAD_ANSWER,
                    "it speaks API 1." + theirs + ", but 1." + OLDEST_MINOR + " is needed; update the engine",
                    null);
        }
        return Math.min(theirs, NEWEST_MINOR);
    }
}
