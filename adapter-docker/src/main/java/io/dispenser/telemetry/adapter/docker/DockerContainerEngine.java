package io.dispenser.telemetry.adapter.docker;

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

    /** What an engine remembers it tells at once; and what asks for its events waits no longer for the first word. */
    private static final Duration SILENCE = Duration.ofSeconds(2);

    private final DockerSettings settings;
    private final String description;
    private final Endpoint endpoint;
    private final EngineClock clock = new EngineClock(InstantSource.system());
    private final Api api = new Api();
    private final Duration silence;
    private final TimedCalls calls;
    private final ContainerQuestions containers;
    private final EventHistory history;
    private final Limitations limitations;
    private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private DockerContainerEngine(DockerSettings settings, Endpoint endpoint) {
        this.settings = settings;
        this.endpoint = endpoint;
        this.description = "Docker Engine at " + settings.host()
                + (settings.source().equals(DockerSettings.DEFAULT) ? "" : " (" + settings.source() + ")");
        Duration half = settings.timeout().dividedBy(2);
        this.silence = SILENCE.compareTo(half) < 0 ? SILENCE : half;
        this.calls = calls(TimedCalls.MOST_THREADS);
        this.containers = new ContainerQuestions(api, settings.timeout(), this::calls);
        this.history = new EventHistory(api, clock, calls, silence);
        this.limitations = new Limitations(api, history);
    }

    private TimedCalls calls(int mostThreads) {
        return new TimedCalls(endpoint, settings.timeout(), clock, mostThreads);
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
        return call(api::ping);
    }

    @Override
    public Optional<String> hostName() throws EngineException, InterruptedException {
        return Optional.of(call(
                        requests -> api.json(requests, Api.INFO).path("Name").asText("")))
                .filter(name -> !name.isBlank());
    }

    @Override
    public List<String> limitations() throws EngineException, InterruptedException {
        return call(limitations::find);
    }

    @Override
    public Duration clockAhead() {
        return clock.ahead();
    }

    @Override
    public List<ContainerSummary> list() throws EngineException, InterruptedException {
        return call(requests -> {
            try (Response response = api.success(requests, "/containers/json?all=true")) {
                return ContainerJson.summaries(new DocumentReader(response.getBody()));
            }
        });
    }

    @Override
    public List<Inspection> inspect(List<String> containerIds, Duration atMost)
            throws EngineException, InterruptedException {
        return all(() -> containers.inspections(containerIds, atMost, false));
    }

    @Override
    public List<Inspection> sample(List<String> containerIds, Duration atMost)
            throws EngineException, InterruptedException {
        return all(() -> containers.inspections(containerIds, atMost, true));
    }

    /** {@inheritDoc} An engine whose API is older than 1.41 can't tell at once. */
    @Override
    public List<ResourceUsage> usage(List<String> containerIds, Duration atMost)
            throws EngineException, InterruptedException {
        return all(() -> containers.usages(containerIds, atMost));
    }

    @Override
    public ImageDetails image(String imageId) throws EngineException, InterruptedException {
        String path = "/images/" + URLEncoder.encode(imageId, StandardCharsets.UTF_8) + "/json";
        return call(requests -> ContainerJson.image(api.json(requests, path)));
    }

    /**
     * {@inheritDoc}
     *
     * <p>The engine accepts the request an instant before it begins to listen for events. So it is asked, also where nobody
     * wants the past, for events since the time before the request, which it remembers; provided that its clock is ours, as
     * on one machine.
     */
    @Override
    public ChangeStream changes(@Nullable Instant from, ChangeListener listener)
            throws EngineException, InterruptedException {
        Optional<String> off = call(limitations::noEvents);
        if (off.isPresent()) {
            return new MuteStream(off.get());
        }
        String since = call(requests -> from == null ? clock.since(requests) : history.since(requests, from));
        String path = "/events?filters=" + ChangeJson.FILTERS + since;
        EventStream stream = new EventStream(
                endpoint.open(settings.timeout(), null),
                endpoint,
                requests -> api.success(requests, path),
                listener,
                streams::remove);
        streams.add(stream);
        try {
            if (closed) {
                stream.close();
            }
            stream.start(silence);
            return stream;
        } catch (CallFailure e) {
            if (e.kind() == CallFailure.Kind.REFUSED) {
                return new MuteStream(CallFailure.wordsOf(e));
            }
            throw e.toEngineException(description);
        }
    }

    /** A stream of an engine that tells no changes. */
    private record MuteStream(String mute) implements ChangeStream {
        @Override
        public void close() {
            // There is nothing to end.
        }
    }

    @Override
    public ChangeHistory history(@Nullable Instant since) throws EngineException, InterruptedException {
        return call(requests -> history.read(requests, since));
    }

    private <T> T call(Exchange<T> exchange) throws EngineException, InterruptedException {
        try {
            return calls.call(exchange);
        } catch (CallFailure e) {
            throw e.toEngineException(description);
        }
    }

    @FunctionalInterface
    private interface Round<A> {
        List<A> answers() throws CallFailure, InterruptedException;
    }

    private <A> List<A> all(Round<A> round) throws EngineException, InterruptedException {
        try {
            return round.answers();
        } catch (CallFailure e) {
            throw e.toEngineException(description);
        }
    }

    @Override
    public void close() {
        closed = true;
        streams.forEach(EventStream::close);
        calls.close();
        containers.close();
    }
}
