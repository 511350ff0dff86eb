package io.dispenser.telemetry.adapter.docker;

import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether the engine's clock is ours, so that it can be asked for what happened since a time of ours. */
final class EngineClock {

    /** The engine tells its time in whole seconds. */
    private static final Duration RESOLUTION = Duration.ofSeconds(1);

    private final InstantSource ours;

    EngineClock(InstantSource ours) {
        this.ours = ours;
    }

    /** The parameter that asks for events from now on; empty if the clocks differ, as the engine might repeat old events then. */
    String since(DockerHttpClient client) throws IOException, CallFailure {
        Reading reading = read(client);
        return reading.isSame() ? "&since=" + parameter(reading.after()) : "";
    }

    /** The engine's time as exactly as it can be had: ours, if the clocks are the same. */
    Instant exactEngineTime(DockerHttpClient client) throws IOException, CallFailure {
        Reading reading = read(client);
        return reading.isSame() || reading.theirs() == null ? reading.before() : reading.theirs();
    }

    private Reading read(DockerHttpClient client) throws IOException, CallFailure {
        Instant before = ours.instant();
        try (Response response = EngineReply.request(client, "/_ping")) {
            EngineReply.requireSuccess(response);
            return new Reading(before, time(response.getHeader("Date")), ours.instant());
        }
    }

    private record Reading(Instant before, @Nullable Instant theirs, Instant after) {

        boolean isSame() {
            return theirs != null && !theirs.isBefore(before.minus(RESOLUTION)) && !theirs.isAfter(after);
        }
    }

    /** The engine's time, cut to the second; ours, if it does not tell. */
    Instant engineTime(DockerHttpClient client) throws IOException, CallFailure {
        Reading reading = read(client);
        return reading.theirs() != null ? reading.theirs() : reading.after().truncatedTo(ChronoUnit.SECONDS);
    }

    private static @Nullable Instant time(@Nullable String header) {
        try {
            return header == null ? null : Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(header));
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** A time as the engine takes it in a request. */
    static String parameter(Instant time) {
        return String.format(Locale.ROOT, "%d.%09d", time.getEpochSecond(), time.getNano());
    }
}
