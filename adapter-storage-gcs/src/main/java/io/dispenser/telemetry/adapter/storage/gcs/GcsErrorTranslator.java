package io.dispenser.telemetry.adapter.storage.gcs;

import com.google.cloud.hadoop.repackaged.gcs.com.google.api.client.googleapis.json.GoogleJsonError;
import com.google.cloud.hadoop.repackaged.gcs.com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.cloud.hadoop.repackaged.gcs.com.google.api.client.http.HttpResponseException;
import io.dispenser.telemetry.core.storage.Causes;
import io.dispenser.telemetry.core.storage.NetworkError;
import io.dispenser.telemetry.core.storage.ReplyLimit;
import io.dispenser.telemetry.core.storage.StorageError;
import io.dispenser.telemetry.core.storage.StorageError.Reason;
import io.dispenser.telemetry.core.storage.StoreRoute;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What an exception of the connector's client means, and what a person is told. */
final class GcsErrorTranslator {

    private static final URI TOKENS = URI.create("https://oauth2.googleapis.com");

    private static final Set<String> TOO_MANY = Set.of("rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded");

    /** Time-outs, requests that got into each other's way, and too many of them. */
    private static final Set<Integer> PASSING = Set.of(408, 409, 429);

    private final GcsLocation location;
    private final String credentials;
    private final String endpoint;
    private final StoreRoute route;

    /**
     * @param credentials whose requests fail, in words
     * @param endpoint where the store is
     * @param route the way there
     */
    GcsErrorTranslator(GcsLocation location, String credentials, String endpoint, StoreRoute route) {
        this.location = location;
        this.credentials = credentials;
        this.endpoint = endpoint;
        this.route = route;
    }

    static boolean isConflict(IOException failure) {
        return status(failure) == 412;
    }

    static boolean isPastTheEnd(IOException failure) {
        return status(failure) == 416;
    }

    /** Whether what was asked for may have been done although there was no answer that says so. */
    static boolean mayBeDone(IOException failure) {
        int status = status(failure);
        return status == 0
                ? !(failure instanceof GcsTokenException
                        || networkError(failure).nothingWasSent())
                : status == 408 || (status >= 500 && status != 501 && status != 507);
    }

    TableStoreException listing(String directory, IOException failure) {
        return failed("list", directory, failure);
    }

    /** Of reading or deleting; {@link Reason#NOT_FOUND} only if the object, and not its bucket, is not there. */
    TableStoreException ofFile(String operation, String path, IOException failure) {
        // The store has one status and one code for both.
        boolean object = status(failure) == 404 && !said(failure).contains("bucket does not exist");
        return object
                ? new TableStoreException(StorageError.notFound(location.uri(path)), failure)
                : failed(operation, path, failure);
    }

    TableStoreException writing(String path, IOException failure) {
        return mayBeDone(failure) ? outcomeUnknown(path, failure) : failed("write", path, failure);
    }

    TableStoreException outcomeUnknown(String path, IOException failure) {
        StorageError error = isConflict(failure)
                ? new StorageError(Reason.OUTCOME_UNKNOWN, "the store says that it is there, and can't show it", "")
                : error(failure);
        return new TableStoreException(error.leavingUnknown("write", location.uri(path)), failure);
    }

    /** The answer of a store that makes no sense as one. */
    TableStoreException noAnswer(String operation, String path, String what) {
        StorageError error = StorageError.broken(
                "the store at " + endpoint + " does not answer as Google's does: it tells of " + what,
                "check the address, and that no proxy changes the answers");
        return new TableStoreException(error.during(operation, location.uri(path)), null);
    }

    private TableStoreException failed(String operation, String path, IOException cause) {
        return new TableStoreException(error(cause).during(operation, location.uri(path)), cause);
    }

    private StorageError error(IOException failure) {
        if (failure instanceof GcsTokenException noToken) {
            return ofToken(noToken.failure());
        }
        Optional<ReplyLimit.TooLargeException> tooLarge = Causes.first(failure, ReplyLimit.TooLargeException.class);
        if (tooLarge.isPresent()) {
            return tooLarge.get().at("the store at " + endpoint);
        }
        int status = status(failure);
        if (status == 0) {
            return route.error(networkError(failure), "the store at " + endpoint, failure);
        }
        Optional<StorageError> proxy = route.refusal(status, isStores(failure), "the store at " + endpoint);
        if (proxy.isPresent()) {
            return proxy.get();
        }
        String said = said(failure);
        if (status == 507) {
            return StorageError.unavailable(
                    "the store has no room left; nothing was written (507 " + said + ")",
                    "free some room, or raise the quota");
        }
        if (status == 501) {
            return StorageError.broken(
                    "the store does not do what was asked; nothing was written (501 " + said + ")",
                    "use another store");
        }
        if (PASSING.contains(status) || status >= 500 || TOO_MANY.contains(errorReason(failure))) {
            return StorageError.unavailable(
                    "the store is too busy or has a fault (" + status + " " + said + ")", "wait");
        }
        return switch (status) {
            case 401 ->
                StorageError.denied(
                        "the store does not know who asks (" + said + "; credentials: " + credentials + ")",
                        "set " + GcsCredentials.KEY_FILE
                                + " to the key file of a service account that may use the bucket");
            case 403 ->
                StorageError.denied(
                        "the store forbids it (" + said + "; credentials: " + credentials + ")",
                        "give that account the role Storage Object User (roles/storage.objectUser) on the bucket '"
                                + location.bucket() + "'");
            case 404 ->
                StorageError.broken(
                        "there is no bucket '" + location.bucket() + "' at " + endpoint,
                        "create it (gcloud storage buckets create gs://" + location.bucket()
                                + "), or correct the table's URI");
            case 301, 302, 303, 307, 308 ->
                StorageError.broken(
                        "the store at " + endpoint + " sends requests on"
                                + place(failure).map(place -> " to " + place).orElse("")
                                + ", and they are not followed there (" + status + ")",
                        "write the store's own address as endpoint (https:// where it has TLS)");
            case 411, 417 ->
                StorageError.broken(
                        "the store, or a proxy before it, "
                                + (status == 411 ? "misses the length of the request" : "takes no header Expect") + " ("
                                + status + " " + said + ")",
                        "look at the proxy on the way to " + endpoint);
            case 400 ->
                StorageError.broken(
                        "the store does not understand the request (400 " + said + ")",
                        endpoint.startsWith("http://") && !(failure instanceof GoogleJsonResponseException)
                                ? endpoint
                                        + " may be a port for TLS: write https:// in the endpoint, or correct its port"
                                : "");
            default ->
                StorageError.broken("the store does not understand the request (" + status + " " + said + ")", "");
        };
    }

    private StorageError ofToken(IOException failure) {
        Optional<HttpResponseException> answer = Causes.first(failure, HttpResponseException.class);
        if (answer.isPresent()) {
            return ofTokenService(answer.get());
        }
        // The metadata server's answer comes as text alone.
        if (String.valueOf(failure.getMessage()).startsWith("Error code 404")) {
            return StorageError.denied(
                    "the metadata server has no service account for this machine",
                    "attach one, or set " + GcsCredentials.KEY_FILE);
        }
        StorageError network =
                route.toward(TOKENS).error(networkError(failure), "the service that gives tokens", failure);
        return new StorageError(
                network.reason(),
                network.sentence(),
                network.remedy() + " (credentials: " + credentials + "; if they should be others, set "
                        + GcsCredentials.KEY_FILE + ")");
    }

    private StorageError ofTokenService(HttpResponseException answer) {
        int status = answer.getStatusCode();
        String said = NetworkError.quote(answer.getContent());
        if (status >= 500 || status == 429 || status == 408) {
            return StorageError.unavailable(
                    "the service that gives tokens has a fault (" + status + " " + said + ")", "wait");
        }
        String lower = said.toLowerCase(Locale.ROOT);
        if (lower.contains("reasonable timeframe") || lower.contains("iat and exp")) {
            // Clocks are set by themselves, some time after a start.
            return StorageError.unavailable(
                    "Google finds this machine's clock wrong by more than a few minutes (" + said + ")",
                    "set it, by NTP");
        }
        return StorageError.denied(
                "Google does not accept the credentials (" + credentials + "): " + said,
                "the key may be deleted, or the account disabled: make a new key and name its file in "
                        + GcsCredentials.KEY_FILE);
    }

    private static NetworkError networkError(IOException failure) {
        return NetworkError.of(failure);
    }

    /** Whether an answer has what every one of the store's has. */
    private static boolean isStores(IOException failure) {
        return failure instanceof GoogleJsonResponseException
                || (failure instanceof HttpResponseException answer
                        && answer.getHeaders() != null
                        && answer.getHeaders().containsKey("x-guploader-uploadid"));
    }

    private static Optional<String> place(IOException failure) {
        return failure instanceof HttpResponseException answer && answer.getHeaders() != null
                ? Optional.ofNullable(answer.getHeaders().getLocation()).map(NetworkError::quote)
                : Optional.empty();
    }

    private static int status(IOException failure) {
        return failure instanceof HttpResponseException answer ? answer.getStatusCode() : 0;
    }

    private static String said(IOException failure) {
        if (failure instanceof GoogleJsonResponseException answer && answer.getDetails() != null) {
            return NetworkError.quote(answer.getDetails().getMessage());
        }
        return failure instanceof HttpResponseException answer ? NetworkError.quote(answer.getContent()) : "";
    }

    private static String errorReason(IOException failure) {
        if (failure instanceof GoogleJsonResponseException answer && answer.getDetails() != null) {
            List<GoogleJsonError.ErrorInfo> errors = answer.getDetails().getErrors();
            if (errors != null && !errors.isEmpty() && errors.get(0).getReason() != null) {
                return errors.get(0).getReason();
            }
        }
        return "";
    }
}
