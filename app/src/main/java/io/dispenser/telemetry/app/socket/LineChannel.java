package io.dispenser.telemetry.app.socket;

import io.dispenser.telemetry.core.time.Deadline;
import io.dispenser.telemetry.core.time.Ticker;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Lines of UTF-8 over a socket, each under a deadline: a Unix socket's own reads and writes know none. Closes the channel at
 * its end. One thread.
 */
final class LineChannel implements Closeable {

    /** The most bytes of a line: many times what a report needs. */
    static final int MOST_BYTES = 16 * 1024;

    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private final long openedAt = Ticker.system().nanos();
    private volatile boolean givenUp;

    private LineChannel(SocketChannel channel, Selector selector) throws IOException {
        this.channel = channel;
        this.selector = selector;
        channel.configureBlocking(false);
        this.key = channel.register(selector, 0);
    }

    /** Lines over {@code channel}, which is closed with them, or at once if that can't be. */
    static LineChannel over(SocketChannel channel) throws IOException {
        try {
            return new LineChannel(channel, Selector.open());
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * The next line, without its end; what follows it is dropped.
     *
     * @throws EOFException if the other side has closed before the line's end
     * @throws ProtocolException if the line is longer than {@link #MOST_BYTES}
     * @throws SocketTimeoutException if the line's end did not come in time
     */
    String read(Duration atMost) throws IOException {
        Deadline deadline = Deadline.in(atMost, Ticker.system());
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        ByteBuffer chunk = ByteBuffer.allocate(4096);
        while (true) {
            await(SelectionKey.OP_READ, deadline, atMost);
            if (channel.read(chunk.clear()) < 0) {
                throw new EOFException("the other side has closed");
            }
            for (chunk.flip(); chunk.hasRemaining(); ) {
                byte next = chunk.get();
                if (next == '\n') {
                    return line.toString(StandardCharsets.UTF_8);
                }
                line.write(next);
            }
            if (line.size() > MOST_BYTES) {
                throw tooLong();
            }
        }
    }

    /**
     * Sends {@code line} and its end.
     *
     * @throws ProtocolException if it is longer than {@link #MOST_BYTES}; nothing was sent
     * @throws SocketTimeoutException if the other side did not take it in time
     */
    void write(String line, Duration atMost) throws IOException {
        Deadline deadline = Deadline.in(atMost, Ticker.system());
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        if (bytes.remaining() > MOST_BYTES) {
            throw tooLong();
        }
        while (bytes.hasRemaining()) {
            await(SelectionKey.OP_WRITE, deadline, atMost);
            channel.write(bytes);
        }
    }

    private static ProtocolException tooLong() {
        return new ProtocolException("a line has at most " + MOST_BYTES + " bytes");
    }

    /** How long it has been open. Any thread. */
    Duration age() {
        return Duration.ofNanos(Ticker.system().nanos() - openedAt);
    }

    /** Ends the reading that is under way, as if its time were over. Any thread. */
    void giveUp() {
        givenUp = true;
        selector.wakeup();
    }

    private void await(int operation, Deadline deadline, Duration atMost) throws IOException {
        key.interestOps(operation);
        while (selector.select(millisLeft(deadline, atMost)) == 0) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("interrupted");
            }
            if (givenUp) {
                givenUp = false; // the answer may still be sent
                throw new SocketTimeoutException("others are waiting");
            }
        }
        selector.selectedKeys().clear();
    }

    /** At least one, since zero would be for ever. */
    private static long millisLeft(Deadline deadline, Duration atMost) throws SocketTimeoutException {
        if (deadline.isOver()) {
            throw new SocketTimeoutException("not within " + atMost.toMillis() + " ms");
        }
        return Math.max(1, deadline.left().toMillis());
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            selector.close();
        }
    }
}
