package io.dispenser.telemetry.adapter.storage.gcs;

import com.google.cloud.hadoop.repackaged.gcs.com.google.api.client.googleapis.json.GoogleJsonError;
import com.google.cloud.hadoop.repackaged.gcs.com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.cloud.hadoop.repackaged.gcs.com.google.api.client.http.HttpResponseException;
import io.dispenser.telemetry.core.storage.FileStoreException;
import io.dispenser.telemetry.core.storage.FileStoreException.Reason;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** What a failure of the connector's client means: the one place where its exceptions become ours. */
final class GcsFailures {

    private static final Set<String> TOO_MANY = Set.of("rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded");

    /** Time-outs, requests that got into each other's way, and too many of them. */
    private static final Set<Integer> PASSING = Set.of(408, 409, 429);

    private final GcsLocation location;
    private final String credentials;
    private final String endpoint;

    /**
     * @param credentials whose requests fail, in words
     * @param endpoint where the store is
     */
    GcsFailures(GcsLocation location, String credentials, String endpoint) {
        this.location = location;
        this.credentials = credentials;
        this.endpoint = endpoint;
    }

    /** Whether an object was there that should not. */
    static boolean isConflict(IOException failure) {
        return status(failure) == 412;
    }

    /** Whether a range began behind the last byte. */
    static boolean isPastTheEnd(IOException failure) {
        return status(failure) == 416;
    }

    /** Whether what was asked for may have been done although there was no answer that says so. */
    static boolean leavesDoubt(IOException failure) {
        int status = status(failure);
        return status == 0 ? !Diagnosis.nothingWasSent(failure) : status == 408 || status >= 500;
    }

    FileStoreException listing(String directory, IOException failure) {
        return failure("list", directory, failure, status(failure) == 404 ? noBucket() : diagnose(failure));
    }

    FileStoreException reading(String path, IOException failure) {
        boolean object = status(failure) == 404 && !said(failure).contains("bucket does not exist");
        if (object) {
            return new FileStoreException(Reason.NOT_FOUND, location.uri(path) + " is not there", failure);
        }
        return failure("read", path, failure, status(failure) == 404 ? noBucket() : diagnose(failure));
    }

    FileStoreException writing(String path, IOException failure) {
        Diagnosis diagnosis = status(failure) == 404 ? noBucket() : diagnose(failure);
        if (leavesDoubt(failure)) {
            return new FileStoreException(
                    Reason.OUTCOME_UNKNOWN,
                    "can't tell whether " + location.uri(path) + " was written: " + diagnosis.words(),
                    failure);
        }
        return failure("write", path, failure, diagnosis);
    }

    FileStoreException deleting(String path, IOException failure) {
        FileStoreException reading = reading(path, failure);
        return reading.reason() == Reason.NOT_FOUND
                ? reading
                : failure("delete", path, failure, status(failure) == 404 ? noBucket() : diagnose(failure));
    }

    /** A put-if-absent of which nobody could say what became of it, also not the store that was asked for the object. */
    FileStoreException doubtful(String path, IOException failure) {
        return new FileStoreException(
                Reason.OUTCOME_UNKNOWN,
                "can't tell whether " + location.uri(path) + " was written: "
                        + (isConflict(failure)
                                ? "the store says that it is there, and can't show it"
                                : diagnose(failure).words()),
                failure);
    }

    private FileStoreException failure(String action, String path, IOException cause, Diagnosis diagnosis) {
        return new FileStoreException(
                diagnosis.reason(), "can't " + action + " " + location.uri(path) + ": " + diagnosis.words(), cause);
    }

    private Diagnosis noBucket() {
        return new Diagnosis(
                Reason.BROKEN,
                "there is no bucket '" + location.bucket() + "' at " + endpoint
                        + "; make it (gcloud storage buckets create gs://" + location.bucket()
                        + "), or mend the table's URI");
    }

    private Diagnosis diagnose(IOException failure) {
        if (failure instanceof NoTokenException noToken) {
            return Diagnosis.ofToken(credentials, noToken.failure());
        }
        int status = status(failure);
        if (status == 0) {
            return Diagnosis.ofNetwork("the store at " + endpoint, failure);
        }
        String said = said(failure);
        if (PASSING.contains(status) || status >= 500 || TOO_MANY.contains(errorReason(failure))) {
            return new Diagnosis(
                    Reason.UNAVAILABLE, "the store is too busy or has a fault (" + status + " " + said + "); wait");
        }
        return switch (status) {
            case 401 ->
                new Diagnosis(
                        Reason.DENIED,
                        "the store does not know who asks (" + said + "; credentials: " + credentials + "); set "
                                + GcsCredentials.KEY_FILE
                                + " to the key file of a service account that may use the bucket");
            case 403 ->
                new Diagnosis(
                        Reason.DENIED,
                        "the store forbids it (" + said + "; credentials: " + credentials
                                + "); give that account the role Storage Object User (roles/storage.objectUser) on the bucket '"
                                + location.bucket() + "'");
            default ->
                new Diagnosis(Reason.BROKEN, "the store does not understand the request (" + status + " " + said + ")");
        };
    }

    /** 0 without an answer of the store. */
    private static int status(IOException failure) {
        return failure instanceof HttpResponseException answer ? answer.getStatusCode() : 0;
    }

    private static String said(IOException failure) {
        if (failure instanceof GoogleJsonResponseException answer && answer.getDetails() != null) {
            return Diagnosis.quote(answer.getDetails().getMessage());
        }
        return failure instanceof HttpResponseException answer ? Diagnosis.quote(answer.getContent()) : "";
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
