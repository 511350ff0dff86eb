package io.dispenser.telemetry.adapter.docker;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispenser.telemetry.core.container.ContainerChange;
import io.dispenser.telemetry.core.container.ContainerChange.Kind;
import io.dispenser.telemetry.core.port.ChangeListener;
import io.dispenser.telemetry.core.port.ChangeStream;
import io.dispenser.telemetry.testkit.RecordingChangeListener;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EventStreamTest {

    @TempDir
    Path folder;

    @Test
    void asksForWhatMattersAndReadsWhatAllVersionsSend() throws Exception {
        RecordingChangeListener heard = follow(connection -> {
            connection.write(event("create", "a", 1_700_000_000_123_456_789L));
            // What Podman sends, and what no version sends yet.
            connection.write(
                    "{\"Type\":\"container\",\"Action\":\"remove\",\"Actor\":{\"ID\":\"b\"},\"time\":1700000001,"
                            + "\"HealthStatus\":\"healthy\",\"new\":[{}]}\n\n");
            connection.write(event("exec_start: sh", "a", 2));
            connection.write("{\"Type\":\"image\",\"Action\":\"create\",\"Actor\":{\"ID\":\"a\"},\"time\":1}\n");
        });
        assertThat(heard.of("a"))
                .containsExactly(new ContainerChange(
                        "a",
                        Kind.CREATED,
                        Instant.ofEpochSecond(1_700_000_000L, 123_456_789),
                        Map.of("name", "n", "image", "i:1")));
        assertThat(heard.of("b"))
                .containsExactly(
                        new ContainerChange("b", Kind.REMOVED, Instant.ofEpochSecond(1_700_000_001L), Map.of()));
        assertThat(heard.ends())
                .containsExactly("the engine stopped or was restarted (it closed the stream of events)");
        assertThat(URLDecoder.decode(eventsPath.get(), StandardCharsets.UTF_8))
                .startsWith(
                        "/v1.41/events?filters={\"type\":[\"container\"],\"event\":[\"create\",\"update\",\"restart\"");
    }

    @Test
    void tellsARepeatedEventOnce() throws Exception {
        RecordingChangeListener heard = follow(connection -> {
            connection.write(event("create", "a", 5) + event("update", "a", 6));
            connection.write(event("create", "a", 5) + event("update", "a", 6) + event("update", "a", 7));
        });
        assertThat(heard.kindsOf("a")).containsExactly(Kind.CREATED, Kind.UPDATED, Kind.UPDATED);
    }

    @Test
    void readsEventsThatComeInPieces() throws Exception {
        RecordingChangeListener heard = follow(connection -> {
            for (byte piece : event("create", "a", 5).getBytes(StandardCharsets.UTF_8)) {
                connection.write(new byte[] {piece});
            }
        });
        assertThat(heard.kindsOf("a")).containsExactly(Kind.CREATED);
    }

    @Test
    void whatCannotBeReadIsToldAndCostsNoOtherEvent() throws Exception {
        for (String poison : List.of(
                "{\"Type\": oops}",
                "]",
                "7",
                "{\"Type\":\"container\",\"Action\":\"create\",\"Actor\":{\"ID\":\"x\"}}",
                "{\"a\":" + "[".repeat(200_000),
                "{\"a\":" + "[7],".repeat(1_100_000) + "}")) {
            RecordingChangeListener heard = follow(
                    connection -> connection.write(event("create", "a", 5) + poison + "\n" + event("create", "b", 6)));
            assertThat(heard.kindsOf("a")).containsExactly(Kind.CREATED);
            assertThat(heard.kindsOf("b")).containsExactly(Kind.CREATED);
            assertThat(heard.unreadable()).hasSize(1);
            assertThat(heard.ends())
                    .containsExactly("the engine stopped or was restarted (it closed the stream of events)");
        }
    }

    @Test
    void aContainersLabelsMayBeOfAnyLength() throws Exception {
        List<Map<String, String>> kinds = List.of(
                Map.of("config", "x".repeat(1_200_000)),
                Map.of("k".repeat(60_000), ""),
                Map.of("config", "\u00e4\ud83d\ude00\"\\".repeat(400_000)),
                labels(25, 50_000),
                labels(1_000, 3_000),
                labels(20_000, 20));
        for (Map<String, String> labels : kinds) {
            RecordingChangeListener heard = follow(connection -> {
                connection.write(event("create", "big", 5, labels) + event("create", "b", 6));
            });
            assertThat(heard.of("big"))
                    .singleElement()
                    .satisfies(change -> assertThat(change.attributes())
                            .containsEntry("name", "n")
                            .containsEntry("zone", "last"));
            assertThat(heard.kindsOf("b")).containsExactly(Kind.CREATED);
            assertThat(heard.unreadable()).isEmpty();
        }
    }

    @Test
    void textsThatDifferAreCutToTextsThatDiffer() throws Exception {
        RecordingChangeListener heard = follow(connection -> {
            for (String end : List.of("a", "b", "b")) {
                connection.write(
                        event("update", "c", 5 + end.charAt(0) + heardSoFar++, Map.of("l", "x".repeat(100_000) + end)));
            }
        });
        List<String> cut = heard.of("c").stream()
                .map(change -> requireNonNull(change.attributes().get("l")))
                .toList();
        assertThat(cut).allSatisfy(text -> assertThat(text).hasSizeBetween(32 << 10, 33 << 10));
        assertThat(cut.get(0)).isNotEqualTo(cut.get(1));
        assertThat(cut.get(1)).isEqualTo(cut.get(2));
    }

    private int heardSoFar;

    private static Map<String, String> labels(int count, int length) {
        Map<String, String> labels = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            labels.put("label-" + i, "x".repeat(length));
        }
        return labels;
    }

    @Test
    void anEngineThatAnswersWithItsFirstEventIsFollowedFromTheRequestOn() throws Exception {
        RecordingChangeListener heard = new RecordingChangeListener();
        CountDownLatch first = new CountDownLatch(1);
        try (WorstEngine worst = new WorstEngine(folder, WorstEngine.FAIR, connection -> {
                    if (!connection.path.contains("/events?")) {
                        connection.reply(200, "OK");
                        return;
                    }
                    try {
                        first.await();
                    } catch (InterruptedException e) {
                        return;
                    }
                    connection.beginReply();
                    connection.write(event("create", "a", 5));
                    connection.hang();
                });
                ChangeStream stream = worst.engine.changes(null, heard)) {
            assertThat(stream.mute()).contains("GET /events");
            first.countDown();
            heard.await("a", Kind.CREATED);
            assertThat(stream.mute()).isNull();
            assertThat(heard.ends()).isEmpty();
            stream.close();
            WorstEngine.await(() -> worst.server.connections() == 0, "the stream's connection");
        }
    }

    @Test
    void aStreamWithoutAReplyCanBeClosed() throws Exception {
        try (WorstEngine worst = new WorstEngine(folder, WorstEngine.FAIR, connection -> {
            if (connection.path.contains("/events?")) {
                connection.hang();
            } else {
                connection.reply(200, "OK");
            }
        })) {
            RecordingChangeListener heard = new RecordingChangeListener();
            worst.engine.changes(null, heard).close();
            WorstEngine.await(() -> worst.server.connections() == 0, "the stream's connection");
            WorstEngine.await(() -> WorstEngine.readers() == 0, "its thread");
            assertThat(heard.ends()).isEmpty();
        }
    }

    @Test
    void aRefusalThatComesLateIsTheStreamsEnd() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (WorstEngine worst = new WorstEngine(folder, WorstEngine.FAIR, connection -> {
            if (!connection.path.contains("/events?")) {
                connection.reply(200, "OK");
                return;
            }
            try {
                asked.await();
            } catch (InterruptedException e) {
                return;
            }
            connection.reply(500, "{\"message\":\"not ready\"}");
        })) {
            RecordingChangeListener heard = new RecordingChangeListener();
            worst.engine.changes(null, heard);
            asked.countDown();
            heard.awaitEnd();
            assertThat(heard.ends()).containsExactly("GET /events: not ready (HTTP status 500)");
        }
    }

    @Test
    void replyThatBreaksOffEndsTheStream() throws Exception {
        RecordingChangeListener heard = follow(connection -> connection.write("{\"Type\":\"container\",\"Act"));
        assertThat(heard.ends())
                .containsExactly("the engine stopped or was restarted (it closed the stream of events)");
    }

    @Test
    void anEventOfAnyLengthTakesNoMemoryAndCostsNoOther() throws Exception {
        String megabyte = "x".repeat(1 << 20);
        RecordingChangeListener heard = follow(connection -> {
            for (int i = 0; i < 100; i++) {
                connection.write(megabyte);
            }
            connection.write("\n" + event("create", "b", 6));
        });
        assertThat(heard.unreadable()).containsExactly("an event holds too much");
        assertThat(heard.kindsOf("b")).containsExactly(Kind.CREATED);
    }

    @Test
    void errorInTheReadersThreadEndsTheStream() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        AtomicReference<String> reason = new AtomicReference<>();
        try (WorstEngine worst = following(connection -> {
            connection.write(event("create", "a", 5));
            connection.hang();
        })) {
            worst.engine.changes(null, new ChangeListener() {
                @Override
                public void changed(ContainerChange change) {
                    throw new StackOverflowError("deep");
                }

                @Override
                public void ended(String why) {
                    reason.set(why);
                    ended.countDown();
                }
            });
            ended.await();
            assertThat(reason.get()).contains("deep");
            WorstEngine.await(() -> worst.server.connections() == 0, "the stream's connection");
        }
    }

    @Test
    void silenceIsNoEndAndCloseFreesEverything() throws Exception {
        RecordingChangeListener heard = new RecordingChangeListener();
        try (WorstEngine worst = following(UnixServer.Connection::hang)) {
            List<ChangeStream> streams = List.of(worst.engine.changes(null, heard), worst.engine.changes(null, heard));
            WorstEngine.await(() -> worst.server.connections() == 2, "two streams");
            // Longer than every deadline of the engine's.
            assertThatNothingEnds(heard);
            streams.get(0).close();
            WorstEngine.await(() -> worst.server.connections() == 1, "the closed stream's connection");
            worst.engine.close();
            WorstEngine.await(() -> worst.server.connections() == 0, "the other stream's connection");
        }
        WorstEngine.await(() -> WorstEngine.workers() == 0, "the readers' threads");
        assertThat(heard.ends()).isEmpty();
    }

    @Test
    void listenerMayCloseItsOwnStream() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        AtomicReference<ChangeStream> stream = new AtomicReference<>();
        CountDownLatch opened = new CountDownLatch(1);
        RecordingChangeListener heard = new RecordingChangeListener();
        try (WorstEngine worst = following(connection -> {
            connection.write(event("create", "a", 5) + event("update", "a", 6));
            connection.hang();
        })) {
            stream.set(worst.engine.changes(null, new ChangeListener() {
                @Override
                public void changed(ContainerChange change) {
                    heard.changed(change);
                    try {
                        opened.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    requireNonNull(stream.get()).close();
                    closed.countDown();
                }

                @Override
                public void ended(String reason) {
                    heard.ended(reason);
                }
            }));
            opened.countDown();
            closed.await();
            WorstEngine.await(() -> WorstEngine.workers() <= 8 && worst.server.connections() == 0, "the end");
        }
        assertThat(heard.kindsOf("a")).containsExactly(Kind.CREATED);
        assertThat(heard.ends()).isEmpty();
    }

    private final AtomicReference<String> eventsPath = new AtomicReference<>();

    /** What a listener heard of a reply up to its end. */
    private RecordingChangeListener follow(UnixServer.Handler events) throws Exception {
        RecordingChangeListener heard = new RecordingChangeListener();
        try (WorstEngine worst = following(events)) {
            worst.engine.changes(null, heard);
            heard.awaitEnd();
        }
        return heard;
    }

    private WorstEngine following(UnixServer.Handler events) throws Exception {
        return new WorstEngine(folder, WorstEngine.FAIR, connection -> {
            if (connection.path.contains("/events?")) {
                eventsPath.set(connection.path);
                connection.beginReply();
                events.handle(connection);
            } else {
                connection.reply(200, "OK");
            }
        });
    }

    private static void assertThatNothingEnds(RecordingChangeListener heard) throws InterruptedException {
        Thread.sleep(WorstEngine.FAIR.plusMillis(500).toMillis());
        assertThat(heard.ends()).isEmpty();
    }

    private static String event(String action, String id, long timeNano, Map<String, String> labels)
            throws IOException {
        ObjectMapper json = new ObjectMapper();
        ObjectNode event = (ObjectNode) json.readTree(event(action, id, timeNano));
        ObjectNode attributes = (ObjectNode) event.path("Actor").path("Attributes");
        labels.forEach(attributes::put);
        attributes.put("zone", "last");
        return json.writeValueAsString(event) + "\n";
    }

    private static String event(String action, String id, long timeNano) {
        return "{\"status\":\"" + action + "\",\"id\":\"other\",\"from\":\"other\",\"Type\":\"container\",\"Action\":\""
                + action + "\",\"Actor\":{\"ID\":\"" + id + "\",\"Attributes\":{\"name\":\"n\",\"image\":\"i:1\"}},"
                + "\"scope\":\"local\",\"time\":" + timeNano / 1_000_000_000L + ",\"timeNano\":" + timeNano + "}\n";
    }
}
