package io.dispenser.telemetry.adapter.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dispenser.telemetry.core.port.EngineException;
import io.dispenser.telemetry.testkit.RecordingChangeListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of an engine that stops in the middle of something: nothing of chunks, pipes and resets. */
class LostConnectionTest {

    private static final String CHUNKED =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";

    @TempDir
    private Path folder;

    @Test
    void anAnswerThatIsNotWholeIsToldInPlainWords() throws Exception {
        for (String begin : List.of(
                "",
                "HTTP/1.1 20",
                CHUNKED,
                CHUNKED + "1\r\n[\r\n",
                CHUNKED + "ff\r\n[",
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 90\r\n\r\n[")) {
            try (WorstEngine worst = new WorstEngine(folder, WorstEngine.LONG, connection -> connection.write(begin))) {
                assertPlain(catchThrowableOfType(EngineException.class, worst.engine::list), begin);
            }
        }
    }

    @Test
    void aConnectionThatIsResetIsToldSoToo() throws Exception {
        for (String begin : List.of("", CHUNKED, CHUNKED + "ff\r\n[")) {
            try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                    DockerContainerEngine engine = DockerContainerEngine.connect(
                            DockerSettings.of("tcp://127.0.0.1:" + server.getLocalPort(), null, "test")
                                    .withTimeout(Duration.ofSeconds(10)))) {
                UnixServer.daemon("resets", () -> reset(server, begin));
                assertPlain(catchThrowableOfType(EngineException.class, engine::list), begin);
            }
        }
    }

    @Test
    void aStreamThatEndsInTheMiddleSaysThatTheEngineStopped() throws Exception {
        for (String begin : List.of(CHUNKED, CHUNKED + "0\r\n\r\n", CHUNKED + "ff\r\n{\"Type\"")) {
            try (WorstEngine worst = new WorstEngine(folder, WorstEngine.LONG, connection -> {
                if (connection.path.contains("/events?") && !connection.path.contains("until")) {
                    connection.write(begin);
                } else {
                    connection.reply(200, connection.path.contains("_ping") ? "OK" : "{}");
                }
            })) {
                RecordingChangeListener heard = new RecordingChangeListener();
                worst.engine.changes(null, heard);
                heard.awaitEnd();
                assertThat(heard.ends())
                        .as(begin)
                        .containsExactly("the engine stopped or was restarted (it closed the stream of events)");
            }
        }
    }

    private static void assertPlain(EngineException failure, String begin) {
        assertThat(failure)
                .as(begin)
                .hasMessageContaining(": no whole answer: the ")
                .message()
                .doesNotContainIgnoringCase("chunk")
                .doesNotContainIgnoringCase("premature")
                .doesNotContainIgnoringCase("pipe")
                .doesNotContainIgnoringCase("peer");
    }

    private static void reset(ServerSocket server, String begin) {
        while (true) {
            try (Socket client = server.accept()) {
                assertThat(client.getInputStream().read()).isPositive();
                client.getOutputStream().write(begin.getBytes(StandardCharsets.US_ASCII));
                client.setSoLinger(true, 0);
            } catch (IOException e) {
                return; // closed
            }
        }
    }
}
