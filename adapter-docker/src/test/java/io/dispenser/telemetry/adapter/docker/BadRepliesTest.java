package io.dispenser.telemetry.adapter.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.core.container.ChangeHistory;
import io.dispenser.telemetry.core.container.ContainerChange;
import io.dispenser.telemetry.core.container.Inspection;
import io.dispenser.telemetry.core.port.EngineException;
import io.dispenser.telemetry.testkit.RecordingChangeListener;
import java.io.IOException;
import java.net.BindException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class BadRepliesTest {

    @TempDir
    Path folder;

    @Test
    void tellsTheEnginesOwnWords() throws Exception {
        try (WorstEngine worst =
                answering(connection -> connection.reply(500, "{\"message\":\"layer does not exist\"}"))) {
            assertThatThrownBy(worst.engine::list)
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("layer does not exist (HTTP status 500)");
            assertThat(worst.engine.inspect(List.of("a")))
                    .containsExactly(new Inspection.Unanswered(
                            "a", "GET /containers/{id}/json: layer does not exist (HTTP status 500)"));
            assertThatThrownBy(() -> worst.engine.changes(null, new RecordingChangeListener()))
                    .hasMessageContaining("layer does not exist");
        }
    }

    @Test
    void containerIsGoneOnlyWhenTheEngineSaysSo() throws Exception {
        try (WorstEngine worst = answering(connection -> connection.reply(
                404,
                connection.path.contains("gone")
                        ? "{\"message\":\"No such container: gone\"}"
                        : "<html>page not found</html>"))) {
            List<Inspection> inspections = worst.engine.inspect(List.of("gone", "elsewhere"));
            assertThat(inspections.get(0)).isEqualTo(new Inspection.Gone("gone"));
            assertThat(inspections.get(1).toString())
                    .contains("Unanswered", "GET /containers/{id}/json: refused (HTTP status 404)");
        }
    }

    @Test
    void garbageIsNoAnswer() throws Exception {
        try (WorstEngine worst = answering(connection -> connection.reply(200, "{\"Id\": nonsense"))) {
            assertThatThrownBy(worst.engine::list).hasMessageContaining("the answer is not JSON");
            assertThat(worst.engine.inspect(List.of("a")).toString()).contains("the answer is not JSON");
            assertThatThrownBy(() -> worst.engine.image("sha256:1")).hasMessageContaining("not JSON");
        }
    }

    @Test
    void documentOfAnotherKindIsNoAnswer() throws Exception {
        try (WorstEngine worst = answering(connection -> connection.reply(200, "{\"a\":[1,2]}"))) {
            assertThatThrownBy(worst.engine::list).hasMessageContaining("the list of containers is no list");
            assertThat(worst.engine.inspect(List.of("a"))).allMatch(Inspection.Unanswered.class::isInstance);
            assertThatThrownBy(() -> worst.engine.image("sha256:1")).hasMessageContaining("without an id");
        }
    }

    @Test
    void emptyReplyIsNoAnswer() throws Exception {
        try (WorstEngine worst = answering(connection -> connection.reply(200, ""))) {
            assertThatThrownBy(worst.engine::list).hasMessageContaining("the answer is empty");
        }
    }

    @Test
    void replyThatBreaksOffIsNoAnswer() throws Exception {
        try (WorstEngine worst = answering(
                connection -> connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n[{\"Id\":\"1"))) {
            assertThatThrownBy(worst.engine::list).hasMessageContaining("no whole answer");
            assertThat(worst.engine.inspect(List.of("a")).toString()).contains("no whole answer");
        }
    }

    @Test
    void endlessReplyTakesBoundedMemory() throws Exception {
        AtomicLong sent = new AtomicLong();
        String megabyte = "x".repeat(1 << 20);
        try (WorstEngine worst = answering(connection -> {
            connection.beginReply();
            connection.write("{\"Id\":\"");
            while (true) {
                connection.write(megabyte);
                sent.addAndGet(megabyte.length());
            }
        })) {
            assertThat(worst.engine.inspect(List.of("a")))
                    .containsExactly(new Inspection.Unanswered(
                            "a", "GET /containers/{id}/json: the answer is longer than 64 MiB"));
            assertThat(sent.get()).isLessThan(80L << 20);
        }
    }

    @Test
    void endlessReplyIsCappedForListsToo() throws Exception {
        String element = "{\"Id\":\"x\",\"Labels\":{" + "\"a\":\"b\",".repeat(12_000) + "\"c\":\"d\"}},";
        try (WorstEngine worst = answering(connection -> {
            connection.beginReply();
            connection.write("[");
            while (true) {
                connection.write(element);
            }
        })) {
            assertThatThrownBy(worst.engine::list).hasMessageContaining("longer than");
        }
    }

    @Test
    void endlessHistoryEndsToo() throws Exception {
        String event = "{\"Type\":\"container\",\"Action\":\"create\",\"Actor\":{\"ID\":\"a\"},\"time\":1}\n";
        try (WorstEngine worst = answering(connection -> {
            if (connection.path.contains("_ping")) {
                connection.reply(200, "OK");
                return;
            }
            connection.beginReply();
            while (true) {
                connection.write(event.repeat(1000));
            }
        })) {
            assertThatThrownBy(() -> worst.engine.history(Instant.EPOCH)).isInstanceOf(EngineException.class);
        }
    }

    @Test
    void garbageInTheHistoryCostsNoChange() throws Exception {
        String change = "{\"Type\":\"container\",\"Action\":\"create\",\"Actor\":{\"ID\":\"a\"},\"time\":1}\n";
        try (WorstEngine worst = answering(connection -> connection.reply(
                200,
                connection.path.contains("_ping")
                        ? "OK"
                        : "no event\n{\"Type\":\"container\"}\n7\n" + change + "]\n"))) {
            ChangeHistory history = worst.engine.history(Instant.EPOCH);
            assertThat(history.changes())
                    .extracting(ContainerChange::containerId)
                    .containsExactly("a");
            assertThat(history.oldest()).isEqualTo(Instant.ofEpochSecond(1));
        }
    }

    @Test
    void aHistoryThatDoesNotEndIsOverWhenItFallsSilent() throws Exception {
        String change = "{\"Type\":\"container\",\"Action\":\"create\",\"Actor\":{\"ID\":\"a\"},\"time\":1}\n";
        for (String told : List.of(change, "")) {
            try (WorstEngine worst = answering(connection -> {
                if (connection.path.contains("_ping")) {
                    connection.reply(200, "OK");
                } else {
                    connection.beginReply();
                    connection.write(told);
                    connection.hang();
                }
            })) {
                ChangeHistory history = worst.engine.history(Instant.EPOCH);
                assertThat(history.changes()).hasSize(told.isEmpty() ? 0 : 1);
                WorstEngine.await(() -> worst.server.connections() == 0, "the connections of its answers");
            }
        }
    }

    @Test
    void missingSocketIsSaidAndLeavesNothingOpen() throws Exception {
        Path socket = folder.resolve("nowhere");
        try (DockerContainerEngine engine = DockerContainerEngine.connect(WorstEngine.settings(socket))) {
            assertThatThrownBy(engine::ping)
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("there is no socket " + socket)
                    .hasMessageContaining("start the engine");
            assertThatThrownBy(() -> engine.inspect(List.of("a", "b"))).isInstanceOf(EngineException.class);
            long files = WorstEngine.openFiles();
            for (int i = 0; i < 50; i++) {
                assertThatThrownBy(engine::list).isInstanceOf(EngineException.class);
            }
            assertThat(WorstEngine.openFiles()).isLessThanOrEqualTo(files + 2);
        }
    }

    @Test
    void deadSocketIsSaid() throws Exception {
        Path socket = folder.resolve("dead");
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(socket))
                .close();
        try (DockerContainerEngine engine = DockerContainerEngine.connect(WorstEngine.settings(socket))) {
            assertThatThrownBy(engine::ping).hasMessageContaining("nobody listens at the socket " + socket);
            assertThatThrownBy(() -> engine.changes(null, new RecordingChangeListener()))
                    .hasMessageContaining("nobody listens");
        }
    }

    @Test
    void fileInPlaceOfASocketIsSaid() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "no socket");
        try (DockerContainerEngine engine = DockerContainerEngine.connect(WorstEngine.settings(file))) {
            assertThatThrownBy(engine::ping).hasMessageContaining("nobody listens at the socket " + file);
        }
    }

    @Test
    void refusedTcpConnectionIsSaid() throws Exception {
        try (DockerContainerEngine engine =
                DockerContainerEngine.connect(DockerSettings.of("tcp://127.0.0.1:1", null, "test"))) {
            assertThatThrownBy(engine::ping)
                    .hasMessageContaining("tcp://127.0.0.1:1")
                    .hasMessageContaining("no connection");
        }
    }

    @Test
    void lackOfPermissionNamesTheGroup() throws Exception {
        Endpoint endpoint = new Endpoint(WorstEngine.settings(Path.of("/var/run/docker.sock")));
        for (IOException refusal : List.of(
                new BindException("Permission denied"),
                new BindException("Keine Berechtigung"),
                new AccessDeniedException("/var/run/docker.sock"))) {
            CallFailure failure = endpoint.explain(new RuntimeException(refusal));
            assertThat(failure.kind()).isEqualTo(CallFailure.Kind.UNREACHABLE);
            assertThat(failure)
                    .hasMessageContaining("the user " + System.getProperty("user.name") + " a member of")
                    .hasMessageContaining("start this program again");
        }
    }

    private WorstEngine answering(UnixServer.Handler handler) throws Exception {
        return new WorstEngine(folder, WorstEngine.LONG, handler);
    }
}
