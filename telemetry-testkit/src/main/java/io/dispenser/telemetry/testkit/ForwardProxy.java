package io.dispenser.telemetry.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;

/**
 * A proxy such as offices have on their way out: CONNECT for TLS, and whole addresses for the rest. Whatever host is asked for, it
 * connects to 127.0.0.1, so that names which nobody knows can be used.
 */
public final class ForwardProxy implements AutoCloseable {

    private final Pump pump;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile String login = "";
    private volatile int refusal;

    private ForwardProxy() throws IOException {
        pump = new Pump(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), this::serve);
    }

    public static ForwardProxy start() throws IOException {
        return new ForwardProxy();
    }

    /** Lets nobody through but who logs in as {@code user:password}. */
    public ForwardProxy asking(String user, String password) {
        login = "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(ISO_8859_1));
        return this;
    }

    /** Answers everything with {@code status} from now on. */
    public ForwardProxy refusing(int status) {
        refusal = status;
        return this;
    }

    /** {@code http://127.0.0.1:} and its port. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + pump.port());
    }

    /** Method and target of each request to the proxy that it let through; of CONNECT, host and port. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        pump.close();
    }

    private void serve(Socket client) throws IOException {
        InputStream in = new BufferedInputStream(client.getInputStream());
        Socket server = null;
        for (String head = HttpFrames.readHead(in); !head.isEmpty(); head = HttpFrames.readHead(in)) {
            Map<String, String> headers = HttpFrames.headers(head);
            String[] line = head.split("\r\n", 2)[0].split(" ", -1);
            int status = !login.isEmpty() && !login.equals(headers.get("proxy-authorization")) ? 407 : refusal;
            if (status != 0) {
                client.getOutputStream()
                        .write(("HTTP/1.1 " + status + " No\r\nProxy-Authenticate: Basic realm=\"p\"\r\n"
                                        + "Content-Length: 0\r\nConnection: close\r\n\r\n")
                                .getBytes(ISO_8859_1));
                return;
            }
            requests.add(line[0] + " " + line[1]);
            if (line[0].equals("CONNECT")) {
                tunnel(client, in, Integer.parseInt(line[1].substring(line[1].lastIndexOf(':') + 1)));
                return;
            }
            URI target = URI.create(line[1]);
            if (server == null) {
                server = pump.connect(target.getPort() < 0 ? 80 : target.getPort());
                pump.carryReplies(server, client);
            }
            String path = line[1].substring(line[1].indexOf('/', line[1].indexOf("//") + 2));
            server.getOutputStream()
                    .write(head.replaceFirst(" \\S+ ", " " + Matcher.quoteReplacement(path) + " ")
                            .replaceAll("(?im)^proxy-[^\r\n]*\r\n", "")
                            .getBytes(ISO_8859_1));
            HttpFrames.copyBody(headers, false, in, server.getOutputStream());
            server.getOutputStream().flush();
        }
    }

    private void tunnel(Socket client, InputStream in, int port) throws IOException {
        Socket server = pump.connect(port);
        client.getOutputStream().write("HTTP/1.1 200 Connected\r\n\r\n".getBytes(ISO_8859_1));
        pump.carryReplies(server, client);
        byte[] buffer = new byte[8192];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            server.getOutputStream().write(buffer, 0, read);
        }
    }
}
