package io.dispenser.telemetry.core.storage;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the JDK's exceptions say of the way to a server. Nobody else reads the text of one of them. */
public enum NetworkError {
    UNKNOWN_HOST("its name is not known here", "check the name, the network and the DNS"),
    NO_ROUTE("there is no route to it", "check the network"),
    CONNECT_TIMEOUT("no connection in time", "check its address, the network and the firewall"),
    REFUSED("it refuses the connection", "check its address, and whether it runs"),
    NO_ANSWER("it does not answer in time", "check the network and the firewall"),
    TLS(
            "there is no trusted, encrypted connection to it",
            "check its address, this machine's clock, and the certificates that its Java trusts"),
    LOST("the connection was lost", "check the network");

    private static final int MAX_QUOTED = 300;

    private final String sentence;
    private final String remedy;

    NetworkError(String sentence, String remedy) {
        this.sentence = sentence;
        this.remedy = remedy;
    }

    /**
     * What a request failed by that got no answer.
     *
     * @param tls the type of TLS's exceptions: {@code javax.net.ssl.SSLException}, which the core doesn't depend on
     */
    public static NetworkError of(Throwable failure, Class<? extends Throwable> tls) {
        if (Causes.has(failure, UnknownHostException.class) || Causes.has(failure, UnresolvedAddressException.class)) {
            return UNKNOWN_HOST;
        }
        if (Causes.has(failure, NoRouteToHostException.class)) {
            return NO_ROUTE;
        }
        if (Causes.has(failure, HttpConnectTimeoutException.class) || isConnectTimeout(failure)) {
            return CONNECT_TIMEOUT;
        }
        if (Causes.has(failure, ConnectException.class)) {
            return REFUSED;
        }
        if (Causes.has(failure, SocketTimeoutException.class) || Causes.has(failure, HttpTimeoutException.class)) {
            return NO_ANSWER;
        }
        return Causes.has(failure, tls) ? TLS : LOST;
    }

    /** A socket has one exception for both of its time-outs, and the text tells which. */
    private static boolean isConnectTimeout(Throwable failure) {
        return Causes.first(failure, SocketTimeoutException.class)
                .map(timeout -> String.valueOf(timeout.getMessage()).toLowerCase(Locale.ROOT))
                .filter(text -> text.contains("connect timed out"))
                .isPresent();
    }

    /** Whether it is certain that no byte of the request got to the server. */
    public boolean nothingWasSent() {
        return this == UNKNOWN_HOST || this == NO_ROUTE || this == CONNECT_TIMEOUT || this == REFUSED;
    }

    /** The error in the words of a person, of the server of this name. */
    public StorageError at(String server, Throwable failure) {
        String detail = nothingWasSent() ? "" : " (" + quote(failure.getMessage()) + ")";
        return StorageError.unavailable(server + " can't be reached: " + sentence + detail, remedy);
    }

    /** What a server or a library said, on one line and not too long. */
    public static String quote(@Nullable String text) {
        String line = text == null ? "no reason given" : text.strip().replaceAll("\\s+", " ");
        return line.length() <= MAX_QUOTED ? line : line.substring(0, MAX_QUOTED) + "…";
    }
}
