package io.dispenser.telemetry.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dispenser.telemetry.core.time.Ticker;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AnswerDeadlinesTest {

    private static final Duration SHORT = Duration.ofMillis(20);

    @Test
    void whoReadsNothingIsCutOff() throws Exception {
        try (ServerSocketChannel server =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                SocketChannel client = SocketChannel.open(server.getLocalAddress());
                SocketChannel answering = server.accept();
                AnswerDeadlines deadlines = new AnswerDeadlines(SHORT, Ticker.system())) {
            deadlines.start();
            ByteBuffer much = ByteBuffer.allocate(64 << 20);
            assertThatExceptionOfType(ClosedByInterruptException.class)
                    .isThrownBy(() -> deadlines.during(() -> {
                        while (much.hasRemaining()) {
                            answering.write(much);
                        }
                    }));
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            assertThat(client.isOpen()).isTrue();
        }
    }

    @Test
    void whatIsDoneInTimeIsNotInterruptedAfterwards() throws Exception {
        try (AnswerDeadlines deadlines = new AnswerDeadlines(SHORT, Ticker.system())) {
            deadlines.start();
            deadlines.during(() -> {});
            Thread.sleep(1500); // it looks once a second
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }
}
