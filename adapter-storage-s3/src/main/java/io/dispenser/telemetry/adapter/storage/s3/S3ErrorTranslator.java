package io.dispenser.telemetry.adapter.storage.s3;

import io.dispenser.telemetry.core.storage.Causes;
import io.dispenser.telemetry.core.storage.NetworkError;
import io.dispenser.telemetry.core.storage.ReplyLimit;
import io.dispenser.telemetry.core.storage.StorageError;
import io.dispenser.telemetry.core.storage.StorageError.Reason;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/** What an exception of the AWS SDK means, and what a person is told. */
final class S3ErrorTranslator {

    private final S3Location location;
    private final S3Answers answers;

    S3ErrorTranslator(S3Location location) {
        this.location = location;
        this.answers = new S3Answers(location);
    }

    TableStoreException reading(String operation, String path, SdkException e) {
        String file = location.uri(path);
        return new TableStoreException(
                isNotFound(e) ? StorageError.notFound(file) : error(e).during(operation, file), e);
    }

    /** A write or delete that failed; its outcome is unknown if it may have been done all the same. */
    TableStoreException writing(String operation, String path, SdkException e) {
        StorageError error = error(e);
        return error.reason() == Reason.UNAVAILABLE && mayBeDone(e)
                ? outcomeUnknown(operation, path, e)
                : new TableStoreException(error.during(operation, location.uri(path)), e);
    }

    /** The store's answer to a list makes no list. */
    TableStoreException noList(String path, String what) {
        StorageError error = StorageError.broken(
                "the store" + location.at() + " does not answer as S3 does: " + what,
                "check the address, and that no proxy changes the answers; else use another store");
        return new TableStoreException(error.during("list", location.uri(path)), null);
    }

    TableStoreException outcomeUnknown(String operation, String path, SdkException e) {
        return new TableStoreException(error(e).leavingUnknown(operation, location.uri(path)), e);
    }

    /** Whether the request may have been done although it failed. */
    static boolean mayBeDone(SdkException e) {
        boolean once = Integer.valueOf(1).equals(e.numAttempts());
        if (e instanceof AwsServiceException) {
            int status = status(e);
            // An answer tells of the last attempt only.
            // 501 and 507 say that nothing was done, and say it each time.
            return status >= 500 && status != 501 && status != 507 && !(status == 503 && once);
        }
        // What has no count never came to be sent: there were no credentials.
        return isTimeout(e)
                || (e.numAttempts() != null && !(once && networkError(e).nothingWasSent()));
    }

    static boolean isNotFound(SdkException e) {
        String code = S3Answers.code(e);
        return status(e) == 404 && (code.isEmpty() || code.equals("NoSuchKey") || code.equals("NotFound"));
    }

    /** The HTTP status of the store's answer, or 0 if there was none. */
    static int status(SdkException e) {
        return e instanceof AwsServiceException answer ? answer.statusCode() : 0;
    }

    private StorageError error(SdkException e) {
        if (e instanceof AwsServiceException answer) {
            return answers.error(answer);
        }
        Optional<ReplyLimit.TooLargeException> tooLarge = Causes.first(e, ReplyLimit.TooLargeException.class);
        if (tooLarge.isPresent()) {
            return tooLarge.get().at("the store" + location.at());
        }
        if (Causes.has(e, XMLStreamException.class)) {
            return StorageError.broken(
                    "the store" + location.at() + " answers with what is no XML, or not all of it ("
                            + NetworkError.quote(Causes.text(Causes.root(e))) + ")",
                    "check the address, and that no proxy cuts or changes the answers");
        }
        NetworkError network = networkError(e);
        return network == NetworkError.LOST && e.numAttempts() == null
                ? StorageError.unavailable(Causes.text(Causes.root(e)), "")
                : location.route().error(network, "the store" + location.at(), e);
    }

    private static NetworkError networkError(SdkException e) {
        NetworkError error = NetworkError.of(e);
        return isTimeoutOfSdk(e) && !error.nothingWasSent() ? NetworkError.NO_ANSWER : error;
    }

    /** Whether an attempt ran out of time, at whichever point. */
    private static boolean isTimeout(SdkException e) {
        NetworkError error = networkError(e);
        return isTimeoutOfSdk(e) || error == NetworkError.NO_ANSWER || error == NetworkError.CONNECT_TIMEOUT;
    }

    private static boolean isTimeoutOfSdk(SdkException e) {
        return e instanceof ApiCallTimeoutException || e instanceof ApiCallAttemptTimeoutException;
    }
}
