package io.dispenser.telemetry.app;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The engine, as the agent sees it through a socket of its own. On demand an inspection is not answered, as of a container
 * whose lock another command holds: done to the engine itself, that would trouble whoever else asks it.
 */
final class HoldingProxy implements AutoCloseable {

    private final Path engine;
    private final ServerSocketChannel server;
    private volatile String held = "nothing";

    /** @param socket where to listen; requests have no bodies */
    HoldingProxy(Path engine, Path socket) throws IOException {
        this.engine = engine;
        this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
        start(() -> {
            while (true) {
                SocketChannel client = server.accept();
                start(() -> serve(client));
            }
        });
    }

    /** From now on, who asks for a path with this in it waits in vain. */
    void hold(String path) {
        held = path;
    }

    private void serve(SocketChannel client) throws IOException {
        try (client;
                SocketChannel upstream = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            upstream.connect(UnixDomainSocketAddress.of(engine));
            start(() -> {
                try (client) {
                    ByteBuffer replies = ByteBuffer.allocate(8192);
                    while (upstream.read(replies) >= 0) {
                        write(replies, client);
                    }
                }
            });
            ByteBuffer requests = ByteBuffer.allocate(8192); // streams of one channel would lock each other out
            while (client.read(requests) >= 0) {
                String head = new String(requests.array(), 0, requests.position(), StandardCharsets.ISO_8859_1);
                if (head.endsWith("\r\n\r\n")) {
                    if (head.lines().findFirst().orElse("").contains(held)) {
                        requests.clear();
                    } else {
                        write(requests, upstream);
                    }
                }
            }
        }
    }

    private static void write(ByteBuffer bytes, SocketChannel channel) throws IOException {
        bytes.flip();
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        bytes.clear();
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // One of the two has gone.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
