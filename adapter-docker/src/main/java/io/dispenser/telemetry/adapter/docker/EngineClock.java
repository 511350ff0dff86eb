package io.dispenser.telemetry.adapter.docker;

import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the engine's clock says, and whether it is ours, so that the engine can be asked for what happened since a time of
 * ours. Each reply tells the engine's time in whole seconds; of many, the clocks' distance is known ever more exactly.
 *
 * <p>Any thread.
 */
final class EngineClock {

    /** The engine tells its time in whole seconds. */
    private static final Duration RESOLUTION = Duration.ofSeconds(1);

    private final InstantSource ours;
    private volatile @Nullable Ahead ahead;

    /** Between these the engine's clock is ahead of ours. */
    private record Ahead(Duration least, Duration most) {

        boolean fits(Ahead other) {
            return least.compareTo(other.most) <= 0 && most.compareTo(other.least) >= 0;
        }
    }

    EngineClock(InstantSource ours) {
        this.ours = ours;
    }

    /** Makes a request and takes note of the time that its reply tells. */
    Response timed(Supplier<Response> request) {
        Instant before = ours.instant();
        Response response = request.get();
        Instant theirs = time(response.getHeader("Date"));
        if (theirs != null && response.getStatusCode() / 100 == 2) {
            note(before, theirs, ours.instant());
        }
        return response;
    }

    private synchronized void note(Instant before, Instant theirs, Instant after) {
        Ahead read = new Ahead(Duration.between(after, theirs), Duration.between(before, theirs.plus(RESOLUTION)));
        Ahead known = ahead;
        // What does not fit means that one of the clocks was set.
        ahead = known == null || !known.fits(read)
                ? read
                : new Ahead(
                        known.least.compareTo(read.least) > 0 ? known.least : read.least,
                        known.most.compareTo(read.most) < 0 ? known.most : read.most);
    }

    /** How far the engine's clock is ahead of ours; zero if they may be the same. */
    Duration ahead() {
        Ahead known = ahead;
        boolean maybeSame = known == null || (known.least.compareTo(Duration.ZERO) <= 0 && !known.most.isNegative());
        return known == null || maybeSame
                ? Duration.ZERO
                : known.least.plus(known.most).dividedBy(2);
    }

    /** The parameter that asks for events from now on; empty if the clocks differ, as the engine might repeat old events then. */
    String since(Requests requests) throws IOException, CallFailure {
        Reading reading = read(requests);
        return reading.isSame() ? "&since=" + parameter(reading.after()) : "";
    }

    /** The engine's time as exactly as it can be had: ours, if the clocks are the same. */
    Instant exactEngineTime(Requests requests) throws IOException, CallFailure {
        Reading reading = read(requests);
        return reading.isSame() || reading.theirs() == null ? reading.before() : reading.theirs();
    }

    private Reading read(Requests requests) throws IOException, CallFailure {
        Instant before = ours.instant();
        try (Response response = requests.get(Api.PING)) {
            EngineReply.requireSuccess(response, Api.PING);
            return new Reading(before, time(response.getHeader("Date")), ours.instant());
        }
    }

    private record Reading(Instant before, @Nullable Instant theirs, Instant after) {

        boolean isSame() {
            return theirs != null && !theirs.isBefore(before.minus(RESOLUTION)) && !theirs.isAfter(after);
        }
    }

    /** The engine's time, cut to the second; ours, if it does not tell. */
    Instant engineTime(Requests requests) throws IOException, CallFailure {
        Reading reading = read(requests);
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
