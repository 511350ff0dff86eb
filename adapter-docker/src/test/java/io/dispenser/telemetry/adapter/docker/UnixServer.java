package io.dispenser.telemetry.adapter.docker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server on a Unix socket that answers as its handler likes: the engine at its worst. */
final class UnixServer implements AutoCloseable {

    /** One connection whose request's head has been read. */
    static final class Connection {

        final SocketChannel channel;
        final String path;
        final byte[] head;

        Connection(SocketChannel channel, String path, byte[] head) {
            this.channel = channel;
            this.path = path;
            this.head = head;
        }

        void write(String text) throws IOException {
            write(text.getBytes(StandardCharsets.UTF_8));
        }

        void write(byte[] bytes) throws IOException {
            writeAll(channel, ByteBuffer.wrap(bytes));
        }

        void reply(int status, String body) throws IOException {
            int length = body.getBytes(StandardCharsets.UTF_8).length;
            write("HTTP/1.1 " + status + " Whatever\r\nApi-Version: 1.41\r\nServer: Docker/20.10.24 (linux)\r\n"
                    + "Content-Type: application/json\r\nContent-Length: " + length + "\r\n\r\n" + body);
        }

        /** Begins a reply that ends with the connection. */
        void beginReply() throws IOException {
            write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n");
        }

        /** Says nothing more until the client gives up. */
        void hang() throws IOException {
            ByteBuffer ignored = ByteBuffer.allocate(1024);
            while (channel.read(ignored.clear()) >= 0) {
                // What a client still sends is of no interest.
            }
        }
    }

    @FunctionalInterface
    interface Handler {
        void handle(Connection connection) throws IOException;
    }

    final Path socket;
    final List<String> paths = new CopyOnWriteArrayList<>();

    private final ServerSocketChannel server;
    private final Handler handler;
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

    UnixServer(Path socket, Handler handler) throws IOException {
        this.socket = socket;
        this.handler = handler;
        this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket), 256);
        daemon("server", this::accept);
    }

    /** The connections that are open at the server's end. */
    int connections() {
        return open.size();
    }

    /** Cuts all connections. */
    void cut() throws IOException {
        for (SocketChannel channel : open) {
            channel.close();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(socket);
        cut();
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel channel = server.accept();
                open.add(channel);
                daemon("connection", () -> serve(channel));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(SocketChannel channel) {
        try (channel) {
            byte[] head = head(Channels.newInputStream(channel));
            if (head.length == 0) {
                return;
            }
            String path = new String(head, StandardCharsets.ISO_8859_1).split(" ", 3)[1];
            paths.add(path);
            handler.handle(new Connection(channel, path, head));
        } catch (IOException e) {
            // The client is gone, or the test has closed the connection.
        } finally {
            open.remove(channel);
        }
    }

    private static byte[] head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int newlines = 0;
        for (int read = in.read(); read >= 0; read = in.read()) {
            head.write(read);
            newlines = read == '\n' ? newlines + 1 : read == '\r' ? newlines : 0;
            if (newlines == 2) {
                break;
            }
        }
        return head.toByteArray();
    }

    /** Without a stream: those of a channel lock each other out, so that a blocked read blocks every write. */
    static void writeAll(SocketChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, "test-" + name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
