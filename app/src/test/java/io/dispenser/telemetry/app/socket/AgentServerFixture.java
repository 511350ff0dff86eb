package io.dispenser.telemetry.app.socket;

import io.dispenser.telemetry.core.agent.DeploymentReport;
import io.dispenser.telemetry.core.agent.ReportAnswer;
import io.dispenser.telemetry.core.event.TriggerType;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The requests of an agent, its socket in a folder of the test, and clients of it. */
@Timeout(60)
abstract class AgentServerFixture {

    static final Duration LONG = Duration.ofSeconds(50);
    static final Duration SHORT = Duration.ofMillis(200);
    static final DeploymentReport REPORT = new DeploymentReport("web", null, TriggerType.CRON, null);
    static final ReportAnswer RECORDED =
            new ReportAnswer.Recorded(SampleEvents.deployments(0, 1).get(0), "web-1");

    @TempDir
    Path folder;

    final Queue<DeploymentReport> handled = new ConcurrentLinkedQueue<>();
    final Queue<ReportAnswer> otherAnswers = new ConcurrentLinkedQueue<>();
    /** What a test does with a report. */
    @FunctionalInterface
    interface Recording {
        ReportAnswer report(DeploymentReport report) throws InterruptedException;
    }

    final AgentRequests reports = requests(report -> {
        handled.add(report);
        return Objects.requireNonNullElse(otherAnswers.poll(), RECORDED);
    });

    static AgentRequests requests(Recording recording) {
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

    Path socket() {
        return folder.resolve("agent.sock");
    }

    SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(socket()));
    }

    Reply send(DeploymentReport report) throws IOException {
        return AgentClient.send(socket(), report, LONG);
    }

    String exchange(String line) throws IOException {
        try (LineChannel client = LineChannel.over(connect())) {
            client.write(line, LONG);
            return client.read(LONG);
        }
    }

    static void close(List<SocketChannel> channels) throws IOException {
        for (SocketChannel channel : channels) {
            channel.close();
        }
    }
}
