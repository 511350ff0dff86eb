package io.dispenser.telemetry.adapter.storage.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls that no timeout of the connector ends. */
@Timeout(60)
class CallDeadlineTest {

    private static final int MORE_THAN_SOCKETS_HOLD = 64 << 20;

    @Test
    void aPeerThatTakesNoMoreBytesIsLeft() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                CallDeadline deadline = new CallDeadline(url -> (HttpURLConnection) url.openConnection(), 200)) {
            assertThatExceptionOfType(SocketTimeoutException.class)
                    .isThrownBy(() -> deadline.within(() -> upload(deadline, silent)))
                    .withCauseInstanceOf(IOException.class);
        }
    }

    @Test
    void aCallThatWasCutMakesNoNewConnection() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                CallDeadline deadline = new CallDeadline(url -> (HttpURLConnection) url.openConnection(), 200)) {
            assertThatExceptionOfType(SocketTimeoutException.class)
                    .isThrownBy(() -> deadline.within(() -> {
                        try {
                            return upload(deadline, silent);
                        } catch (IOException e) {
                            return upload(deadline, silent);
                        }
                    }));
        }
    }

    @Test
    void aTokenServiceThatIsCutIsNotTakenForTheStore() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                CallDeadline deadline = new CallDeadline(url -> (HttpURLConnection) url.openConnection(), 200)) {
            assertThatExceptionOfType(GcsTokenException.class)
                    .isThrownBy(() -> deadline.within(() -> {
                        try {
                            return upload(deadline, silent);
                        } catch (IOException e) {
                            throw new GcsTokenException(e);
                        }
                    }))
                    .satisfies(e -> assertThat(e.failure()).isInstanceOf(SocketTimeoutException.class));
        }
    }

    @Test
    void whatWorksIsReturnedAndWhatFailsIsThrownAsItIs() throws Exception {
        IOException failure = new IOException("its own");
        try (CallDeadline deadline = new CallDeadline(url -> (HttpURLConnection) url.openConnection(), 60_000)) {
            assertThat(deadline.<Integer>within(() -> 7)).isEqualTo(7);
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> deadline.within(() -> {
                        throw failure;
                    }))
                    .isSameAs(failure);
        }
    }

    /** Sends more than anybody takes, and would go on for as long as the system tries, which is a quarter of an hour. */
    private static int upload(CallDeadline deadline, ServerSocket silent) throws IOException {
        HttpURLConnection connection = deadline.openConnection(
                URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/").toURL());
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(MORE_THAN_SOCKETS_HOLD);
        try (OutputStream out = connection.getOutputStream()) {
            out.write(new byte[MORE_THAN_SOCKETS_HOLD]);
        }
        return connection.getResponseCode();
    }
}
