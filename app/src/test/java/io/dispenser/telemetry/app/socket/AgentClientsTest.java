package io.dispenser.telemetry.app.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dispenser.telemetry.core.agent.DeploymentReport;
import io.dispenser.telemetry.core.event.TriggerType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that are slow, silent, many or wrong: each gets its answer, and none keeps another from it. */
class AgentClientsTest extends AgentServerFixture {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "hello | INVALID | no JSON document",
                "[] | INVALID | no JSON object",
                "`` | INVALID | can't be read",
                "{\"version\":1,\"service\":\"web\" | INVALID | no JSON document",
                "{\"version\":1,\"version\":1} | INVALID | Duplicate",
                "{\"version\":1,\"service\":\"web\",\"trigger\":\"cron\"}{} | INVALID | no JSON document",
                "{\"service\":\"web\",\"trigger\":\"cron\"} | INVALID | no version",
                "{\"version\":\"1\",\"service\":\"web\",\"trigger\":\"cron\"} | INVALID | no version",
                "{\"version\":2,\"whatever\":{\"new\":[]}} | REFUSED | reads reports of version 1, and this one is of version 2",
                "{\"version\":1,\"trigger\":\"cron\"} | INVALID | no service",
                "{\"version\":1,\"service\":\" \",\"trigger\":\"cron\"} | INVALID | service has to be a text",
                "{\"version\":1,\"service\":7,\"trigger\":\"cron\"} | INVALID | service has to be a text",
                "{\"version\":1,\"service\":\"web\",\"trigger\":\"Cron\"} | INVALID | startup, cron, image_update, manual_reload, not Cron",
                "{\"version\":1,\"service\":\"web\",\"trigger\":\"cron\",\"at\":\"noon\"} | INVALID | not noon",
                "{\"version\":1,\"service\":\"web\",\"trigger\":\"cron\",\"image\":\"x\"} | INVALID | unknown field image",
            })
    void aLineThatIsNoReportIsExplainedAndNotHandled(String line, Reply.Outcome outcome, String message)
            throws Exception {
        try (AgentServer server = AgentServer.start(folder, reports, LONG)) {
            assertThat(server).isNotNull();
            Reply reply = Documents.readReply(exchange(line));
            assertThat(reply.outcome()).isEqualTo(outcome);
            assertThat(reply.message()).contains(message);
        }
        assertThat(handled).isEmpty();
    }

    @Test
    void whatIsTooLongIsNotReadToItsEnd() throws Exception {
        try (AgentServer server = AgentServer.start(folder, reports, LONG);
                SocketChannel client = connect()) {
            assertThat(server).isNotNull();
            int sent = 0;
            byte[] chunk = "x".repeat(4096).getBytes(StandardCharsets.US_ASCII);
            try {
                for (; sent < 64 * 1024 * 1024; sent += chunk.length) { // never a line's end
                    client.write(ByteBuffer.wrap(chunk));
                }
            } catch (IOException e) {
                // The server has hung up.
            }
            assertThat(sent).isLessThan(64 * 1024 * 1024);
            String service = "s".repeat(501);
            assertThat(send(new DeploymentReport(service, null, TriggerType.CRON, null))
                            .message())
                    .contains("service has more than 500 characters");
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> send(new DeploymentReport("s".repeat(20_000), null, TriggerType.CRON, null)))
                    .withMessageContaining("at most 16384 bytes");
        }
        assertThat(handled).isEmpty();
    }

    @Test
    void silentClientsDelayNobodyWhileThereArePlaces() throws Exception {
        List<SocketChannel> silent = new ArrayList<>();
        try (AgentServer server = AgentServer.start(folder, reports, Duration.ofDays(1))) {
            assertThat(server).isNotNull();
            for (int i = 1; i < AgentServer.MOST_CLIENTS; i++) {
                silent.add(connect());
            }
            for (int i = 0; i < 20; i++) {
                assertThat(send(REPORT).outcome()).isEqualTo(Reply.Outcome.RECORDED);
            }
        } finally {
            close(silent);
        }
    }

    @Test
    void silentClientsThatTakeAllPlacesLoseThem() throws Exception {
        List<SocketChannel> silent = new ArrayList<>();
        try (AgentServer server = AgentServer.start(folder, reports, SHORT)) {
            assertThat(server).isNotNull();
            for (int i = 0; i < 3 * AgentServer.MOST_CLIENTS; i++) {
                silent.add(connect());
            }
            assertThat(send(REPORT).outcome()).isEqualTo(Reply.Outcome.RECORDED);
            try (LineChannel first = LineChannel.over(silent.get(0))) {
                assertThat(Documents.readReply(first.read(LONG)).message()).contains("the report did not come");
            }
        } finally {
            close(silent);
        }
    }

    @Test
    void moreSilentClientsThanTheSystemLetsWaitKeepNobodyOut() throws Exception {
        List<SocketChannel> silent = new ArrayList<>();
        try (AgentServer server = AgentServer.start(folder, reports, Duration.ofDays(1))) {
            assertThat(server).isNotNull();
            for (int i = 0; i < 5 * AgentServer.MOST_CLIENTS; i++) {
                silent.add(connect());
            }
            assertThat(send(REPORT).outcome()).isEqualTo(Reply.Outcome.RECORDED);
        } finally {
            close(silent);
        }
    }

    @Test
    void aClientThatGoesInTheMiddleOfItsLineHasReportedNothing() throws Exception {
        try (AgentServer server = AgentServer.start(folder, reports, LONG)) {
            assertThat(server).isNotNull();
            try (SocketChannel client = connect()) {
                client.write(ByteBuffer.wrap(Documents.write(REPORT).getBytes(StandardCharsets.UTF_8)));
            }
            assertThat(send(REPORT).outcome()).isEqualTo(Reply.Outcome.RECORDED);
        }
        assertThat(handled).hasSize(1);
    }

    @Test
    void ofManyClientsAtOnceEachIsAnsweredAndFewAreServedTogether() throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        ExecutorService clients = Executors.newFixedThreadPool(40);
        try (AgentServer server = AgentServer.start(
                folder,
                requests(report -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    Thread.sleep(1);
                    now.decrementAndGet();
                    return reports.report(report);
                }),
                LONG)) {
            assertThat(server).isNotNull();
            List<Future<Reply>> replies = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                DeploymentReport report = new DeploymentReport("s" + i, null, TriggerType.CRON, null);
                replies.add(clients.submit(() -> send(report)));
            }
            for (Future<Reply> reply : replies) {
                assertThat(reply.get().outcome()).isEqualTo(Reply.Outcome.RECORDED);
            }
        } finally {
            clients.shutdownNow();
        }
        assertThat(handled).hasSize(200).doesNotHaveDuplicates();
        assertThat(most.get()).isBetween(1, AgentServer.MOST_CLIENTS);
    }
}
