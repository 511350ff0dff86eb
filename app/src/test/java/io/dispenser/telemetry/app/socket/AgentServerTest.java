package io.dispenser.telemetry.app.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dispenser.telemetry.core.agent.DeploymentReport;
import io.dispenser.telemetry.core.agent.ReportAnswer;
import io.dispenser.telemetry.core.event.TriggerType;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The agent's end of a real socket, with clients of every kind. */
@Timeout(60)
class AgentServerTest {

    private static final Duration LONG = Duration.ofSeconds(50);
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final DeploymentReport REPORT = new DeploymentReport("web", null, TriggerType.CRON, null);
    private static final ReportAnswer RECORDED =
            new ReportAnswer.Recorded(SampleEvents.deployments(0, 1).get(0), "web-1");

    @TempDir
    private Path folder;

    private final Queue<DeploymentReport> handled = new ConcurrentLinkedQueue<>();
    private final Queue<ReportAnswer> otherAnswers = new ConcurrentLinkedQueue<>();
    /** What a test does with a report. */
    @FunctionalInterface
    private interface Recording {
        ReportAnswer report(DeploymentReport report) throws InterruptedException;
    }

    private final AgentRequests reports = requests(report -> {
        handled.add(report);
        return Objects.requireNonNullElse(otherAnswers.poll(), RECORDED);
    });

    private static AgentRequests requests(Recording recording) {
        return new AgentRequests() {
            @Override
            public ReportAnswer report(DeploymentReport report) throws InterruptedException {
                return recording.report(report);
            }

            @Override
            public String status() {
                return "{\"version\":1,\"tables\":[]}";
            }
        };
    }

    @Test
    void aReportArrivesAsItWasSentAndItsAnswerComesBack() throws Exception {
        List<DeploymentReport> sent = List.of(
                REPORT,
                new DeploymentReport(
                        "über \"web\"\n",
                        "4f66ad9a0b2e",
                        TriggerType.STARTUP,
                        Instant.parse("2026-03-01T12:00:00.000001Z")));
        try (AgentServer server = AgentServer.start(folder, reports, LONG)) {
            assertThat(server).isNotNull();
            for (DeploymentReport report : sent) {
                Reply reply = send(report);
                assertThat(reply.outcome()).isEqualTo(Reply.Outcome.RECORDED);
                assertThat(reply.message())
                        .contains(" of ")
                        .endsWith(", container web-1 ("
                                + SampleEvents.deployments(0, 1).get(0).containerId() + ")");
            }
            otherAnswers.addAll(List.of(
                    new ReportAnswer.Invalid("no"),
                    new ReportAnswer.Refused("not now"),
                    new ReportAnswer.Unknown("who knows")));
            assertThat(send(REPORT)).isEqualTo(Reply.invalid("no"));
            assertThat(send(REPORT)).isEqualTo(Reply.refused("not now"));
            assertThat(send(REPORT)).isEqualTo(Reply.unknown("who knows"));
        }
        assertThat(handled).hasSize(5).startsWith(sent.toArray(DeploymentReport[]::new));
    }

    // ---- the file

    @Test
    void theSocketIsItsOwnersAloneAndGoneAtTheEnd() throws Exception {
        try (AgentServer server = AgentServer.start(folder, reports)) {
            assertThat(server).isNotNull();
            assertThat(Files.getPosixFilePermissions(socket())).isEqualTo(PosixFilePermissions.fromString("rw-------"));
            try (var files = Files.list(folder)) {
                assertThat(files).containsExactly(socket());
            }
        }
        assertThat(socket()).doesNotExist();
    }

    @Test
    void whatAKilledAgentLeftIsReplaced() throws Exception {
        Files.createDirectory(
                folder.resolve(".s"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        for (Path left : List.of(socket(), folder.resolve(".s/s"))) {
            try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                dead.bind(UnixDomainSocketAddress.of(left));
            }
            assertThat(left).exists();
        }
        assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> send(REPORT));
        try (AgentServer server = AgentServer.start(folder, reports)) {
            assertThat(server).isNotNull();
            assertThat(send(REPORT).outcome()).isEqualTo(Reply.Outcome.RECORDED);
        }
    }

    @Test
    void aPathThatIsTooLongForASocketIsToldAndOneThatJustFitsIsNot() throws Exception {
        int room = AgentSocket.LONGEST_PATH - (folder + "/").length() - "/agent.sock".length();
        Path fitting = Files.createDirectory(folder.resolve("d".repeat(room)));
        AgentServer.start(fitting, reports).close();
        Path longer = Files.createDirectory(folder.resolve("d".repeat(room + 1)));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> AgentServer.start(longer, reports))
                .withMessageContaining("has 104 bytes, and a socket's may have 103");
        assertThat(longer).isEmptyDirectory();
    }

    // ---- clients

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

    @Test
    void whoAsksHowTheAgentIsIsTold() throws Exception {
        try (AgentServer server = AgentServer.start(folder, reports, LONG)) {
            assertThat(server).isNotNull();
            assertThat(AgentClient.status(AgentSocket.in(folder), LONG)).isEqualTo("{\"version\":1,\"tables\":[]}");
        }
        assertThat(handled).isEmpty();
    }

    @Test
    void aDefectCostsOneReportAndLeavesItUnknown() throws Exception {
        AgentRequests defective = requests(report -> {
            if (report.service().equals("cursed")) {
                throw new IllegalStateException("a defect");
            }
            return reports.report(report);
        });
        try (AgentServer server = AgentServer.start(folder, defective, LONG)) {
            assertThat(server).isNotNull();
            assertThat(send(new DeploymentReport("cursed", null, TriggerType.CRON, null))
                            .outcome())
                    .isEqualTo(Reply.Outcome.UNKNOWN);
            assertThat(send(REPORT).outcome()).isEqualTo(Reply.Outcome.RECORDED);
        }
    }

    @Test
    void aReportUnderWayIsAnsweredBeforeTheEnd() throws Exception {
        CountDownLatch underWay = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        ExecutorService client = Executors.newSingleThreadExecutor();
        try {
            Future<Reply> reply;
            try (AgentServer server = AgentServer.start(
                    folder,
                    requests(report -> {
                        underWay.countDown();
                        goOn.await();
                        return RECORDED;
                    }),
                    LONG)) {
                assertThat(server).isNotNull();
                reply = client.submit(() -> send(REPORT));
                underWay.await();
                goOn.countDown();
            }
            assertThat(reply.get().outcome()).isEqualTo(Reply.Outcome.RECORDED);
        } finally {
            client.shutdownNow();
        }
    }

    private Path socket() {
        return folder.resolve("agent.sock");
    }

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(socket()));
    }

    private Reply send(DeploymentReport report) throws IOException {
        return AgentClient.send(socket(), report, LONG);
    }

    private String exchange(String line) throws IOException {
        try (LineChannel client = LineChannel.over(connect())) {
            client.write(line, LONG);
            return client.read(LONG);
        }
    }

    private static void close(List<SocketChannel> channels) throws IOException {
        for (SocketChannel channel : channels) {
            channel.close();
        }
    }
}
