package io.dispenser.telemetry.app.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.dispenser.telemetry.core.time.DaemonThreads;
import io.dispenser.telemetry.core.time.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves a few pages over HTTP to whoever may connect: {@code GET} and {@code HEAD} of exactly these, and nothing else. Few
 * threads, few connections, and a few seconds for a request to come and for an answer to be taken: clients that are slow,
 * silent or many cost each other their turn, and the agent nothing.
 *
 * <p>Where the address can't be had, it tries again until it can; its listener hears of that.
 */
public final class HttpEndpoint implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("telemetry");

    private static final int THREADS = 2;
    private static final int MOST_WAITING = 32;
    private static final int MOST_CONNECTIONS = 64;
    private static final int SECONDS_FOR_A_REQUEST = 5;
    private static final int SECONDS_FOR_AN_ANSWER = 10;
    private static final int BACKLOG = 32;
    private static final int LOWEST_OPEN_PORT = 1024;

    private final String host;
    private final int port;
    private final Site site;
    private final OwnNames names;
    private final Duration retry;
    private final HttpEndpointListener listener;
    private final AnswerDeadlines deadlines =
            new AnswerDeadlines(Duration.ofSeconds(SECONDS_FOR_AN_ANSWER), Ticker.system());
    private final CountDownLatch closing = new CountDownLatch(1);
    private @Nullable HttpServer server;
    private @Nullable ThreadPoolExecutor threads;

    private HttpEndpoint(String host, int port, Site site, Duration retry, HttpEndpointListener listener) {
        this.host = host;
        this.port = port;
        this.site = site;
        this.names = new OwnNames(host);
        this.retry = retry;
        this.listener = listener;
    }

    /**
     * Begins to serve, or to try.
     *
     * @param host the name or address to listen at
     * @param port the port; 0 for any that is free, which the log tells
     * @param site what is served
     * @param retry the time between two attempts to listen
     * @param listener hears of each attempt
     */
    public static HttpEndpoint start(String host, int port, Site site, Duration retry, HttpEndpointListener listener) {
        limitTheServer();
        HttpEndpoint endpoint = new HttpEndpoint(host, port, site, retry, listener);
        endpoint.deadlines.start();
        if (!endpoint.listen()) {
            DaemonThreads.start("telemetry-http-retry", endpoint::listenLater);
        }
        return endpoint;
    }

    /** The limits of the JDK's server, which it reads once, when its first class is loaded. */
    private static void limitTheServer() {
        System.setProperty("sun.net.httpserver.maxReqTime", Integer.toString(SECONDS_FOR_A_REQUEST));
        System.setProperty("sun.net.httpserver.idleInterval", Integer.toString(SECONDS_FOR_AN_ANSWER));
        System.setProperty("jdk.httpserver.maxConnections", Integer.toString(MOST_CONNECTIONS));
    }

    private void listenLater() {
        try {
            while (!closing.await(retry.toMillis(), TimeUnit.MILLISECONDS)) {
                if (listen()) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean listen() {
        if (closing.getCount() == 0) {
            return true;
        }
        InetSocketAddress address = new InetSocketAddress(host, port);
        try {
            if (address.isUnresolved()) {
                throw new UnknownHostException(host);
            }
            HttpServer created = HttpServer.create(address, BACKLOG);
            threads = new ThreadPoolExecutor(
                    THREADS,
                    THREADS,
                    1,
                    TimeUnit.MINUTES,
                    new ArrayBlockingQueue<>(MOST_WAITING),
                    DaemonThreads.numbered("telemetry-http-"));
            threads.allowCoreThreadTimeOut(true);
            created.setExecutor(threads);
            created.createContext("/", this::serve);
            created.start();
            server = created;
            listener.serves(site.words() + " at http://" + words(created));
            return true;
        } catch (IOException e) {
            listener.notServed(
                    words(host, port),
                    address.isUnresolved() ? "nobody knows this name" : String.valueOf(e.getMessage()),
                    remedy(address),
                    retry);
            return false;
        }
    }

    /** By what this machine has, since the system tells the reason in words alone. */
    private static String remedy(InetSocketAddress address) {
        if (address.isUnresolved()) {
            return "correct the name, or name an address of this machine";
        }
        if (!isOfThisMachine(address.getAddress())) {
            return "name an address that this machine has";
        }
        return address.getPort() > 0 && address.getPort() < LOWEST_OPEN_PORT
                ? "ports below 1024 are for root, and one that something listens at is for nobody else: name another"
                : "stop what listens there, or name another port";
    }

    private static boolean isOfThisMachine(InetAddress address) {
        try {
            return address.isAnyLocalAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return true; // nobody can tell
        }
    }

    private static String words(HttpServer server) {
        InetSocketAddress address = server.getAddress();
        return words(address.getAddress().getHostAddress(), address.getPort());
    }

    private static String words(String host, int port) {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /** The port that is listened at; 0 while none is. */
    synchronized int port() {
        return server == null ? 0 : server.getAddress().getPort();
    }

    private void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        EventStream stream = path == null ? null : site.streams().get(path);
        if (stream != null && exchange.getRequestMethod().equals("GET") && isAskedByAName(exchange)) {
            headers(exchange, "text/event-stream", Answer.NOTHING);
            if (stream.take(exchange, deadlines)) {
                return;
            }
            exchange.getResponseHeaders().set("Retry-After", "10");
            deadlines.during(() -> send(exchange, Answer.text(503, "too many listen already; come again later")));
            return;
        }
        deadlines.during(() -> send(exchange, answer(exchange, path)));
    }

    private static void headers(HttpExchange exchange, String contentType, String policy) {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", contentType);
        headers.set("Cache-Control", "no-store");
        headers.set("Content-Security-Policy", policy);
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("X-Content-Type-Options", "nosniff");
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        try (exchange) {
            headers(exchange, answer.contentType(), answer.policy());
            boolean head = exchange.getRequestMethod().equals("HEAD");
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), head ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private boolean isAskedByAName(HttpExchange exchange) {
        return names.include(exchange.getRequestHeaders().getFirst("Host"));
    }

    private Answer answer(HttpExchange exchange, @Nullable String path) {
        String method = exchange.getRequestMethod();
        Page page = path == null
                ? null
                : site.pages().getOrDefault(path, site.forPeople().get(path));
        boolean isStream = path != null && site.streams().containsKey(path);
        if (page == null && !isStream) {
            return Answer.text(404, "there are " + site.words());
        }
        if (!method.equals("GET") && !method.equals("HEAD")) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            return Answer.text(405, "only GET and HEAD");
        }
        if (!site.pages().containsKey(path) && !isAskedByAName(exchange)) {
            return Answer.text(
                    403,
                    "this name may be a stranger's; ask by this host's address or own name, or have your proxy ask so");
        }
        if (page == null) {
            return Answer.text(200, "events");
        }
        try {
            return page.get(exchange.getRequestHeaders().getFirst("Accept"));
        } catch (IOException | RuntimeException e) { // a defect costs this answer and no other
            LOG.warn("a request could not be answered; unexpected: {}", e.toString());
            return Answer.text(500, "unexpected; the log of the agent says more");
        }
    }

    /** Listens no more; what is being answered is cut off. */
    @Override
    public void close() {
        closing.countDown();
        site.streams().values().forEach(EventStream::close);
        deadlines.close();
        synchronized (this) {
            if (server != null) {
                server.stop(0);
                server = null;
            }
            if (threads != null) {
                threads.shutdownNow();
                threads = null;
            }
        }
    }
}
