package io.dispenser.telemetry.adapter.docker;

import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import io.dispenser.telemetry.core.container.ChangeHistory;
import io.dispenser.telemetry.core.container.ContainerChange;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks an engine for the past. Docker remembers its latest 256 events of all kinds, and nothing of before its own start; so
 * whether something may be missing shows by its oldest event. Podman may remember everything, or nothing.
 *
 * <p>Docker answers up to a time that it is told, and otherwise goes on for ever. Podman stops reading as soon as that time
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
    private final ChangeJson json = new ChangeJson();

    EventHistory(Api api, EngineClock clock) {
        this.api = api;
        this.clock = clock;
    }

    ChangeHistory read(DockerHttpClient client, @Nullable Instant since) throws IOException, CallFailure {
        if (since == null) {
            return new ChangeHistory(List.of(), null, clock.exactEngineTime(client));
        }
        Instant now = clock.engineTime(client);
        String end = api.isPodman(client) ? "&stream=false" : "&until=" + now.getEpochSecond();
        List<ContainerChange> changes = new ArrayList<>();
        if (since.isBefore(now)) {
            String path = "/events?filters=" + ChangeJson.FILTERS + since(client, since) + end;
            try (Response response = api.request(client, path)) {
                EngineReply.requireSuccess(response);
                EventLines lines = new EventLines(response.getBody());
                for (byte[] line = lines.next(); line != null; line = lines.next()) {
                    json.parse(line)
                            .filter(change -> isBetween(change, since, now))
                            .ifPresent(changes::add);
                    if (changes.size() > MOST_CHANGES) {
                        throw new CallFailure(
                                CallFailure.Kind.BAD_ANSWER, "more than " + MOST_CHANGES + " changes", null);
                    }
                }
            }
        }
        return new ChangeHistory(changes, oldest(client, end), now);
    }

    private static boolean isBetween(ContainerChange change, Instant since, Instant now) {
        return !change.at().isBefore(since) && !change.at().isAfter(now);
    }

    private @Nullable Instant oldest(DockerHttpClient client, String end) throws IOException, CallFailure {
        try (Response response = api.request(client, "/events?since=" + BEGINNING + end)) {
            EngineReply.requireSuccess(response);
            byte[] first = new EventLines(response.getBody()).next();
            return first == null ? null : json.timeOf(first);
        }
    }

    /**
     * The parameter that asks for events at {@code from} and later. Podman tells those later only, and rounds the time to what
     * a floating-point number holds, some 240 ns; so it may tell of a few more.
     */
    String since(DockerHttpClient client, Instant from) throws IOException, CallFailure {
        return "&since=" + EngineClock.parameter(api.isPodman(client) ? from.minus(PODMANS_PRECISION) : from);
    }
}
