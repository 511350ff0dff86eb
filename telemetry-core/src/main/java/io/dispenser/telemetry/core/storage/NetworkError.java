package io.dispenser.telemetry.core.storage;

import io.dispenser.telemetry.core.net.TlsFailure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the JDK's exceptions say of the way to a server. Nobody else reads the text of one of them. */
public enum NetworkError {
    UNKNOWN_HOST("its name is not known here", "check the name, the network and the DNS"),
    NO_ROUTE("there is no route to it", "check the network"),
    CONNECT_TIMEOUT("no connection in time", "check its address, the network and the firewall"),
    REFUSED("it refuses the connection", "check its address, and whether it runs"),
    NO_ANSWER("it does not answer in time", "check the network and the firewall"),
    PROXY("the proxy on the way refuses the connection", "check the proxy, or name the host in NO_PROXY"),
    TLS_EXPIRED(TlsFailure.EXPIRED.sentence(), "check that it is renewed, and this machine's clock"),
    TLS_UNTRUSTED(
            TlsFailure.UNTRUSTED.sentence(),
            "check that it is the right server; for an authority of your own, name the file with that one's certificate"
                    + " (PEM) as ca_file in [telemetry.storage]"),
    TLS_WRONG_NAME(
            TlsFailure.WRONG_NAME.sentence(),
            "check endpoint in [telemetry.storage], which has to name the host as the certificate does"),
    TLS_NOT_SPOKEN(
            TlsFailure.NOT_SPOKEN.sentence(),
            "check endpoint in [telemetry.storage]: write http://, or correct the port"),
    TLS(
            TlsFailure.OTHER.sentence(),
            "check its address, this machine's clock, and the certificates that are trusted here (ca_file in"
                    + " [telemetry.storage] adds some)"),
    LOST("the connection was lost before the answer was there", "check the network");

    private static final int MAX_QUOTED = 300;

    /** What the JDK's clients say of a proxy that opens no tunnel: {@code HttpURLConnection}'s text, and {@code HttpClient}'s. */
    private static final Pattern TUNNEL = Pattern.compile(
            "Unable to tunnel through proxy\\. Proxy returns \"HTTP/1\\.[01] (\\d{3}).*|Tunnel failed, got: (\\d{3}).*");

    private final String sentence;
    private final String remedy;

    NetworkError(String sentence, String remedy) {
        this.sentence = sentence;
        this.remedy = remedy;
    }

    /** What a request failed by that got no answer. */
    public static NetworkError of(Throwable failure) {
        if (Causes.has(failure, UnknownHostException.class) || Causes.has(failure, UnresolvedAddressException.class)) {
            return UNKNOWN_HOST;
        }
        if (tunnelStatus(failure).isPresent()) {
            return PROXY;
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
        return TlsFailure.isOne(failure) ? ofTls(failure) : LOST;
    }

    private static NetworkError ofTls(Throwable failure) {
        return switch (TlsFailure.of(failure)) {
            case EXPIRED -> TLS_EXPIRED;
            case UNTRUSTED -> TLS_UNTRUSTED;
            case WRONG_NAME -> TLS_WRONG_NAME;
            case NOT_SPOKEN -> TLS_NOT_SPOKEN;
            case OTHER -> TLS;
        };
    }

    /** The status with which a proxy refused a tunnel to the server; empty if it was something else. */
    static OptionalInt tunnelStatus(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            Matcher refusal = TUNNEL.matcher(String.valueOf(each.getMessage()));
            if (each instanceof IOException && refusal.matches()) {
                return OptionalInt.of(Integer.parseInt(refusal.group(1) == null ? refusal.group(2) : refusal.group(1)));
            }
        }
        return OptionalInt.empty();
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
        return switch (this) {
            case UNKNOWN_HOST, NO_ROUTE, CONNECT_TIMEOUT, REFUSED, PROXY -> true;
            case TLS_EXPIRED, TLS_UNTRUSTED, TLS_WRONG_NAME, TLS_NOT_SPOKEN -> true;
            case NO_ANSWER, TLS, LOST -> false;
        };
    }

    /**
     * The error in the words of a person, of the server of this name. What a library says of a lost connection, of pipes, chunks
     * and peers, tells a person nothing more.
     */
    public StorageError at(String server, Throwable failure) {
        String detail = this != TLS ? "" : " (" + quote(failure.getMessage()) + ")";
        return StorageError.unavailable(server + " can't be reached: " + sentence + detail, remedy);
    }

    /** What a server or a library said, on one line and not too long. */
    public static String quote(@Nullable String text) {
        String line = text == null ? "no reason given" : text.strip().replaceAll("\\s+", " ");
        return line.length() <= MAX_QUOTED ? line : line.substring(0, MAX_QUOTED) + "…";
    }
}
