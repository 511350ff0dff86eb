package io.dispenser.telemetry.adapter.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.dispenser.telemetry.core.container.ChangeHistory;
import io.dispenser.telemetry.core.container.ContainerChange;
import io.dispenser.telemetry.testkit.RecordingChangeListener;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an engine is asked for of the past, by one that remembers and answers as Docker does, or as Podman does. */
@Timeout(120)
class EventHistoryTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final Instant SINCE = Instant.parse("2026-03-01T09:00:00.123456789Z");

    @TempDir
    Path folder;

    private final List<Remembered> memory = new ArrayList<>();

    private record Remembered(String type, String id, Instant at) {
        String json() {
            return String.format(
                    Locale.ROOT,
                    "{\"Type\":\"%s\",\"Action\":\"create\",\"Actor\":{\"ID\":\"%s\",\"Attributes\":{}},"
                            + "\"time\":%d,\"timeNano\":%d%09d}%n",
                    type,
                    id,
                    at.getEpochSecond(),
                    at.getEpochSecond(),
                    at.getNano());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatHappenedAtTheVeryTimeThatIsAskedForIsToldAndWhatWasBeforeIsNot(boolean podman) throws Exception {
        remember("container", "before", SINCE.minusNanos(1));
        remember("container", "then", SINCE);
        remember("container", "after", SINCE.plusSeconds(1));
        remember("container", "now", NOW);
        remember("container", "later", NOW.plusSeconds(5));
        try (WorstEngine worst = engine(podman)) {
            ChangeHistory history = worst.engine.history(SINCE);
            assertThat(history.changes())
                    .extracting(ContainerChange::containerId)
                    .containsExactly("then", "after", "now");
            assertThat(history.until()).isEqualTo(NOW);
        }
    }

    /** Whether something may be missing shows by what else the engine remembers. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theOldestEventIsThatOfAnyKindAndOfAnyTime(boolean podman) throws Exception {
        Instant oldest = SINCE.minusSeconds(3_000);
        remember("network", "n", oldest);
        remember("image", "i", SINCE.minusSeconds(2_000));
        remember("container", "a", SINCE.plusSeconds(1));
        try (WorstEngine worst = engine(podman)) {
            ChangeHistory history = worst.engine.history(SINCE);
            assertThat(history.oldest()).isEqualTo(oldest);
            assertThat(history.reachesBackTo(SINCE)).isTrue();
            assertThat(history.changes())
                    .extracting(ContainerChange::containerId)
                    .containsExactly("a");
        }
        memory.remove(0);
        memory.remove(0);
        try (WorstEngine worst = engine(podman)) {
            ChangeHistory history = worst.engine.history(SINCE);
            assertThat(history.oldest()).isEqualTo(SINCE.plusSeconds(1));
            assertThat(history.reachesBackTo(SINCE))
                    .as("something may be missing")
                    .isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anEngineThatRemembersNothingReachesBackToNothing(boolean podman) throws Exception {
        try (WorstEngine worst = engine(podman)) {
            ChangeHistory history = worst.engine.history(SINCE);
            assertThat(history.changes()).isEmpty();
            assertThat(history.oldest()).isNull();
            assertThat(history.reachesBackTo(NOW)).isFalse();
        }
    }

    /** As Podman's, which may go back for years: the latest ones are kept, and that some are missing shows. */
    @Test
    void ofMoreChangesThanMemoryShouldHoldTheLatestAreToldAndWhatIsMissingShows() throws Exception {
        EventHistory.Latest latest = new EventHistory.Latest(SINCE, NOW, 3);
        for (int i = 1; i <= 5; i++) {
            assertThat(latest.add(new ObjectMapper()
                            .readTree(new Remembered("container", "c" + i, SINCE.plusSeconds(i)).json())))
                    .isTrue();
        }
        ChangeHistory history = latest.after(SINCE.minusSeconds(3_000));
        assertThat(history.changes()).extracting(ContainerChange::containerId).containsExactly("c3", "c4", "c5");
        assertThat(history.oldest()).isEqualTo(SINCE.plusSeconds(2));
        assertThat(history.reachesBackTo(SINCE)).isFalse();
        assertThat(latest.after(null).oldest()).isEqualTo(SINCE.plusSeconds(2));
    }

    @Test
    void whoWantsNothingOfThePastAsksForNothingOfIt() throws Exception {
        remember("container", "a", SINCE);
        try (WorstEngine worst = engine(false)) {
            ChangeHistory history = worst.engine.history(null);
            assertThat(history.changes()).isEmpty();
            assertThat(history.oldest()).isNull();
            assertThat(history.until()).isEqualTo(NOW);
            assertThat(events(worst)).isEmpty();
        }
    }

    /** Docker takes such a request for one without an end. */
    @Test
    void nothingIsAskedForThatIsYetToCome() throws Exception {
        try (WorstEngine worst = engine(false)) {
            assertThat(worst.engine.history(NOW.plusSeconds(1)).changes()).isEmpty();
            assertThat(events(worst))
                    .singleElement()
                    .asString()
                    .contains("since=1&")
                    .doesNotContain("filters");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aStreamBeginsWithWhatHappenedAtTheVeryTimeThatItIsAskedFor(boolean podman) throws Exception {
        remember("container", "long before", SINCE.minusSeconds(1));
        remember("container", "then", SINCE);
        remember("container", "after", SINCE.plusSeconds(1));
        RecordingChangeListener heard = new RecordingChangeListener();
        try (WorstEngine worst = engine(podman);
                var stream = worst.engine.changes(SINCE, heard)) {
            WorstEngine.await(() -> !heard.of("after").isEmpty(), "the last one that is remembered");
            assertThat(stream.mute()).isNull();
            assertThat(heard.of("then")).hasSize(1);
            assertThat(heard.of("long before")).isEmpty();
        }
    }

    /** The engine's clock is hours from ours here, so that our "now" would be its past, or its future. */
    @Test
    void aStreamFromNowOnAsksForNothingOfThePastWhereTheClocksDiffer() throws Exception {
        remember("container", "a", SINCE);
        RecordingChangeListener heard = new RecordingChangeListener();
        try (WorstEngine worst = engine(false);
                var stream = worst.engine.changes(null, heard)) {
            assertThat(stream.mute()).isNull();
            assertThat(events(worst)).singleElement().asString().doesNotContain("since");
        }
        assertThat(heard.of("a")).isEmpty();
    }

    private void remember(String type, String id, Instant at) {
        memory.add(new Remembered(type, id, at));
    }

    private static List<String> events(WorstEngine worst) {
        return worst.server.paths.stream()
                .filter(path -> path.contains("/events"))
                .toList();
    }

    private WorstEngine engine(boolean podman) throws Exception {
        return new WorstEngine(folder, WorstEngine.LONG, connection -> {
            if (!connection.path.contains("/events")) {
                connection.write("HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nDate: "
                        + DateTimeFormatter.RFC_1123_DATE_TIME.format(NOW.atOffset(ZoneOffset.UTC)) + "\r\n"
                        + (podman ? "Libpod-Api-Version: 5.2.1\r\n" : "") + "Content-Length: 2\r\n\r\n{}");
                return;
            }
            connection.beginReply();
            boolean goesOn = tell(connection, podman);
            if (goesOn) {
                connection.hang();
            }
        });
    }

    /** What is remembered of the time that is asked for; says whether the answer goes on with what is yet to come. */
    private boolean tell(UnixServer.Connection connection, boolean podman) throws IOException {
        String query = URLDecoder.decode(connection.path, StandardCharsets.UTF_8);
        Instant since = parameter(query, "since");
        Instant until = podman ? null : parameter(query, "until");
        StringBuilder told = new StringBuilder();
        for (Remembered event : memory) {
            // Podman tells of what was after that time, which it keeps as a floating-point number.
            boolean asked = since != null && (podman ? event.at.isAfter(since) : !event.at.isBefore(since));
            boolean wanted = !query.contains("filters") || event.type.equals("container");
            if (asked && wanted && (until == null || !event.at.isAfter(until))) {
                told.append(event.json());
            }
        }
        connection.write(told.toString());
        return podman ? !query.contains("stream=false") : until == null;
    }

    private static @Nullable Instant parameter(String query, String name) {
        Matcher found = Pattern.compile("[?&]" + name + "=([0-9.]+)").matcher(query);
        if (!found.find()) {
            return null;
        }
        BigDecimal seconds = new BigDecimal(found.group(1));
        return Instant.ofEpochSecond(
                seconds.longValue(),
                seconds.remainder(BigDecimal.ONE).movePointRight(9).longValue());
    }
}
