package io.dispenser.telemetry.app.socket;

import io.dispenser.telemetry.core.time.DaemonThreads;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes reports and questions at the agent's socket: one line from a client, one line to it, and that was that. At most
 * {@link #MOST_CLIENTS} are served at once; more wait where the system lets connections wait. A client that sends nothing
 * loses its place after a few seconds, and at once to another one if there is no other place: so nobody is kept out by those
 * who are silent.
 */
public final class AgentServer implements AutoCloseable {

    static final int MOST_CLIENTS = 8;

    private static final Logger LOG = LoggerFactory.getLogger("telemetry");
    private static final Duration PATIENCE_WITH_CLIENTS = Duration.ofSeconds(5);
    /** So long nobody loses a place for others: a report that was sent is read by then. */
    private static final Duration FAIR_SILENCE = Duration.ofMillis(250);

    private static final Duration TURN = Duration.ofMillis(20);
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Path file;
    private final ServerSocketChannel server;
    private final Duration patience;
    private final Semaphore places = new Semaphore(MOST_CLIENTS);

    /** Those who have sent nothing yet, the one who has waited longest first. */
    private final Queue<LineChannel> silent = new ConcurrentLinkedQueue<>();

    private final AgentRequests requests;

    private AgentServer(Path file, ServerSocketChannel server, AgentRequests requests, Duration patience) {
        this.file = file;
        this.server = server;
        this.requests = requests;
        this.patience = patience;
    }

    /**
     * Begins to listen in {@code directory}, whose spools the caller has open, so that no other agent is there.
     *
     * @param requests who answers
     * @throws IOException if there can be no socket; the message says why
     */
    public static AgentServer start(Path directory, AgentRequests requests) throws IOException {
        return start(directory, requests, PATIENCE_WITH_CLIENTS);
    }

    /** @param patience how long a client may take to send its line, and to read the answer */
    static AgentServer start(Path directory, AgentRequests requests, Duration patience) throws IOException {
        Path file = AgentSocket.in(directory);
        AgentServer server = new AgentServer(file, AgentSocket.listen(directory), requests, patience);
        DaemonThreads.start("telemetry-reports", server::accept);
        return server;
    }

    /** Takes no more reports, and lets those under way end, for a moment. To be called before the spools are closed. */
    @Override
    public void close() {
        try (server) {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("the socket {} could not be removed: {}", file, e.toString());
        }
        try {
            if (places.tryAcquire(MOST_CLIENTS, GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                places.release(MOST_CLIENTS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                SocketChannel client = server.accept();
                takePlace();
                try {
                    DaemonThreads.start("telemetry-report", () -> serve(client));
                } catch (OutOfMemoryError e) { // no thread to be had, perhaps later
                    places.release();
                    client.close();
                    throw new IOException("nobody can serve this client", e);
                }
            } catch (ClosedChannelException e) {
                return; // the end
            } catch (IOException e) { // too many open files, for example: what waits is still there in a moment
                pause();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void takePlace() throws InterruptedException {
        while (!places.tryAcquire(TURN.toMillis(), TimeUnit.MILLISECONDS)) {
            LineChannel longest = silent.peek();
            if (longest != null && longest.age().compareTo(FAIR_SILENCE) > 0 && silent.remove(longest)) {
                longest.giveUp();
            }
        }
    }

    private void serve(SocketChannel client) {
        try (LineChannel line = LineChannel.over(client)) {
            silent.add(line);
            line.write(answer(line), patience);
        } catch (IOException e) {
            LOG.debug("a client of {} is gone: {}", file, e.toString());
        } finally {
            places.release();
        }
    }

    private String answer(LineChannel line) throws IOException {
        try {
            String request;
            try {
                request = line.read(patience);
            } finally {
                silent.remove(line);
            }
            return Documents.isStatusRequest(request) ? requests.status() : Documents.write(reply(request));
        } catch (RuntimeException e) { // a defect: it costs this request and no other
            LOG.warn("a request could not be answered; unexpected: {}", e.toString());
            return Documents.write(Reply.unknown("unexpected: " + e));
        } catch (ProtocolException e) {
            return Documents.write(Reply.invalid("the report is too long: " + e.getMessage()));
        } catch (SocketTimeoutException e) {
            return Documents.write(Reply.invalid("the report did not come: " + e.getMessage()));
        }
    }

    private Reply reply(String report) {
        try {
            return Reply.of(requests.report(Documents.readReport(report)));
        } catch (UnacceptableReport e) {
            return e.reply();
        } catch (InterruptedException e) {
            return Reply.unknown("the agent is ending");
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
