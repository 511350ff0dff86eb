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
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The agent's end of a real socket. */
class AgentServerTest extends AgentServerFixture {

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
}
