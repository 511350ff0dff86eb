package io.dispenser.telemetry.adapter.docker;

import com.github.dockerjava.zerodep.shaded.org.apache.hc.core5.http.ConnectionClosedException;
import com.github.dockerjava.zerodep.shaded.org.apache.hc.core5.http.MalformedChunkCodingException;
import com.github.dockerjava.zerodep.shaded.org.apache.hc.core5.http.NoHttpResponseException;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;

/** How a connection ended before its answer did, in words for somebody who knows engines and no HTTP. */
enum LostConnection {
    /** What an engine does to all its connections when it stops. */
    CLOSED("the engine closed the connection, as when it stops"),
    /** No byte came. */
    SILENT("the engine closed the connection without an answer, as when it stops"),
    /** By the network, or by an engine that was killed. */
    CUT("the connection was cut, as when the engine is killed or the network fails"),
    LATE("nothing came for too long");

    private final String sentence;

    LostConnection(String sentence) {
        this.sentence = sentence;
    }

    /** Empty if {@code thrown} is something else. */
    static Optional<LostConnection> of(Throwable thrown) {
        if (thrown instanceof NoHttpResponseException) {
            return Optional.of(SILENT);
        }
        if (thrown instanceof ConnectionClosedException
                || thrown instanceof MalformedChunkCodingException
                || thrown instanceof EOFException
                || thrown instanceof ClosedChannelException) {
            return Optional.of(CLOSED);
        }
        if (thrown instanceof SocketTimeoutException) {
            return Optional.of(LATE);
        }
        // On a Unix socket, what the system says comes as a plain one, in the user's language.
        return thrown instanceof SocketException || thrown.getClass() == IOException.class
                ? Optional.of(CUT)
                : Optional.empty();
    }

    String sentence() {
        return sentence;
    }
}
