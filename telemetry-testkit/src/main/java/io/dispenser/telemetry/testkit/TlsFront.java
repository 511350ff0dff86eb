package io.dispenser.telemetry.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import javax.net.ssl.SSLContext;

/** Speaks TLS at 127.0.0.1, and carries what it hears to a server there that doesn't. */
public final class TlsFront implements AutoCloseable {

    private final Pump pump;

    private TlsFront(SSLContext server, int port) throws IOException {
        this.pump = new Pump(
                server.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress()),
                client -> carry(client, port));
    }

    /**
     * A front before the server at {@code port}.
     *
     * @param server who it says that it is: {@link TestAuthority#server}
     */
    public static TlsFront before(int port, SSLContext server) throws IOException {
        return new TlsFront(server, port);
    }

    /** {@code https://127.0.0.1:} and its port. */
    public URI uri() {
        return URI.create("https://127.0.0.1:" + port());
    }

    public int port() {
        return pump.port();
    }

    @Override
    public void close() {
        pump.close();
    }

    private void carry(Socket client, int port) throws IOException {
        pump.carry(client, pump.connect(port));
    }
}
