package io.dispenser.telemetry.adapter.storage.s3;

import io.dispenser.telemetry.core.storage.Causes;
import io.dispenser.telemetry.core.storage.NetworkError;
import io.dispenser.telemetry.core.storage.StorageError;
import io.dispenser.telemetry.core.storage.StorageError.Reason;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/** What an exception of the AWS SDK means, and what a person is told. */
final class S3ErrorTranslator {

    /** Stores that send no header with the bucket's region name it in the text of their answer. */
    private static final Pattern REGION_IN_TEXT = Pattern.compile("expecting ['\"]([a-z0-9-]+)['\"]");

    private final S3Location location;

    S3ErrorTranslator(S3Location location) {
        this.location = location;
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

    TableStoreException outcomeUnknown(String operation, String path, SdkException e) {
        return new TableStoreException(error(e).leavingUnknown(operation, location.uri(path)), e);
    }

    /** Whether the request may have been done although it failed. */
    static boolean mayBeDone(SdkException e) {
        boolean once = Integer.valueOf(1).equals(e.numAttempts());
        if (e instanceof AwsServiceException) {
            int status = status(e);
            // An answer tells of the last attempt only.
            return status >= 500 && !(status == 503 && once);
        }
        // What has no count never came to be sent: there were no credentials.
        return isTimeout(e)
                || (e.numAttempts() != null && !(once && networkError(e).nothingWasSent()));
    }

    static boolean isNotFound(SdkException e) {
        String code = code(e);
        return status(e) == 404 && (code.isEmpty() || code.equals("NoSuchKey") || code.equals("NotFound"));
    }

    /** The HTTP status of the store's answer, or 0 if there was none. */
    static int status(SdkException e) {
        return e instanceof AwsServiceException answer ? answer.statusCode() : 0;
    }

    private StorageError error(SdkException e) {
        if (e instanceof AwsServiceException answer) {
            return ofAnswer(answer);
        }
        NetworkError network = networkError(e);
        return network == NetworkError.LOST && e.numAttempts() == null
                ? StorageError.unavailable(Causes.text(Causes.root(e)), "")
                : network.at("the store" + at(), e);
    }

    private StorageError ofAnswer(AwsServiceException e) {
        String credentials = location.credentials().source();
        String remedy = location.credentials().remedy();
        Optional<String> service = Optional.ofNullable(e.awsErrorDetails()).map(AwsErrorDetails::serviceName);
        if (service.filter("Sts"::equals).isPresent()) {
            Reason reason = e.statusCode() >= 500 ? Reason.UNAVAILABLE : Reason.DENIED;
            String sentence = "the Security Token Service gives no credentials for the " + credentials;
            return said(reason, sentence, e, remedy);
        }
        Optional<String> region = regionOf(e);
        if (region.isPresent() && !region.get().equals(location.region())) {
            return said(
                    Reason.BROKEN,
                    "the bucket " + location.bucket() + " is in region " + region.get() + ", not in "
                            + location.region(),
                    e,
                    "set AWS_REGION=" + region.get() + ", or region in [telemetry.storage]");
        }
        return switch (code(e)) {
            // The second is versitygw's.
            case "InvalidAccessKeyId", "XAdminUserNotFound" ->
                said(Reason.DENIED, "the store doesn't know the " + credentials, e, remedy);
            case "SignatureDoesNotMatch" ->
                said(Reason.DENIED, "the secret does not belong to the " + credentials, e, remedy);
            case "ExpiredToken", "TokenRefreshRequired", "ExpiredTokenException" ->
                said(Reason.DENIED, "the " + credentials + " have expired", e, "set new ones and start again");
            case "InvalidToken" ->
                said(Reason.DENIED, "the session token of the " + credentials + " is not valid", e, remedy);
            case "RequestTimeTooSkewed", "RequestExpired" ->
                said(Reason.UNAVAILABLE, "this machine's clock is wrong", e, "set it, and keep it right with NTP");
            case "NoSuchBucket" ->
                said(
                        Reason.BROKEN,
                        "there is no bucket " + location.bucket() + at(),
                        e,
                        "create it, or correct the table's URI");
            case "NotImplemented" ->
                said(
                        Reason.BROKEN,
                        "the store has no conditional writes, so two writers can't be kept apart",
                        e,
                        "use another store, or set single_writer = true in [telemetry.storage] if this is the table's"
                                + " only writer");
            default -> ofStatus(e);
        };
    }

    private StorageError ofStatus(AwsServiceException e) {
        int status = e.statusCode();
        if (status == 401 || status == 403) {
            return said(
                    Reason.DENIED,
                    "the store does not permit it",
                    e,
                    "give the right to it (list: s3:ListBucket; read, write, delete: s3:GetObject, s3:PutObject,"
                            + " s3:DeleteObject) to the "
                            + location.credentials().source());
        }
        if (status == 301 || status == 307) {
            return said(
                    Reason.BROKEN,
                    "the bucket " + location.bucket() + " is in another region than " + location.region(),
                    e,
                    "set AWS_REGION to the bucket's region");
        }
        if (status >= 500 || status == 429 || code(e).equals("RequestTimeout") || code(e).equals("SlowDown")) {
            return said(Reason.UNAVAILABLE, "the store is too busy or has a failure of its own", e, "");
        }
        return said(Reason.BROKEN, "the store refuses the request" + at(), e, "");
    }

    /** An error with what the store said. */
    private static StorageError said(Reason reason, String sentence, AwsServiceException e, String remedy) {
        AwsErrorDetails details = e.awsErrorDetails();
        String message = details == null ? null : details.errorMessage();
        String code = code(e);
        return new StorageError(
                reason,
                sentence + " (" + e.statusCode() + (code.isEmpty() ? "" : " " + code)
                        + (message == null || message.isBlank() || message.equals(code)
                                ? ""
                                : ": " + NetworkError.quote(message))
                        + ")",
                remedy);
    }

    private static NetworkError networkError(SdkException e) {
        NetworkError error = NetworkError.of(e, SSLException.class);
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

    private static String code(SdkException e) {
        return e instanceof AwsServiceException answer && answer.awsErrorDetails() != null
                ? Optional.ofNullable(answer.awsErrorDetails().errorCode()).orElse("")
                : "";
    }

    /** The region that an answer names. */
    private static Optional<String> regionOf(AwsServiceException e) {
        AwsErrorDetails details = e.awsErrorDetails();
        if (details == null) {
            return Optional.empty();
        }
        Optional<String> header = details.sdkHttpResponse() == null
                ? Optional.empty()
                : details.sdkHttpResponse().firstMatchingHeader("x-amz-bucket-region");
        int status = e.statusCode();
        if (header.isPresent() && (status == 301 || status == 307 || status == 400)) {
            return header;
        }
        Matcher text = REGION_IN_TEXT.matcher(
                Optional.ofNullable(details.errorMessage()).orElse(""));
        return text.find() ? Optional.of(text.group(1)) : Optional.empty();
    }

    private String at() {
        return location.endpoint().map(uri -> " at " + uri).orElse(" at " + S3Connector.awsEndpoint(location));
    }
}
