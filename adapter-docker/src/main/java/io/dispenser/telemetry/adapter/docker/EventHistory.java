package io.dispenser.telemetry.adapter.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import io.dispenser.telemetry.adapter.docker.DocumentReader.UnreadableDocument;
import io.dispenser.telemetry.core.container.ChangeHistory;
import io.dispenser.telemetry.core.container.ContainerChange;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Asks an engine for the past. Docker remembers its latest 256 events of all kinds, and nothing of before its own start; so
 * whether something may be missing shows by its oldest event. Podman may remember everything, or nothing.
 *
 * <p>Docker answers up to a time that it is told, and otherwise goes on for ever; as Docker Desktop does although it is told.
 * What an engine remembers it tells at once, so an answer that falls silent is over. Podman stops reading as soon as that time
 * is over, however little it has read (its events in a file, version 4.3); it is asked not to go on instead, which Docker
 * doesn't know.
 */
final class EventHistory {

    /** A second before the beginning would be none: the engine reads 0 as "nothing". */
    private static final String BEGINNING = "1";

    private static final Duration PODMANS_PRECISION = Duration.ofNanos(1_000);

    private static final int MOST_CHANGES = 100_000;

    private final Api api;
    private final EngineClock clock;
    private final TimedCalls calls;
    private final Duration silence;

    /** @param silence how long an answer may be silent before it counts as over */
    EventHistory(Api api, EngineClock clock, TimedCalls calls, Duration silence) {
        this.api = api;
        this.clock = clock;
        this.calls = calls;
        this.silence = silence;
    }

    ChangeHistory read(Requests requests, @Nullable Instant since) throws IOException, CallFailure {
        if (since == null) {
            return new ChangeHistory(List.of(), null, clock.exactEngineTime(requests));
        }
        Instant now = clock.engineTime(requests);
        try {
            return read(requests, since, now);
        } catch (CallFailure e) {
            if (e.kind() == CallFailure.Kind.REFUSED) {
                return new ChangeHistory(List.of(), null, now); // nothing is remembered for us
            }
            throw e;
        }
    }

    private ChangeHistory read(Requests requests, Instant since, Instant now) throws IOException, CallFailure {
        String end = api.isPodman(requests) ? "&stream=false" : "&until=" + now.getEpochSecond();
        Latest latest = new Latest(since, now, MOST_CHANGES);
        if (since.isBefore(now)) {
            String path = "/events?filters=" + ChangeJson.FILTERS + since(requests, since) + end;
            forEach(requests, path, latest::add);
        }
        Oldest oldest = new Oldest();
        forEach(requests, "/events?since=" + BEGINNING + end, oldest::add);
        return latest.after(oldest.at);
    }

    /** Whether {@code path} may be asked for at all. */
    void probe(Requests requests) throws IOException, CallFailure {
        Instant now = clock.engineTime(requests);
        forEach(requests, "/events?filters=" + ChangeJson.FILTERS + "&until=" + now.getEpochSecond(), event -> false);
    }

    /** @param more takes an event, and says whether to go on */
    private void forEach(Requests requests, String path, Predicate<JsonNode> more) throws IOException, CallFailure {
        try (Response response = api.success(requests, path)) {
            DocumentReader events = new DocumentReader(response.getBody());
            AtomicLong read = new AtomicLong();
            Silence watch = new Silence(response, read);
            watch.begin();
            try {
                boolean goesOn = true;
                while (goesOn) {
                    goesOn = next(events, more);
                    read.incrementAndGet();
                }
            } catch (IOException | RuntimeException e) {
                if (!watch.isOver) {
                    throw e;
                }
            } finally {
                read.set(Silence.ENDED);
            }
        }
    }

    private static boolean next(DocumentReader events, Predicate<JsonNode> more) throws IOException, CallFailure {
        try {
            JsonNode event = events.nextLine();
            return event != null && more.test(event);
        } catch (UnreadableDocument e) {
            return true; // what it did to a container that is there shows at a look
        }
    }

    /** Ends an answer that is silent for too long, from another thread than the one that reads it. */
    private final class Silence {

        private static final long ENDED = -1;

        private final Response response;
        private final AtomicLong read;
        private volatile boolean isOver;

        Silence(Response response, AtomicLong read) {
            this.response = response;
            this.read = read;
        }

        void begin() {
            long before = read.get();
            calls.later(silence, () -> {
                long now = read.get();
                if (now == ENDED) {
                    return;
                }
                if (now == before) {
                    isOver = true;
                    closeQuietly(response);
                } else {
                    begin();
                }
            });
        }
    }

    private static void closeQuietly(Response response) {
        try {
            response.close();
        } catch (RuntimeException e) {
            // Whoever reads it hears of it.
        }
    }

    /** The youngest changes of a time, as many as memory should hold. */
    static final class Latest {

        private final Deque<ContainerChange> changes = new ArrayDeque<>();
        private final Instant since;
        private final Instant until;
        private final int most;
        private @Nullable Instant lost;

        Latest(Instant since, Instant until, int most) {
            this.since = since;
            this.until = until;
            this.most = most;
        }

        /** The history of an engine whose oldest event is of the time {@code oldest}, if it has any. */
        ChangeHistory after(@Nullable Instant oldest) {
            Instant reach = lost != null && (oldest == null || oldest.isBefore(lost)) ? lost : oldest;
            return new ChangeHistory(List.copyOf(changes), reach, until);
        }

        boolean add(JsonNode event) {
            try {
                ChangeJson.change(event)
                        .filter(change ->
                                !change.at().isBefore(since) && !change.at().isAfter(until))
                        .ifPresent(changes::add);
                if (changes.size() > most) {
                    lost = changes.removeFirst().at();
                }
            } catch (UnreadableDocument e) {
                // As with one that is no JSON.
            }
            return true;
        }
    }

    private static final class Oldest {

        private @Nullable Instant at;

        boolean add(JsonNode event) {
            try {
                at = ChangeJson.time(event);
                return false;
            } catch (UnreadableDocument e) {
                return true; // the next one will do
            }
        }
    }

    /**
     * The parameter that asks for events at {@code from} and later. Podman tells those later only, and rounds the time to what
     * a floating-point number holds, some 240 ns; so it may tell of a few more.
     */
    String since(Requests requests, Instant from) throws IOException, CallFailure {
        return "&since=" + EngineClock.parameter(api.isPodman(requests) ? from.minus(PODMANS_PRECISION) : from);
    }
}
