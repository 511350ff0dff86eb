package io.dispenser.telemetry.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.dispenser.telemetry.core.time.DaemonThreads;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One connection through a {@code TestProxy}: a thread for the requests and one for the replies, so that a server may answer
 * before it has the whole request ({@code 100 Continue}, or a refusal).
 */
final class ProxyConnection {

    /** What happens to a request that a plan is for. */
    enum Fault {
        CUT_REQUEST,
        CUT_REPLY,
        CUT_WITHIN_REPLY,
        HANG,
        ANSWER
    }

    record Plan(Predicate<ProxyRequest> request, Fault fault, String answer) {}

    /** What a proxy has to say of what goes through its connections. */
    interface Handler {

        /** Notes a request, and takes the plan that is for it; null if it is to be passed on. */
        @Nullable
        Plan arrived(ProxyRequest request);

        /** The head of a request as it goes to the server. */
        String rewritten(String head);

        void ended(ProxyConnection connection);
    }

    /** How long the thread that sends a request may take to notice that it is through. */
    private static final long GRACE_MILLIS = 500;

    /** A request on its way, and when its body is through. */
    private static final class Exchange {
        final ProxyRequest request;
        final @Nullable Plan plan;
        final CountDownLatch sent = new CountDownLatch(1);

        Exchange(ProxyRequest request, @Nullable Plan plan) {
            this.request = request;
            this.plan = plan;
        }
    }

    private final Handler proxy;
    private final Socket client;
    private final InetSocketAddress address;
    private final Socket server = new Socket();
    private final Queue<Exchange> underWay = new ConcurrentLinkedQueue<>();

    ProxyConnection(Handler proxy, Socket client, InetSocketAddress address) {
        this.proxy = proxy;
        this.client = client;
        this.address = address;
    }

    static Thread start(String name, Runnable work) {
        Thread thread = DaemonThreads.create(name, work);
        thread.start();
        return thread;
    }

    void start() {
        start("test-proxy-requests", this::passRequests);
    }

    /** Ends both sides. */
    void cut() {
        close(client);
        close(server);
        proxy.ended(this);
    }

    private void passRequests() {
        try {
            client.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(client.getInputStream());
            for (String head = HttpFrames.readHead(in); !head.isEmpty(); head = HttpFrames.readHead(in)) {
                if (!pass(head, in)) {
                    return;
                }
            }
            cut();
        } catch (IOException e) {
            cut();
        }
    }

    /** Whether the connection goes on. */
    private boolean pass(String head, InputStream in) throws IOException {
        String[] line = head.split("\r\n", 2)[0].split(" ", -1);
        Map<String, String> headers = HttpFrames.headers(head);
        ProxyRequest request = new ProxyRequest(line[0], line.length > 1 ? line[1] : "", Map.copyOf(headers));
        Plan plan = proxy.arrived(request);
        if (plan != null && plan.fault() == Fault.HANG) {
            return false;
        }
        if (plan != null && plan.fault() == Fault.CUT_REQUEST) {
            cut();
            return false;
        }
        if (plan != null && plan.fault() == Fault.ANSWER) {
            answer(headers, in, plan.answer());
            return false;
        }
        if (!server.isConnected()) {
            server.connect(address);
            server.setTcpNoDelay(true);
            start("test-proxy-replies", this::passReplies);
        }
        Exchange exchange = new Exchange(request, plan);
        underWay.add(exchange);
        OutputStream out = server.getOutputStream();
        out.write(proxy.rewritten(head).getBytes(ISO_8859_1));
        out.flush();
        HttpFrames.copyBody(headers, false, in, out);
        exchange.sent.countDown();
        return true;
    }

    /** Takes the request's body first: a client that can't get rid of it might not look for an answer. */
    private void answer(Map<String, String> headers, InputStream in, String answer) throws IOException {
        OutputStream out = client.getOutputStream();
        if (headers.containsKey("expect")) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1));
            out.flush();
        }
        HttpFrames.copyBody(headers, false, in, OutputStream.nullOutputStream());
        out.write(answer.getBytes(UTF_8));
        out.flush();
        cut();
    }

    private void passReplies() {
        try {
            InputStream in = new BufferedInputStream(server.getInputStream());
            OutputStream out = client.getOutputStream();
            for (String head = HttpFrames.readHead(in); !head.isEmpty(); head = HttpFrames.readHead(in)) {
                int status = HttpFrames.status(head);
                Exchange exchange = status < 200 ? null : underWay.poll();
                if (exchange == null) {
                    out.write(head.getBytes(ISO_8859_1));
                    out.flush();
                } else if (!passReply(exchange, head, status, in, out)) {
                    break;
                }
            }
        } catch (IOException | InterruptedException e) {
            // One side went away; so does the other.
        }
        cut();
    }

    private boolean passReply(Exchange exchange, String head, int status, InputStream in, OutputStream out)
            throws IOException, InterruptedException {
        boolean hasBody = !exchange.request.method().equals("HEAD") && status != 204 && status != 304;
        Fault fault = exchange.plan == null ? null : exchange.plan.fault();
        if (fault == null) {
            out.write(head.getBytes(ISO_8859_1));
            out.flush();
            if (hasBody) {
                HttpFrames.copyBody(HttpFrames.headers(head), true, in, out);
            }
            // A server that answered early leaves the rest of the request lying on the connection.
            return exchange.sent.await(GRACE_MILLIS, TimeUnit.MILLISECONDS);
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if (hasBody) {
            HttpFrames.copyBody(HttpFrames.headers(head), true, in, body);
        }
        if (fault == Fault.CUT_WITHIN_REPLY) {
            out.write(head.getBytes(ISO_8859_1));
            out.write(body.toByteArray(), 0, body.size() / 2);
            out.flush();
        }
        return false;
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }
}
