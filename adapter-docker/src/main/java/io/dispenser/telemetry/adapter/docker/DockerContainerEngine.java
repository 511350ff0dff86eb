package io.dispenser.telemetry.adapter.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import io.dispenser.telemetry.core.container.ContainerSummary;
import io.dispenser.telemetry.core.container.ImageDetails;
import io.dispenser.telemetry.core.container.Inspection;
import io.dispenser.telemetry.core.port.ChangeListener;
import io.dispenser.telemetry.core.port.ChangeStream;
import io.dispenser.telemetry.core.port.ContainerEngine;
import io.dispenser.telemetry.core.port.EngineException;
import io.dispenser.telemetry.core.port.Ticker;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A Docker Engine, or what speaks its API, over docker-java's transport. Of docker-java it is the transport alone: the typed
 * client above it ends its event stream without a word, reads replies of any length, and fails on an unknown value in a
 * field that nobody asked for.
 *
 * <p>Threads: any may call. Listeners are told on the stream's own thread. All threads are daemons.
 */
public final class DockerContainerEngine implements ContainerEngine {

    private static final int MOST_LIST_BYTES = 64 << 20;
    private static final int MOST_IMAGE_BYTES = 4 << 20;

    private final DockerSettings settings;
    private final String description;
    private final TimedCalls calls;
    private final Inspections inspections;
    private final EngineClock clock;
    private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private DockerContainerEngine(DockerSettings settings, Endpoint endpoint) {
        this.settings = settings;
        this.description = "Docker Engine at " + settings.host()
                + (settings.source().equals(DockerSettings.DEFAULT) ? "" : " (" + settings.source() + ")");
        this.calls = new TimedCalls(endpoint);
        this.inspections = new Inspections(calls, settings.inspectDeadline(), Ticker.system());
        this.clock = new EngineClock(InstantSource.system());
    }

    /**
     * The engine that {@code settings} name. Does not talk to it: it may be started later.
     *
     * @throws EngineException if the TLS files can't be used
     */
    public static DockerContainerEngine connect(DockerSettings settings) throws EngineException {
        return new DockerContainerEngine(settings, new Endpoint(settings));
    }

    /**
     * The engine that the {@code docker} command line would talk to.
     *
     * @throws EngineException if the environment names no usable engine
     * @see DockerSettings#fromEnvironment
     */
    public static DockerContainerEngine fromEnvironment(Map<String, String> environment, Path home)
            throws EngineException {
        return connect(DockerSettings.fromEnvironment(environment, home));
    }

    @Override
    public String description() {
        return description;
    }

    /** {@code 20.10.24, API 1.41}, as far as the engine tells. */
    @Override
    public String ping() throws EngineException, InterruptedException {
        try {
            return calls.call(settings.callDeadline(), client -> {
                try (Response response = Reply.request(client, "/_ping")) {
                    Reply.requireSuccess(response);
                    return Version.words(response.getHeader("Server"), response.getHeader("Api-Version"));
                }
            });
        } catch (CallFailure e) {
            throw e.toEngineException(description);
        }
    }

    @Override
    public List<ContainerSummary> list() throws EngineException, InterruptedException {
        try {
            return calls.call(
                    settings.callDeadline(),
                    client ->
                            ContainerJson.summaries(Reply.json(client, "/containers/json?all=true", MOST_LIST_BYTES)));
        } catch (CallFailure e) {
            throw e.toEngineException(description);
        }
    }

    @Override
    public List<Inspection> inspect(List<String> containerIds) throws EngineException, InterruptedException {
        try {
            return inspections.of(containerIds);
        } catch (CallFailure e) {
            throw e.toEngineException(description);
        }
    }

    @Override
    public ImageDetails image(String imageId) throws EngineException, InterruptedException {
        String path = "/images/" + URLEncoder.encode(imageId, StandardCharsets.UTF_8) + "/json";
        try {
            return calls.call(settings.callDeadline(), client -> {
                JsonNode image = Reply.json(client, path, MOST_IMAGE_BYTES);
                return ContainerJson.image(image);
            });
        } catch (CallFailure e) {
            throw e.toEngineException(description);
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>The engine accepts the request an instant before it begins to listen for events. So it is asked for events since the
     * time before the request, which it remembers; provided that its clock is ours, as on one machine.
     */
    @Override
    public ChangeStream changes(ChangeListener listener) throws EngineException, InterruptedException {
        try {
            String since = calls.call(settings.callDeadline(), clock::since);
            EventStream stream = calls.open(settings.callDeadline(), client -> {
                Response response = Reply.request(client, "/events?filters=" + ChangeJson.FILTERS + since);
                try {
                    Reply.requireSuccess(response);
                } catch (CallFailure e) {
                    response.close();
                    throw e;
                }
                return new EventStream(client, response, listener, streams::remove);
            });
            streams.add(stream);
            if (closed) {
                stream.close();
            }
            stream.start();
            return stream;
        } catch (CallFailure e) {
            throw e.toEngineException(description);
        }
    }

    @Override
    public void close() {
        closed = true;
        streams.forEach(EventStream::close);
        calls.close();
    }
}
