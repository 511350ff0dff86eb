package io.dispenser.telemetry.app.reporting;

import io.dispenser.telemetry.core.agent.DeploymentReport;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;

/** Brings a report to the agent. */
public final class ReportClient {

    /** The line is short, and the system keeps it where the agent is slow. */
    private static final Duration SENDING = Duration.ofSeconds(10);

    private ReportClient() {}

    /**
     * Sends {@code report} and waits for the answer.
     *
     * @param socket the agent's socket
     * @param atMost how long the answer may take
     * @throws IOException if nobody takes it: nothing was recorded
     */
    public static Reply send(Path socket, DeploymentReport report, Duration atMost) throws IOException {
        try (LineChannel line = LineChannel.over(SocketChannel.open(UnixDomainSocketAddress.of(socket)))) {
            line.write(Documents.write(report), SENDING);
            try {
                return Documents.readReply(line.read(atMost));
            } catch (SocketTimeoutException e) {
                return Reply.unknown("the agent did not answer within " + atMost.toSeconds() + " s");
            } catch (IOException e) {
                return Reply.unknown("the agent ended before it answered (" + e.getMessage() + ")");
            }
        }
    }
}
