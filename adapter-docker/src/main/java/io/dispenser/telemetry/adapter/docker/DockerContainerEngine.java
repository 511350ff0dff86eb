package io.dispenser.telemetry.adapter.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import io.dispenser.telemetry.core.container.ChangeHistory;
import io.dispenser.telemetry.core.container.ContainerSummary;
import io.dispenser.telemetry.core.container.ImageDetails;
import io.dispenser.telemetry.core.container.Inspection;
import io.dispenser.telemetry.core.container.ResourceUsage;
import io.dispenser.telemetry.core.port.ChangeListener;
import io.dispenser.telemetry.core.port.ChangeStream;
import io.dispenser.telemetry.core.port.ContainerEngine;
import io.dispenser.telemetry.core.port.EngineException;
import io.dispenser.telemetry.core.time.Ticker;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A Docker Engine, or what speaks its API, over docker-java's transport. Of docker-java it is the transport alone: the typed
 * client above it ends its event stream without a word, reads replies of any length, and fails on an unknown value in a
 * field that nobody asked for.
 *
 * <p>Threads: any may call. Listeners are told on the stream's own thread. All threads are daemons.
 */
public final class DockerContainerEngine implements ContainerEngine {

    static final int INSPECTIONS_AT_ONCE = 8;

    /**
     * Many, since an engine up to 20.10 collects statistics once a second: a request waits for its next second, together
     * with all that wait then. A newer engine answers at once, and then few are under way.
     */
    private static final int USAGES_AT_ONCE = 256;

    private static final int MOST_LIST_BYTES = 64 << 20;
    private static final int MOST_IMAGE_BYTES = 4 << 20;
    private static final int MOST_CONTAINER_BYTES = 4 << 20;

    private final DockerSettings settings;
    private final String description;
    private final TimedCalls calls;
    private final TimedCalls usageCalls;
    private final Api api = new Api();
    private final ContainerCalls<Inspection> inspections;
    private final ContainerCalls<Optional<ResourceUsage>> usages;
    private final EngineClock clock;
    private final EventHistory history;
    private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private DockerContainerEngine(DockerSettings settings, Endpoint endpoint) {
        this.settings = settings;
        this.description = "Docker Engine at " + settings.host()
                + (settings.source().equals(DockerSettings.DEFAULT) ? "" : " (" + settings.source() + ")");
        this.calls = new TimedCalls(endpoint, TimedCalls.MOST_THREADS);
        this.usageCalls = new TimedCalls(endpoint, USAGES_AT_ONCE + TimedCalls.MOST_THREADS);
        this.inspections = new ContainerCalls<>(
                calls,
                INSPECTIONS_AT_ONCE,
                settings.inspectDeadline(),
                Ticker.system(),
                this::inspection,
                Inspection.Unanswered::new);
        this.usages = new ContainerCalls<>(
                usageCalls,
                USAGES_AT_ONCE,
                settings.usageDeadline(),
                Ticker.system(),
                this::usage,
                (id, why) -> Optional.empty());
        this.clock = new EngineClock(InstantSource.system());
        this.history = new EventHistory(api, clock);
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
        return connect(new DockerEnvironment(environment, home).settings());
    }

    @Override
    public String description() {
        return description;
    }

    /** {@code 20.10.24, API 1.41}, as far as the engine tells. */
    @Override
    public String ping() throws EngineException, InterruptedException {
        try {
            return calls.call(
                    settings.callDeadline(),
                    client -> api.ping(client) + (tellsNoEvents(client) ? PodmanEvents.OFF : ""));
        } catch (CallFailure e) {
            throw e.toEngineException(description);
        }
    }

    @Override
    public List<ContainerSummary> list() throws EngineException, InterruptedException {
        try {
            return calls.call(
                    settings.callDeadline(),
                    client -> ContainerJson.summaries(api.json(client, "/containers/json?all=true", MOST_LIST_BYTES)));
        } catch (CallFailure e) {
            throw e.toEngineException(description);
        }
    }

    @Override
    public List<Inspection> inspect(List<String> containerIds, Duration atMost)
            throws EngineException, InterruptedException {
        try {
            return inspections.of(containerIds, atMost);
        } catch (CallFailure e) {
            throw e.toEngineException(description);
        }
    }

    /** {@inheritDoc} An engine whose API is older than 1.41 can't tell at once. */
    @Override
    public List<ResourceUsage> usage(List<String> containerIds, Duration atMost)
            throws EngineException, InterruptedException {
        try {
            return usages.of(containerIds, atMost).stream()
                    .flatMap(Optional::stream)
                    .toList();
        } catch (CallFailure e) {
            throw e.toEngineException(description);
        }
    }

    private Inspection inspection(DockerHttpClient client, String id, String pathId) throws IOException, CallFailure {
        try {
            String path = "/containers/" + pathId + "/json";
            return new Inspection.Answered(ContainerJson.snapshot(api.json(client, path, MOST_CONTAINER_BYTES)));
        } catch (CallFailure e) {
            if (e.kind() == CallFailure.Kind.MISSING) {
                return new Inspection.Gone(id);
            }
            throw e;
        }
    }

    private Optional<ResourceUsage> usage(DockerHttpClient client, String id, String pathId)
            throws IOException, CallFailure {
        if (!api.hasOneShot(client)) {
            return Optional.empty();
        }
        String path = "/containers/" + pathId + "/stats?stream=false&one-shot=true";
        JsonNode stats = api.json(client, path, MOST_CONTAINER_BYTES);
        return Optional.of(api.isPodman(client) ? UsageJson.podmansUsage(id, stats) : UsageJson.usage(id, stats));
    }

    @Override
    public ImageDetails image(String imageId) throws EngineException, InterruptedException {
        String path = "/images/" + URLEncoder.encode(imageId, StandardCharsets.UTF_8) + "/json";
        try {
            return calls.call(settings.callDeadline(), client -> {
                JsonNode image = api.json(client, path, MOST_IMAGE_BYTES);
                return ContainerJson.image(image);
            });
        } catch (CallFailure e) {
            throw e.toEngineException(description);
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>The engine accepts the request an instant before it begins to listen for events. So it is asked, also where nobody
     * wants the past, for events since the time before the request, which it remembers; provided that its clock is ours, as
     * on one machine.
     *
     * <p>The stream of a Podman that logs no events is one without changes.
     */
    @Override
    public ChangeStream changes(@Nullable Instant from, ChangeListener listener)
            throws EngineException, InterruptedException {
        try {
            if (calls.call(settings.callDeadline(), this::tellsNoEvents)) {
                return () -> {};
            }
            String since = calls.call(
                    settings.callDeadline(),
                    client -> from == null ? clock.since(client) : history.since(client, from));
            EventStream stream = calls.open(settings.callDeadline(), client -> {
                Response response = api.request(client, "/events?filters=" + ChangeJson.FILTERS + since);
                try {
                    EngineReply.requireSuccess(response);
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

    private boolean tellsNoEvents(DockerHttpClient client) throws IOException, CallFailure {
        return api.isPodman(client) && PodmanEvents.areOff(client);
    }

    @Override
    public ChangeHistory history(@Nullable Instant since) throws EngineException, InterruptedException {
        try {
            return calls.call(settings.callDeadline(), client -> history.read(client, since));
        } catch (CallFailure e) {
            throw e.toEngineException(description);
        }
    }

    @Override
    public void close() {
        closed = true;
        streams.forEach(EventStream::close);
        calls.close();
        usageCalls.close();
    }
}
