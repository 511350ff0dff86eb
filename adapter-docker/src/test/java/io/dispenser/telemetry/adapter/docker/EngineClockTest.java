package io.dispenser.telemetry.adapter.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine is asked for events since a time of ours only if that means the same time to it. */
class EngineClockTest {

    private static final String SINCE = "&since=1700000000.123456789";

    private final Instant now = Instant.parse("2023-11-14T22:13:20.123456789Z");

    @TempDir
    Path folder;

    @Test
    void engineOnTheSameClockIsAskedFromNow() throws Exception {
        assertThat(since(now.truncatedTo(ChronoUnit.SECONDS))).isEqualTo(SINCE);
        assertThat(since(now.minusMillis(100))).isEqualTo(SINCE);
    }

    @Test
    void engineOnAnotherClockIsNot() throws Exception {
        for (Duration ahead : List.of(Duration.ofSeconds(1), Duration.ofHours(1), Duration.ofMillis(-900))) {
            assertThat(since(now.plus(ahead))).as("%s ahead", ahead).isEmpty();
        }
    }

    private String since(Instant engineTime) throws Exception {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(engineTime.atZone(ZoneOffset.UTC));
        try (WorstEngine worst = new WorstEngine(
                folder,
                WorstEngine.LONG,
                connection -> connection.write("HTTP/1.1 200 OK\r\nDate: " + date + "\r\nContent-Length: 0\r\n\r\n"))) {
            EngineClock clock = new EngineClock(() -> now);
            Endpoint endpoint = new Endpoint(WorstEngine.settings(worst.server.socket));
            try (TimedCalls calls = new TimedCalls(endpoint, WorstEngine.LONG, clock, TimedCalls.MOST_THREADS)) {
                return calls.call(clock::since);
            }
        }
    }
}
