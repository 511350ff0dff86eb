package io.dispenser.telemetry.app.socket;

import io.dispenser.telemetry.core.agent.DeploymentReport;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;

/** Brings a report to the agent, or asks it how it is. */
public final class AgentClient {

    /** The line is short, and the system keeps it where the agent is slow. */
    private static final Duration SENDING = Duration.ofSeconds(10);

    private AgentClient() {}

    /**
     * Asks how the agent is.
     *
     * @param socket the agent's socket
     * @param atMost how long the answer may take
     * @return a JSON document of one line, as the agent sent it
     * @throws ProtocolException if the agent can't tell
     * @throws IOException if nobody answers
     */
    public static String status(Path socket, Duration atMost) throws IOException {
        try (LineChannel line = LineChannel.over(SocketChannel.open(UnixDomainSocketAddress.of(socket)))) {
            line.write(Documents.statusRequest(), SENDING);
            String answer = line.read(atMost);
            if (Documents.isReply(answer)) {
                throw new ProtocolException("the agent that runs is of an earlier version, which can't tell");
            }
            return answer;
        }
    }

    /**
     * Sends {@code report} and waits for the answer.
     *
     * @param socket the agent's socket
     * @param atMost how long the answer may take
     * @throws IOException if nobody takes it: nothing was recorded
     */
    public static Reply send(Path socket, DeploymentReport report, Duration atMost) throws IOException {
        String document = Documents.write(report); // before: a slow machine may take longer for it than the agent waits
        try (LineChannel line = LineChannel.over(SocketChannel.open(UnixDomainSocketAddress.of(socket)))) {
            line.write(document, SENDING);
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
