package io.dispenser.telemetry.app.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.agent.DeploymentReport;
import io.dispenser.telemetry.core.event.TriggerType;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The reporter's end of a real socket, with agents that do not do what they should. */
@Timeout(60)
class AgentClientTest {

    private static final Duration LONG = Duration.ofSeconds(50);
    private static final DeploymentReport REPORT = new DeploymentReport("web", null, TriggerType.CRON, null);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"version\":2,\"outcome\":\"recorded\",\"message\":\"m\",\"more\":[1]} | RECORDED | m",
                "{\"version\":2,\"outcome\":\"postponed\",\"message\":\"m\"} | UNKNOWN | the agent's answer can't be understood",
                "{} | UNKNOWN | the agent's answer can't be understood",
                "[] | UNKNOWN | the agent's answer can't be understood",
                "OK | UNKNOWN | the agent's answer can't be understood",
            })
    void anAnswerIsTakenForWhatItSaysAndElseForNone(String answer, Reply.Outcome outcome, String message)
            throws Exception {
        Reply reply = send(LONG, client -> {
            client.read(LONG);
            client.write(answer, LONG);
        });
        assertThat(reply.outcome()).isEqualTo(outcome);
        assertThat(reply.message()).startsWith(message);
    }

    @Test
    void anAgentThatEndsBeforeItAnswersLeavesItUnknown() throws Exception {
        Reply reply = send(LONG, client -> client.read(LONG));
        assertThat(reply.outcome()).isEqualTo(Reply.Outcome.UNKNOWN);
        assertThat(reply.message()).startsWith("the agent ended before it answered");
    }

    @Test
    void anAgentThatHangsIsNotWaitedForForEver() throws Exception {
        Reply reply = send(Duration.ofSeconds(1), client -> {
            client.read(LONG);
            client.read(LONG); // until the other side has given up
        });
        assertThat(reply).isEqualTo(Reply.unknown("the agent did not answer within 1 s"));
    }

    /** What an agent does with one client. */
    @FunctionalInterface
    private interface Agent {
        void serve(LineChannel client) throws IOException;
    }

    private Reply send(Duration atMost, Agent agent) throws Exception {
        Path socket = folder.resolve("agent.sock");
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            Future<?> served = thread.submit(() -> {
                try (LineChannel client = LineChannel.over(server.accept())) {
                    agent.serve(client);
                } catch (EOFException e) {
                    // The client has given up.
                }
                return null;
            });
            Reply reply = AgentClient.send(socket, REPORT, atMost);
            served.get();
            return reply;
        } finally {
            thread.shutdownNow();
        }
    }
}
