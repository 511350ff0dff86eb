package io.dispenser.telemetry.adapter.docker;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands before the real engine: it can let a container's inspections hang and cut the streams of events. */
final class EngineProxy implements AutoCloseable {

    final UnixServer server;

    private final Path engine;
    private final Set<String> hanging = ConcurrentHashMap.newKeySet();
    private final Set<SocketChannel> streams = ConcurrentHashMap.newKeySet();

    EngineProxy(Path socket, Path engine) throws IOException {
        this.engine = engine;
        this.server = new UnixServer(socket, this::forward);
    }

    AutoCloseable hang(String containerId) {
        hanging.add(containerId);
        return () -> hanging.remove(containerId);
    }

    void cutStreams() throws IOException {
        for (SocketChannel stream : streams) {
            stream.close();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void forward(UnixServer.Connection connection) throws IOException {
        if (hanging.stream().anyMatch(connection.path::contains)) {
            connection.hang();
            return;
        }
        try (SocketChannel upstream = SocketChannel.open(UnixDomainSocketAddress.of(engine))) {
            if (connection.path.contains("/events?")) {
                streams.add(upstream);
            }
            UnixServer.writeAll(upstream, ByteBuffer.wrap(connection.head));
            UnixServer.daemon("watch-client", () -> {
                try {
                    ByteBuffer more = ByteBuffer.allocate(8 << 10); // a further request on the same connection
                    while (connection.channel.read(more.clear()) >= 0) {
                        UnixServer.writeAll(upstream, more.flip());
                    }
                } catch (IOException e) {
                    // The client is gone, however it went.
                }
                closeQuietly(upstream);
            });
            ByteBuffer bytes = ByteBuffer.allocate(8 << 10);
            while (upstream.read(bytes.clear()) >= 0) {
                UnixServer.writeAll(connection.channel, bytes.flip());
            }
        }
    }

    private static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // It is closed.
        }
    }
}
