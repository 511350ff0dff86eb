package io.dispenser.telemetry.adapter.storage.s3;

import io.dispenser.telemetry.core.storage.NetworkError;
import io.dispenser.telemetry.core.storage.StorageError;
import io.dispenser.telemetry.core.storage.StorageError.Reason;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** What a store means that answers with an error: its code, else its status. */
final class S3Answers {

    /** Stores that send no header with the bucket's region name it in the text of their answer. */
    private static final Pattern REGION_IN_TEXT = Pattern.compile("expecting ['\"]([a-z0-9-]+)['\"]");

    /** AWS: "object protected by object lock"; MinIO: "Object is WORM protected"; others speak of retention. */
    private static final Pattern LOCKED =
            Pattern.compile("object lock|object is locked|worm|retention|legal hold|immutab");

    private final S3Location location;

    S3Answers(S3Location location) {
        this.location = location;
    }

    StorageError error(AwsServiceException e) {
        String credentials = location.credentials().source();
        String remedy = location.credentials().remedy();
        Optional<String> service = Optional.ofNullable(e.awsErrorDetails()).map(AwsErrorDetails::serviceName);
        if (service.filter("Sts"::equals).isPresent()) {
            Reason reason = e.statusCode() >= 500 ? Reason.UNAVAILABLE : Reason.DENIED;
            String sentence = "the Security Token Service gives no credentials for the " + credentials;
            return said(reason, sentence, e, remedy);
        }
        Optional<StorageError> proxy =
                location.route().refusal(e.statusCode(), isStores(e), "the store" + location.at());
        if (proxy.isPresent()) {
            return proxy.get();
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
                        "there is no bucket " + location.bucket() + location.at(),
                        e,
                        "create it, or correct the table's URI");
            case "QuotaExceeded", "InsufficientStorage", "XMinioStorageFull", "XMinioAdminBucketQuotaExceeded" ->
                full(e);
            default -> ofStatus(e);
        };
    }

    private StorageError ofStatus(AwsServiceException e) {
        int status = e.statusCode();
        if (isLocked(e)) {
            return said(
                    Reason.DENIED,
                    "the bucket keeps its objects from being deleted or changed (object lock, or a retention)",
                    e,
                    "rows are written all the same; keep deleted files and the log of the table longer than the bucket"
                            + " does, or name a bucket without");
        }
        if (status == 401 || status == 403) {
            return said(
                    Reason.DENIED,
                    "the store does not permit it",
                    e,
                    "give the right to it (list: s3:ListBucket; read, write, delete: s3:GetObject, s3:PutObject,"
                            + " s3:DeleteObject) to the "
                            + location.credentials().source());
        }
        return switch (status) {
            case 301, 302, 303, 307, 308 -> redirected(e);
            case 411 ->
                said(
                        Reason.BROKEN,
                        "the store, or a proxy before it, misses the length of the request" + location.at(),
                        e,
                        "check the address; a proxy on the way has to let Content-Length through");
            case 417 ->
                said(
                        Reason.BROKEN,
                        "the store, or a proxy before it, does not take the header Expect: 100-continue"
                                + location.at(),
                        e,
                        "set \"fs.s3a.connection.expect.continue\" = false in [telemetry.storage], and look at the proxy");
            case 501 ->
                said(
                        Reason.BROKEN,
                        "the store does not do what was asked, and nothing was written"
                                + (location.singleWriter()
                                        ? ""
                                        : "; most often it has no conditional writes (If-None-Match), so two writers"
                                                + " can't be kept apart"),
                        e,
                        location.singleWriter()
                                ? "use another store"
                                : "use another store, or set single_writer = true in [telemetry.storage] if this is the"
                                        + " table's only writer");
            case 507 -> full(e);
            case 400 -> badRequest(e);
            default -> ofOtherStatus(e);
        };
    }

    /** A store has one status and one code for this and for a right that is missing; 405 is that of some others. */
    private static boolean isLocked(AwsServiceException e) {
        String text = Optional.ofNullable(e.awsErrorDetails())
                .map(AwsErrorDetails::errorMessage)
                .orElse("")
                .toLowerCase(Locale.ROOT);
        String code = code(e);
        boolean mayBeRefused = e.statusCode() == 403 || e.statusCode() == 405 || e.statusCode() == 400;
        return code.equals("ObjectLocked")
                || (code.equals("InvalidObjectState") && text.contains("lock"))
                || (mayBeRefused && LOCKED.matcher(text).find());
    }

    private static StorageError full(AwsServiceException e) {
        return said(
                Reason.UNAVAILABLE,
                "the store has no room left, or the quota is used up; nothing was written",
                e,
                "free some room, or raise the quota");
    }

    /** Nobody who answers like that is a store that was asked the way it wants. */
    private StorageError badRequest(AwsServiceException e) {
        boolean plain = location.endpoint()
                .filter(uri -> "http".equalsIgnoreCase(uri.getScheme()))
                .isPresent();
        return code(e).isEmpty() && plain
                ? said(
                        Reason.BROKEN,
                        "what answers" + location.at()
                                + " takes no plain HTTP for S3: it is a port for TLS, or no store",
                        e,
                        "write https:// in the endpoint, or correct its port")
                : ofOtherStatus(e);
    }

    private StorageError redirected(AwsServiceException e) {
        Optional<String> place = Optional.ofNullable(e.awsErrorDetails())
                .map(AwsErrorDetails::sdkHttpResponse)
                .flatMap(response -> response.firstMatchingHeader("Location"))
                .map(NetworkError::quote);
        if (location.endpoint().isPresent() && (place.isPresent() || code(e).isEmpty())) {
            return said(
                    Reason.BROKEN,
                    "the store" + location.at() + " sends requests on"
                            + place.map(address -> " to " + address).orElse("") + ", and they are not followed there",
                    e,
                    "write the store's own address as endpoint (https:// where it has TLS)");
        }
        if (e.statusCode() == 307) {
            return said(
                    Reason.UNAVAILABLE,
                    "the bucket " + location.bucket() + " is new, or in another region than " + location.region(),
                    e,
                    "wait, up to some hours after a bucket is made, or set AWS_REGION to the bucket's region");
        }
        return said(
                Reason.BROKEN,
                "the bucket " + location.bucket() + " is in another region than " + location.region(),
                e,
                "set AWS_REGION to the bucket's region");
    }

    private StorageError ofOtherStatus(AwsServiceException e) {
        int status = e.statusCode();
        if (status >= 500 || status == 429 || code(e).equals("RequestTimeout") || code(e).equals("SlowDown")) {
            return said(Reason.UNAVAILABLE, "the store is too busy or has a failure of its own", e, "");
        }
        return said(Reason.BROKEN, "the store refuses the request" + location.at(), e, "");
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

    /** Whether an answer has what every store puts into one: a code, or the id of the request. */
    private static boolean isStores(AwsServiceException e) {
        return !code(e).isEmpty() || e.requestId() != null || e.extendedRequestId() != null;
    }

    /** The code of a store's error; empty if it gave none, or no answer at all. */
    static String code(SdkException e) {
        return e instanceof AwsServiceException answer && answer.awsErrorDetails() != null
                ? Optional.ofNullable(answer.awsErrorDetails().errorCode()).orElse("")
                : "";
    }
}
