package io.dispenser.telemetry.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A server of connections that are carried on to another server, each by threads of its own. */
final class Pump implements AutoCloseable {

    /** What happens on a connection. */
    interface Conversation {
        void with(Socket client) throws IOException;
    }

    private final ServerSocket listening;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    Pump(ServerSocket listening, Conversation conversation) {
        this.listening = listening;
        ProxyConnection.start("test-accept", () -> accept(conversation));
    }

    int port() {
        return listening.getLocalPort();
    }

    /** A connection to a server of this machine, closed with the pump. */
    Socket connect(int port) throws IOException {
        Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
        open.add(server);
        return server;
    }

    /** Carries bytes both ways until one side ends. */
    void carry(Socket client, Socket server) throws IOException {
        carryReplies(server, client);
        copy(client.getInputStream(), server.getOutputStream());
    }

    /** Carries what {@code server} says, on a thread of its own, and ends both when that ends. */
    void carryReplies(Socket server, Socket client) {
        ProxyConnection.start("test-replies", () -> {
            try (server;
                    client) {
                copy(server.getInputStream(), client.getOutputStream());
            } catch (IOException e) {
                // One of them went away; so does the other.
            }
        });
    }

    private static void copy(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[8192];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            out.write(buffer, 0, read);
            out.flush();
        }
    }

    private void accept(Conversation conversation) {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                open.add(client);
                ProxyConnection.start("test-requests", () -> {
                    try (client) {
                        conversation.with(client);
                    } catch (IOException e) {
                        // The client's matter.
                    }
                });
            } catch (IOException e) {
                // Closed, or a connection that failed.
            }
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            // There is nothing more to close.
        }
    }
}
