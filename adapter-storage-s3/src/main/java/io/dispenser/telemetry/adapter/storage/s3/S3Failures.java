package io.dispenser.telemetry.adapter.storage.s3;

import io.dispenser.telemetry.core.storage.FileStoreException;
import io.dispenser.telemetry.core.storage.FileStoreException.Reason;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/** What a failure of the store, or of the way to it, means, and what a person is told. */
final class S3Failures {

    private static final Pattern REGION_IN_WORDS = Pattern.compile("expecting ['\"]([a-z0-9-]+)['\"]");

    private final S3Location location;

    S3Failures(S3Location location) {
        this.location = location;
    }

    FileStoreException reading(String action, String path, SdkException e) {
        if (isNotFound(e)) {
            return notFound(path);
        }
        return explained(action, path, e);
    }

    FileStoreException writing(String action, String path, SdkException e) {
        FileStoreException explained = explained(action, path, e);
        return explained.reason() == Reason.UNAVAILABLE && mayBeDone(e)
                ? new FileStoreException(Reason.OUTCOME_UNKNOWN, String.valueOf(explained.getMessage()), e)
                : explained;
    }

    FileStoreException notFound(String path) {
        return new FileStoreException(Reason.NOT_FOUND, name(path) + " is not there", null);
    }

    /** A put-if-absent of which nobody can tell what became of it. */
    FileStoreException unknown(String path, SdkException e) {
        return new FileStoreException(
                Reason.OUTCOME_UNKNOWN,
                "wrote " + name(path) + ", and can't tell whether it is there: " + explanation(e).words,
                e);
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
        return isTimeout(e) || (e.numAttempts() != null && !(once && neverConnected(e)));
    }

    static boolean isNotFound(SdkException e) {
        String code = code(e);
        return status(e) == 404 && (code.isEmpty() || code.equals("NoSuchKey") || code.equals("NotFound"));
    }

    /** The HTTP status of the store's answer, or 0 if there was none. */
    static int status(SdkException e) {
        return e instanceof AwsServiceException answer ? answer.statusCode() : 0;
    }

    private static String code(SdkException e) {
        return e instanceof AwsServiceException answer && answer.awsErrorDetails() != null
                ? Optional.ofNullable(answer.awsErrorDetails().errorCode()).orElse("")
                : "";
    }

    private record Explanation(Reason reason, String words) {}

    private FileStoreException explained(String action, String path, SdkException e) {
        Explanation explanation = explanation(e);
        return new FileStoreException(
                explanation.reason, "can't " + action + " " + name(path) + ": " + explanation.words, e);
    }

    private String name(String path) {
        return path.isEmpty() ? location.name() : location.name() + "/" + path;
    }

    private Explanation explanation(SdkException e) {
        return e instanceof AwsServiceException answer ? ofAnswer(answer) : ofTheWay(e);
    }

    private Explanation ofAnswer(AwsServiceException e) {
        String credentials = location.credentials().source();
        String remedy = location.credentials().remedy();
        String code = code(e);
        String answer = answer(e);
        if ("Sts"
                .equals(Optional.ofNullable(e.awsErrorDetails())
                        .map(AwsErrorDetails::serviceName)
                        .orElse(""))) {
            Reason reason = e.statusCode() >= 500 ? Reason.UNAVAILABLE : Reason.DENIED;
            return new Explanation(
                    reason,
                    "the Security Token Service gives no credentials for the " + credentials + "; " + remedy + answer);
        }
        Optional<String> region = regionOf(e);
        if (region.isPresent() && !region.get().equals(location.region())) {
            return new Explanation(
                    Reason.BROKEN,
                    "the bucket " + location.bucket() + " is in region " + region.get() + ", not in "
                            + location.region() + "; set AWS_REGION=" + region.get()
                            + ", or region in [telemetry.storage]" + answer);
        }
        return switch (code) {
            // The second is versitygw's.
            case "InvalidAccessKeyId", "XAdminUserNotFound" ->
                new Explanation(Reason.DENIED, "the store doesn't know the " + credentials + "; " + remedy + answer);
            case "SignatureDoesNotMatch" ->
                new Explanation(
                        Reason.DENIED, "the secret does not belong to the " + credentials + "; " + remedy + answer);
            case "ExpiredToken", "TokenRefreshRequired", "ExpiredTokenException" ->
                new Explanation(
                        Reason.DENIED, "the " + credentials + " have expired; set new ones and start again" + answer);
            case "InvalidToken" ->
                new Explanation(
                        Reason.DENIED, "the session token of the " + credentials + " is not valid; " + remedy + answer);
            case "RequestTimeTooSkewed", "RequestExpired" ->
                new Explanation(
                        Reason.UNAVAILABLE,
                        "this machine's clock is wrong; set it, and keep it right with NTP" + answer);
            case "NoSuchBucket" ->
                new Explanation(
                        Reason.BROKEN,
                        "there is no bucket " + location.bucket() + store() + "; create it, or correct the table's URI"
                                + answer);
            case "NotImplemented" ->
                new Explanation(
                        Reason.BROKEN,
                        "the store has no conditional writes, so two writers can't be kept apart; use another store, or set"
                                + " single_writer = true in [telemetry.storage] if this is the table's only writer"
                                + answer);
            default -> ofStatus(e, credentials, answer);
        };
    }

    private Explanation ofStatus(AwsServiceException e, String credentials, String answer) {
        int status = e.statusCode();
        if (status == 401 || status == 403) {
            return new Explanation(
                    Reason.DENIED,
                    "the store does not permit it; give the right to it (list: s3:ListBucket; read, write, delete:"
                            + " s3:GetObject, s3:PutObject, s3:DeleteObject) to the " + credentials + answer);
        }
        if (status == 301 || status == 307) {
            return new Explanation(
                    Reason.BROKEN,
                    "the bucket " + location.bucket() + " is in another region than " + location.region()
                            + "; set AWS_REGION to the bucket's region" + answer);
        }
        if (status >= 500 || status == 429 || code(e).equals("RequestTimeout") || code(e).equals("SlowDown")) {
            return new Explanation(Reason.UNAVAILABLE, "the store is too busy or has a failure of its own" + answer);
        }
        return new Explanation(Reason.BROKEN, "the store refuses the request" + store() + answer);
    }

    private Explanation ofTheWay(SdkException e) {
        Optional<UnknownHostException> host = cause(e, UnknownHostException.class);
        if (host.isPresent()) {
            return new Explanation(
                    Reason.UNAVAILABLE,
                    "the name of the store's host can't be resolved" + store()
                            + "; check the network, the endpoint and the region");
        }
        if (neverConnected(e)) {
            return new Explanation(
                    Reason.UNAVAILABLE,
                    "the store can't be reached" + store() + "; check the network and the endpoint");
        }
        if (isTimeout(e)) {
            return new Explanation(
                    Reason.UNAVAILABLE,
                    "the store did not answer in time" + store() + "; check the network and the endpoint");
        }
        Optional<SSLException> tls = cause(e, SSLException.class);
        if (tls.isPresent()) {
            return new Explanation(
                    Reason.UNAVAILABLE,
                    "no secure connection to the store" + store() + "; check the endpoint and its certificate ("
                            + tls.get().getMessage() + ")");
        }
        return new Explanation(Reason.UNAVAILABLE, words(e));
    }

    private static boolean isTimeout(SdkException e) {
        return e instanceof ApiCallTimeoutException
                || e instanceof ApiCallAttemptTimeoutException
                || cause(e, SocketTimeoutException.class).isPresent();
    }

    private static boolean neverConnected(SdkException e) {
        return cause(e, UnknownHostException.class).isPresent()
                || cause(e, ConnectException.class).isPresent()
                || cause(e, NoRouteToHostException.class).isPresent()
                || cause(e, SocketTimeoutException.class)
                        .map(timeout -> String.valueOf(timeout.getMessage())
                                .toLowerCase(Locale.ROOT)
                                .contains("connect"))
                        .orElse(false);
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
        Matcher words = REGION_IN_WORDS.matcher(
                Optional.ofNullable(details.errorMessage()).orElse(""));
        return words.find() ? Optional.of(words.group(1)) : Optional.empty();
    }

    private String store() {
        return location.endpoint().map(uri -> " at " + uri).orElse(" at " + S3Connector.awsEndpoint(location));
    }

    private static String answer(AwsServiceException e) {
        AwsErrorDetails details = e.awsErrorDetails();
        String message = details == null ? null : details.errorMessage();
        String code = code(e);
        return " (" + e.statusCode() + (code.isEmpty() ? "" : " " + code)
                + (message == null || message.isBlank() || message.equals(code) ? "" : ": " + message.strip()) + ")";
    }

    private static String words(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    private static <T extends Throwable> Optional<T> cause(Throwable failure, Class<T> type) {
        for (@Nullable Throwable each = failure; each != null; each = each.getCause()) {
            if (type.isInstance(each)) {
                return Optional.of(type.cast(each));
            }
        }
        return Optional.empty();
    }
}
