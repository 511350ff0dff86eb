package io.dispenser.telemetry.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Events, and a page for people, over real connections. */
@Timeout(60)
class EventStreamTest {

    private final AtomicInteger joined = new AtomicInteger();
    private final EventStream stream = new EventStream("document", Duration.ofMillis(100), joined::incrementAndGet);
    private final HttpEndpoint endpoint = HttpEndpoint.start(
            "127.0.0.1",
            0,
            new Site(
                    Map.of("/healthz", accept -> Answer.text(200, "ok")),
                    Map.of("/", accept -> new Answer(200, "text/html; charset=utf-8", "<p>page", "default-src 'self'")),
                    Map.of("/events", stream)),
            Duration.ofSeconds(1),
            new RecordedAttempts());
    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        endpoint.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    @Test
    void whoListensIsSentEachDocument() throws Exception {
        BufferedReader one = ask("GET /events", "localhost");
        BufferedReader other = ask("GET /events", "127.0.0.1:9464");
        assertThat(next(one, "Content-type")).isEqualTo("Content-type: text/event-stream");
        assertThat(next(one, "retry")).isEqualTo("retry: 3000");
        next(other, "retry");
        until(2, joined);
        stream.send(utf8("{\"a\":1}"));
        stream.send(utf8("{\"a\":2}")); // the newest may be all that comes
        assertThat(last(one)).isEqualTo("data: {\"a\":2}");
        assertThat(last(other)).isEqualTo("data: {\"a\":2}");
        assertThat(next(one, ":")).isEqualTo(": still here");
        assertThat(stream.isHeard()).isTrue();
    }

    @Test
    void aDocumentOfSeveralLinesWouldNotArriveWhole() {
        assertThatIllegalArgumentException().isThrownBy(() -> stream.send(utf8("{\n}")));
    }

    @Test
    void thoseWhoGoAwayAreForgottenAndMakeRoom() throws Exception {
        for (int i = 0; i < EventStream.MOST_LISTENERS; i++) {
            next(ask("GET /events", "localhost"), "retry");
        }
        BufferedReader tooMany = ask("GET /events", "localhost");
        assertThat(next(tooMany, "HTTP")).contains("503");
        assertThat(next(tooMany, "too many")).contains("come again later");
        for (Socket socket : sockets) {
            socket.close();
        }
        while (stream.isHeard()) { // the test's timeout is its patience
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(next(ask("GET /events", "localhost"), "retry")).isEqualTo("retry: 3000");
    }

    /** They keep each other out; probes and metrics they do not. */
    @Test
    void aThousandListenersWhoNeverReadCostOnlySoManyThreads() throws Exception {
        for (int i = 0; i < 1000; i++) {
            Socket socket = new Socket();
            sockets.add(socket);
            try {
                socket.setReceiveBufferSize(1024);
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), endpoint.port()), 20);
                socket.getOutputStream().write(utf8("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n"));
            } catch (IOException e) {
                // It was not let in, or not for long.
            }
        }
        stream.send(utf8("x".repeat(1 << 20)));
        long threads = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("telemetry-http-events"))
                .count();
        assertThat(threads).isLessThanOrEqualTo(EventStream.MOST_LISTENERS);
        for (Socket socket : sockets.subList(100, 1000)) {
            socket.close();
        }
        String answer = null;
        while (answer == null || !answer.contains("200")) {
            try {
                answer = ask("GET /healthz", "anything").readLine();
            } catch (IOException e) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET /, localhost, 200",
        "GET /, 127.0.0.1:9464, 200",
        "GET /, [::1]:9464, 200",
        "GET /, LOCALHOST.:80, 200",
        "HEAD /, localhost, 200",
        "HEAD /events, localhost, 200",
        "POST /, localhost, 405",
        "POST /events, localhost, 405",
        "GET /, rebound.example.com:9464, 403",
        "GET /, 127.0.0.1.example.com, 403",
        "GET /, localhost.example.com, 403",
        "GET /events, rebound.example.com, 403",
        "GET /healthz, rebound.example.com, 200"
    })
    void peoplesBrowsersHaveToAskByANameOfThisHost(String request, String host, int status) throws Exception {
        assertThat(next(ask(request, host), "HTTP")).contains(" " + status + " ");
    }

    @Test
    void thePageSaysWhatABrowserShallLetItDo() throws Exception {
        BufferedReader page = ask("GET /", "localhost");
        List<String> headers = new ArrayList<>();
        for (String line = page.readLine(); !line.isEmpty(); line = page.readLine()) {
            headers.add(line.toLowerCase(Locale.ROOT));
        }
        assertThat(headers)
                .contains(
                        "content-security-policy: default-src 'self'",
                        "x-content-type-options: nosniff",
                        "cache-control: no-store",
                        "referrer-policy: no-referrer",
                        "cross-origin-resource-policy: same-origin");
        BufferedReader probe = ask("GET /healthz", "localhost");
        assertThat(next(probe, "Content-security")).endsWith("default-src 'none'; frame-ancestors 'none'");
    }

    private BufferedReader ask(String request, String host) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), endpoint.port());
        sockets.add(socket);
        String[] parts = request.split(" ", 2);
        socket.getOutputStream()
                .write(utf8(
                        parts[0] + " " + parts[1] + " HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: 0\r\n\r\n"));
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The next line that begins so. */
    private static String next(BufferedReader lines, String beginning) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(beginning)) {
                return line;
            }
        }
        throw new IOException("the end, without " + beginning);
    }

    /** The last document before there was nothing new. */
    private static String last(BufferedReader lines) throws IOException {
        String last = next(lines, "data");
        for (String line = lines.readLine(); !line.equals(": still here"); line = lines.readLine()) {
            last = line.startsWith("data") ? line : last;
        }
        return last;
    }

    private static void until(int wanted, AtomicInteger counter) throws InterruptedException {
        while (counter.get() < wanted) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }
}
