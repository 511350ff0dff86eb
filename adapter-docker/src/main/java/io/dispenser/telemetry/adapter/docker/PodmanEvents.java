package io.dispenser.telemetry.adapter.docker;

import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.IOException;

/**
 * Whether a Podman tells events. Where it logs none ({@code events_logger = "none"} in {@code containers.conf}), its stream
 * ends as soon as it is opened, which looks like one that broke off; so it is asked first, by its own API
 * ({@code GET /libpod/info}, {@code host.eventLogger}).
 */
final class PodmanEvents {

    /** What that means for whoever runs it. */
    static final String OFF =
            "; it logs no events, so restarts and short-lived containers are missed: set events_logger in its containers.conf";

    private static final String INFO = "/v4.0.0/libpod/info";
    private static final int MOST_INFO_BYTES = 1 << 20;
    private static final int OK = 200;

    private PodmanEvents() {}

    /** A version that does not know this question is taken to tell events. */
    static boolean areOff(DockerHttpClient client) throws IOException, CallFailure {
        try (Response response = EngineReply.request(client, INFO)) {
            return response.getStatusCode() == OK
                    && EngineReply.document(response.getBody(), MOST_INFO_BYTES)
                            .path("host")
                            .path("eventLogger")
                            .asText()
                            .equals("none");
        }
    }
}
