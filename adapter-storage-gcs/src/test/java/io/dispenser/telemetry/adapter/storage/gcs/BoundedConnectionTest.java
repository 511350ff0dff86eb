package io.dispenser.telemetry.adapter.storage.gcs;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.core.storage.ReplyLimit;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import org.junit.jupiter.api.Test;

class BoundedConnectionTest {

    @Test
    void anErrorWithoutAnEndIsNotReadToItAndARedirectIsNotFollowed() throws Exception {
        Endless endless = new Endless();
        BoundedConnection connection = new BoundedConnection(endless);

        try (InputStream in = requireNonNull(connection.getErrorStream())) {
            assertThatThrownBy(in::readAllBytes)
                    .isInstanceOf(ReplyLimit.TooLargeException.class)
                    .hasMessageContaining("more than 1048576 bytes");
        }
        assertThat(endless.getInstanceFollowRedirects()).isFalse();
    }

    private static final class Endless extends HttpURLConnection {

        Endless() throws Exception {
            super(URI.create("http://127.0.0.1:1/").toURL());
        }

        @Override
        public InputStream getErrorStream() {
            return new InputStream() {
                @Override
                public int read() {
                    return 'x';
                }
            };
        }

        @Override
        public void connect() {}

        @Override
        public void disconnect() {}

        @Override
        public boolean usingProxy() {
            return false;
        }
    }
}
