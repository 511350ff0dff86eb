package io.dispenser.telemetry.adapter.docker;

import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What can't be had of an engine that answers: since a proxy before it lets a request not through, or since it is a Podman
 * that logs no events. That one ({@code events_logger = "none"} in {@code containers.conf}) ends its stream as soon as it is
 * opened, which looks like one that broke off; so it is asked first, by its own API.
 */
final class Limitations {

    private static final String PODMAN_INFO = "/v4.0.0/libpod/info";
    private static final int OK = 200;

    /** No container and no image has this id: it takes no lock and costs nothing to ask for it. */
    private static final String NOBODY = "0".repeat(64);

    private final Api api;
    private final EventHistory history;

    Limitations(Api api, EventHistory history) {
        this.api = api;
        this.history = history;
    }

    /** Asks every kind of request once, with what is missing where it is refused. */
    List<String> find(Requests requests) throws IOException, CallFailure {
        List<String> found = new ArrayList<>();
        request(requests, "/containers/json?limit=1");
        request(requests, "/containers/" + NOBODY + "/json");
        String stats = "/containers/" + NOBODY + "/stats?stream=false&one-shot=true";
        if (api.hasOneShot(requests)) {
            find(found, "no CPU and memory of containers", stats, () -> request(requests, stats));
        }
        String image = "/images/sha256:" + NOBODY + "/json";
        String unknown = "image_size_mb is 0 and image_sha the image's id in deployments";
        find(found, unknown, image, () -> request(requests, image));
        find(found, "host is not the engine's own name for it", Api.INFO, () -> request(requests, Api.INFO));
        Optional<String> off = noEvents(requests);
        String looking =
                "deployments are found by looking at intervals, so restarts and short-lived containers are missed";
        if (off.isPresent()) {
            found.add(looking + ": " + off.get());
        } else {
            find(found, looking, "/events", () -> history.probe(requests));
        }
        return found;
    }

    /** Why a Podman tells no events. A version that does not know this question is taken to tell them. */
    Optional<String> noEvents(Requests requests) throws IOException, CallFailure {
        if (!api.isPodman(requests)) {
            return Optional.empty();
        }
        try (Response response = requests.get(PODMAN_INFO)) {
            boolean off = response.getStatusCode() == OK
                    && new DocumentReader(response.getBody())
                            .only()
                            .path("host")
                            .path("eventLogger")
                            .asText()
                            .equals("none");
            return off
                    ? Optional.of("Podman logs no events: set events_logger in its containers.conf")
                    : Optional.empty();
        }
    }

    private interface Probe {
        void run() throws IOException, CallFailure;
    }

    private static void find(List<String> found, String missing, String path, Probe probe)
            throws IOException, CallFailure {
        try {
            probe.run();
        } catch (CallFailure e) {
            if (e.kind() != CallFailure.Kind.REFUSED) {
                throw e;
            }
            found.add(missing + ": " + CallFailure.wordsOf(e.of(EngineReply.name(path))));
        }
    }

    /** Passes unless the request is refused: that nobody has this id is as good an answer. */
    private void request(Requests requests, String path) throws IOException, CallFailure {
        try (Response response = api.request(requests, path)) {
            EngineReply.requireSuccess(response, path);
        } catch (CallFailure e) {
            if (e.kind() == CallFailure.Kind.REFUSED || e.kind() == CallFailure.Kind.UNREACHABLE) {
                throw e;
            }
        }
    }
}
