package io.dispenser.telemetry.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dispenser.telemetry.testkit.ProxyConnection.Fault;
import io.dispenser.telemetry.testkit.ProxyConnection.Plan;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A proxy between a client and an HTTP server of this machine that sees every request, and on demand behaves as networks do.
 * It passes bytes on as they are, so signatures stay valid. HTTP/1.1 without TLS; any number of connections and threads.
 */
public final class TestProxy implements AutoCloseable {

    private final InetSocketAddress server;
    private final int port;
    private final Object lock = new Object();
    private final List<ProxyRequest> requests = new ArrayList<>();
    private final List<Plan> plans = new ArrayList<>();
    private final Set<ProxyConnection> connections = new HashSet<>();
    private UnaryOperator<String> rewriting = UnaryOperator.identity();
    private @Nullable ServerSocket listening;
    private @Nullable Thread accepting;
    private boolean hanging;

    private TestProxy(InetSocketAddress server) throws IOException {
        this.server = server;
        this.port = listen(0);
    }

    /** Starts a proxy for the server at {@code port} of 127.0.0.1, which may come later. */
    public static TestProxy before(int port) throws IOException {
        return new TestProxy(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /** Where clients find it; the same through all outages. */
    public int port() {
        return port;
    }

    /** {@code http://127.0.0.1:} and {@link #port()}. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** The requests since the start or the last {@link #forgetRequests()}, in the order of their arrival. */
    public List<ProxyRequest> requests() {
        synchronized (lock) {
            return List.copyOf(requests);
        }
    }

    /** Starts to count anew. */
    public void forgetRequests() {
        synchronized (lock) {
            requests.clear();
        }
    }

    /** Cuts the connection when the next such request arrives: the server never sees it. Plans are used up in their order. */
    public void cutNextRequest(Predicate<ProxyRequest> request) {
        plan(request, Fault.CUT_REQUEST, "");
    }

    /** Lets the server answer the next such request, and cuts the connection instead of passing the answer on. */
    public void cutNextReply(Predicate<ProxyRequest> request) {
        plan(request, Fault.CUT_REPLY, "");
    }

    /** Passes on the head and the first half of the body of the answer to the next such request, and then cuts. */
    public void cutWithinNextReply(Predicate<ProxyRequest> request) {
        plan(request, Fault.CUT_WITHIN_REPLY, "");
    }

    /** Never answers the next such request, which the server never sees; the connection stays open. */
    public void hangNext(Predicate<ProxyRequest> request) {
        plan(request, Fault.HANG, "");
    }

    /** Answers the next such request in the server's place. */
    public void answerNext(Predicate<ProxyRequest> request, int status, String contentType, String body) {
        int bytes = body.getBytes(UTF_8).length;
        plan(
                request,
                Fault.ANSWER,
                "HTTP/1.1 " + status + " Test\r\nContent-Type: " + contentType + "\r\nContent-Length: " + bytes
                        + "\r\nConnection: close\r\n\r\n" + body);
    }

    /** Changes the head of every request from now on (the request line and the headers, each line with CR and LF). */
    public void rewriteHeads(UnaryOperator<String> rewriting) {
        synchronized (lock) {
            this.rewriting = rewriting;
        }
    }

    /** An outage: from the return on, connections are refused, and those that are open are cut. */
    public void refuse() throws IOException {
        Thread ending;
        synchronized (lock) {
            if (listening != null) {
                listening.close();
                listening = null;
            }
            cutAll();
            ending = accepting;
            accepting = null;
        }
        if (ending != null) {
            awaitEnd(ending);
        }
    }

    /** A closed socket still takes connections, and resets them, until the thread that waits on it has left the system's call. */
    private static void awaitEnd(Thread thread) throws IOException {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted before the proxy refused connections");
        }
    }

    /** An outage as behind a firewall: connections are accepted, and nothing is ever answered. */
    public void hang() {
        synchronized (lock) {
            hanging = true;
            cutAll();
        }
    }

    /** Ends an outage, and drops plans that were not used up. */
    public void mend() throws IOException {
        synchronized (lock) {
            hanging = false;
            plans.clear();
            cutAll();
            if (listening == null) {
                listen(port);
            }
        }
    }

    @Override
    public void close() {
        try {
            refuse();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void plan(Predicate<ProxyRequest> request, Fault fault, String answer) {
        synchronized (lock) {
            plans.add(new Plan(request, fault, answer));
        }
    }

    private void cutAll() {
        List.copyOf(connections).forEach(ProxyConnection::cut);
    }

    private int listen(int wanted) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
        listening = socket;
        accepting = ProxyConnection.start("test-proxy-accept", () -> accept(socket));
        return socket.getLocalPort();
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                synchronized (lock) {
                    if (socket.isClosed()) {
                        client.close();
                        return;
                    }
                    ProxyConnection connection = new ProxyConnection(new Handler(), client, server);
                    connections.add(connection);
                    connection.start();
                }
            } catch (IOException e) {
                // Closed, for an outage or for good; a single connection that failed is its client's matter.
            }
        }
    }

    private final class Handler implements ProxyConnection.Handler {

        /** Notes a request, and takes the plan that is for it; null if it is to be passed on. */
        @Override
        public @Nullable Plan arrived(ProxyRequest request) {
            synchronized (lock) {
                requests.add(request);
                if (hanging) {
                    return new Plan(any -> true, Fault.HANG, "");
                }
                for (Iterator<Plan> each = plans.iterator(); each.hasNext(); ) {
                    Plan plan = each.next();
                    if (plan.request().test(request)) {
                        each.remove();
                        return plan;
                    }
                }
                return null;
            }
        }

        @Override
        public String rewritten(String head) {
            UnaryOperator<String> current;
            synchronized (lock) {
                current = rewriting;
            }
            return current.apply(head);
        }

        @Override
        public void ended(ProxyConnection connection) {
            synchronized (lock) {
                connections.remove(connection);
            }
        }
    }
}
