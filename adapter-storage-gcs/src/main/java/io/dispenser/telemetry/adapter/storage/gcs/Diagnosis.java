package io.dispenser.telemetry.adapter.storage.gcs;

import com.google.cloud.hadoop.repackaged.gcs.com.google.api.client.http.HttpResponseException;
import io.dispenser.telemetry.core.storage.FileStoreException.Reason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong, and what a person can do.
 *
 * @param words a sentence without its beginning and its period
 */
record Diagnosis(Reason reason, String words) {

    private static final int MAX_QUOTED = 300;

    /** A server of {@code name} was asked and there was no answer, or none of HTTP. */
    static Diagnosis ofNetwork(String name, IOException failure) {
        String problem;
        if (cause(failure, UnknownHostException.class).isPresent()) {
            problem = "its name is not known here; check the name, the network and the DNS";
        } else if (cause(failure, NoRouteToHostException.class).isPresent()) {
            problem = "there is no way to it; check the network";
        } else if (cause(failure, ConnectException.class).isPresent()) {
            problem = "it refuses the connection; check its address, and whether it runs";
        } else if (cause(failure, SocketTimeoutException.class).isPresent()) {
            problem = "it does not answer in time; check the network and the firewall";
        } else if (cause(failure, SSLException.class).isPresent()) {
            problem = "there is no trusted connection to it (" + quote(failure.getMessage())
                    + "); check this machine's clock and the certificates that its Java trusts";
        } else {
            problem = "the connection was lost (" + quote(failure.getMessage()) + "); check the network";
        }
        return new Diagnosis(Reason.UNAVAILABLE, name + " can't be reached: " + problem);
    }

    /** There was no token. */
    static Diagnosis ofToken(String credentials, IOException failure) {
        Optional<HttpResponseException> answer = cause(failure, HttpResponseException.class);
        if (answer.isPresent()) {
            return ofTokenService(credentials, answer.get());
        }
        String words = String.valueOf(failure.getMessage());
        if (words.startsWith("Error code 404")) {
            return new Diagnosis(
                    Reason.DENIED,
                    "the metadata server has no service account for this machine; attach one, or set "
                            + GcsCredentials.KEY_FILE);
        }
        Diagnosis network = ofNetwork("the service that gives tokens", failure);
        return new Diagnosis(
                network.reason(),
                network.words() + " (credentials: " + credentials + "; if they should be others, set "
                        + GcsCredentials.KEY_FILE + ")");
    }

    private static Diagnosis ofTokenService(String credentials, HttpResponseException answer) {
        int status = answer.getStatusCode();
        String said = quote(answer.getContent());
        if (status >= 500 || status == 429 || status == 408) {
            return new Diagnosis(
                    Reason.UNAVAILABLE,
                    "the service that gives tokens has a fault (" + status + " " + said + "); wait");
        }
        String lower = said.toLowerCase(Locale.ROOT);
        if (lower.contains("reasonable timeframe") || lower.contains("iat and exp")) {
            // Clocks are set by themselves, some time after a start.
            return new Diagnosis(
                    Reason.UNAVAILABLE,
                    "Google finds this machine's clock wrong by more than a few minutes (" + said
                            + "); set it, by NTP");
        }
        return new Diagnosis(
                Reason.DENIED,
                "Google does not accept the credentials (" + credentials + "): " + said
                        + "; the key may be deleted, or the account disabled: make a new key and name its file in "
                        + GcsCredentials.KEY_FILE);
    }

    /** Whether it is certain that no request was sent. */
    static boolean nothingWasSent(IOException failure) {
        return failure instanceof NoTokenException
                || cause(failure, UnknownHostException.class).isPresent()
                || cause(failure, NoRouteToHostException.class).isPresent()
                || cause(failure, ConnectException.class).isPresent()
                || cause(failure, SocketTimeoutException.class)
                        .filter(timeout -> String.valueOf(timeout.getMessage())
                                .toLowerCase(Locale.ROOT)
                                .contains("connect timed out"))
                        .isPresent();
    }

    /** What a server said, on one line and not too long. */
    static String quote(@Nullable String text) {
        String line = text == null ? "no reason given" : text.strip().replaceAll("\\s+", " ");
        return line.length() <= MAX_QUOTED ? line : line.substring(0, MAX_QUOTED) + "…";
    }

    private static <T extends Throwable> Optional<T> cause(Throwable failure, Class<T> type) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (type.isInstance(each)) {
                return Optional.of(type.cast(each));
            }
        }
        return Optional.empty();
    }
}
