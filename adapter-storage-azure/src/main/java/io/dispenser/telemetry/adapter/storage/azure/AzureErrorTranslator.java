package io.dispenser.telemetry.adapter.storage.azure;

import io.dispenser.telemetry.core.storage.NetworkError;
import io.dispenser.telemetry.core.storage.ReplyLimit;
import io.dispenser.telemetry.core.storage.StorageError;
import io.dispenser.telemetry.core.storage.StorageError.Reason;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.azurebfs.oauth2.AzureADAuthenticator;
import org.jspecify.annotations.Nullable;

/**
 * What an answer of the Blob service, a lost one, and an exception of the connector mean, and what a person is told. Answers
 * are known by their codes, and their text is not shown: it may repeat secrets.
 */
final class AzureErrorTranslator {

    /** The service takes no request that says it was made longer ago. */
    private static final Duration MAX_SKEW = Duration.ofMinutes(15);

    /**
     * Codes of Entra ID, such as AADSTS7000215, and of OAuth, such as invalid_client. Looked for in the text, since the connector
     * keeps the first 1,024 characters of an answer, which are no JSON then, and Entra ID's codes stand in a sentence.
     */
    private static final Pattern TOKEN_CODE = Pattern.compile("AADSTS\\d+|\"error\"\\s*:\\s*\"([a-z_]{1,40})\"");

    static final String NO_TOKEN_FILE = "the file that AZURE_FEDERATED_TOKEN_FILE names can't be read or is empty";

    private final AzureLocation location;
    private final AzureCredentials credentials;
    private final InstantSource clock;

    AzureErrorTranslator(AzureLocation location, AzureCredentials credentials, InstantSource clock) {
        this.location = location;
        this.credentials = credentials;
        this.clock = clock;
    }

    TableStoreException notFound(String path) {
        return new TableStoreException(StorageError.notFound(location.file(path)), null);
    }

    TableStoreException endsBefore(String path, long end) {
        return new TableStoreException(StorageError.endsBefore(location.file(path), end), null);
    }

    TableStoreException directoryInTheWay(String path) {
        return failed("write", path, StorageError.broken("a directory of that name is there", "remove it"), null);
    }

    TableStoreException noAnswerOfTheService(String operation, String path, Exception cause) {
        StorageError error = StorageError.unavailable(
                "the answer is none of the Blob service", "is " + location.container() + " its address, or a proxy's?");
        return failed(operation, path, error, cause);
    }

    /** The meaning of an answer that reports no success. */
    TableStoreException of(String operation, String path, BlobReply reply) {
        StorageError error = reply.inDoubt()
                ? new StorageError(Reason.OUTCOME_UNKNOWN, answer(reply) + ", and it may have been done or not", "")
                : error(reply);
        return failed(operation, path, error, null);
    }

    TableStoreException of(String operation, String path, NoReplyException failure) {
        IOException cause = failure.getCause() instanceof IOException io ? io : failure;
        StorageError error = cause instanceof AzureTokenException token ? ofToken(token) : ofNetwork(cause);
        return failure.isInDoubt()
                ? new TableStoreException(error.leavingUnknown(operation, location.file(path)), cause)
                : failed(operation, path, error, cause);
    }

    private StorageError ofNetwork(IOException cause) {
        if (cause instanceof ReplyLimit.TooLargeException tooLarge) {
            return tooLarge.at(service());
        }
        return location.route().error(NetworkError.of(cause), service(), cause);
    }

    private String service() {
        return "the service at " + location.container().getAuthority();
    }

    private StorageError ofToken(AzureTokenException failure) {
        String problem = "no token for " + credentials.source() + " from its token service: " + failure.getMessage();
        String remedy = credentials.form().remedy();
        if (failure.isRefused()) {
            return StorageError.denied(problem, remedy);
        }
        // Machines outside of Azure have no such service: whoever runs one there forgot to set credentials.
        boolean machine = credentials.form() == AzureCredentials.Form.MANAGED_IDENTITY;
        return StorageError.unavailable(
                problem, machine ? remedy : "is the network up, and AZURE_AUTHORITY_HOST right?");
    }

    private StorageError error(BlobReply reply) {
        boolean serviceSpoke =
                !reply.code().isEmpty() || !reply.header("x-ms-request-id").isEmpty();
        return location.route().refusal(reply.status(), serviceSpoke, service()).orElseGet(() -> ofAnswer(reply));
    }

    private StorageError ofAnswer(BlobReply reply) {
        boolean unauthorized = reply.status() == 401 || reply.status() == 403;
        Optional<Duration> skew = unauthorized ? skew(reply) : Optional.empty();
        if (skew.isPresent()) {
            return StorageError.denied(
                    "the clock of this machine differs by " + skew.get().toMinutes()
                            + " minutes from the service's, which takes no request older than " + MAX_SKEW.toMinutes(),
                    "set the clock (timedatectl set-ntp true)");
        }
        String account = "storage account " + location.account();
        String container = "container " + location.containerName();
        String who = "the credentials (" + credentials.source() + ")";
        String remedy = credentials.form().remedy();
        return switch (reply.code()) {
            case "ContainerNotFound", "FilesystemNotFound" ->
                StorageError.broken(
                        "there is no " + container + " in " + account,
                        "create it (az storage container create --name " + location.containerName() + " --account-name "
                                + location.account() + "), or name another one");
            case "AuthenticationFailed", "InvalidAuthenticationInfo" ->
                StorageError.denied("the service does not accept " + who, remedy);
            case "AuthorizationPermissionMismatch", "InsufficientAccountPermissions" ->
                StorageError.denied(who + " have no right to", "give them the role Storage Blob Data Contributor");
            case "AuthorizationFailure" ->
                StorageError.denied(
                        "the service refuses " + who + ", or the account's firewall this machine",
                        "look at the firewall, and " + remedy);
            case "KeyBasedAuthenticationNotPermitted" ->
                StorageError.denied(
                        account + " takes no account keys",
                        "use a service principal or a managed identity, or allow keys");
            case "PublicAccessNotPermitted", "NoAuthenticationInformation", "ResourceNotFound" ->
                StorageError.denied(container + " is not open to everybody, or not there", remedy);
            case "AccountIsDisabled" -> StorageError.denied(account + " is disabled", "enable it");
            case "BlobImmutableDueToPolicy" ->
                StorageError.denied(
                        container + " keeps its files unchanged by a policy", "name a container without one");
            case "LeaseIdMissing" ->
                StorageError.unavailable("somebody holds a lease on it", "end it (az storage blob lease break)");
            case "ResourceTypeMismatch", "PathConflict", "InvalidOperation" ->
                StorageError.broken(
                        "a directory of that name, or a file in the place of a directory above it, is there",
                        "remove it");
            default -> byStatus(reply, unauthorized);
        };
    }

    private StorageError byStatus(BlobReply reply, boolean unauthorized) {
        int status = reply.status();
        String answer = answer(reply);
        String address = "is " + location.container() + " the right address?";
        if (status / 100 == 3) {
            String place = NetworkError.quote(reply.header("Location"));
            return StorageError.broken(
                    answer + ": it sends requests on" + (place.isEmpty() ? "" : " to " + place.replaceAll("[?].*", ""))
                            + ", and they are not followed there",
                    "write the service's own address as endpoint (https:// where it has TLS)");
        }
        if (status == 507) {
            return StorageError.unavailable(
                    answer + ": there is no room left; nothing was written", "free some room, or raise the quota");
        }
        if (status == 501) {
            return StorageError.broken(answer + ": it does not do what was asked; nothing was written", address);
        }
        if (status == 411 || status == 417) {
            return StorageError.broken(
                    answer + ": it, or a proxy before it, "
                            + (status == 411 ? "misses the length of the request" : "takes no header Expect"),
                    "look at the proxy on the way; " + address);
        }
        if (status >= 500 || status == 408 || status == 429) {
            return StorageError.unavailable(answer + ": it is too busy or has trouble", "wait");
        }
        if (unauthorized) {
            return StorageError.denied(answer, credentials.form().remedy());
        }
        if (status == 409 || status == 412) {
            return StorageError.unavailable(answer + ": another request changes it at the same time", "");
        }
        boolean plain = status == 400
                && reply.code().isEmpty()
                && "http".equals(location.container().getScheme());
        return plain
                ? StorageError.broken(
                        answer + ": it takes no plain HTTP, so it is a port for TLS, or no Blob service",
                        "write https:// in the endpoint, or correct its port")
                : StorageError.broken(answer, address);
    }

    private static String answer(BlobReply reply) {
        return "the service answered " + reply.status() + (reply.code().isEmpty() ? "" : " (" + reply.code() + ")");
    }

    /** By how much the service's clock differs, if by too much. */
    private Optional<Duration> skew(BlobReply reply) {
        try {
            Duration skew = Duration.between(BlobListing.time(reply.header("Date")), clock.instant())
                    .abs();
            return skew.compareTo(MAX_SKEW) > 0 ? Optional.of(skew) : Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** What the connector's provider of tokens failed by. */
    static AzureTokenException ofTokenProvider(Throwable cause) {
        if (cause instanceof AzureTokenException known) {
            return known;
        }
        if (cause instanceof AzureADAuthenticator.HttpException answer && answer.getHttpErrorCode() > 0) {
            return ofTokenAnswer(answer.getHttpErrorCode(), answer.getBody());
        }
        if (cause instanceof AzureADAuthenticator.HttpException) {
            return new AzureTokenException("it can't be reached", false);
        }
        if (cause instanceof IOException file
                && String.valueOf(file.getMessage()).contains("token file")) {
            return new AzureTokenException(NO_TOKEN_FILE, true);
        }
        return new AzureTokenException(
                "its answer makes no sense (" + cause.getClass().getSimpleName() + ")", false);
    }

    /** What it means that a token service answered with this status. */
    static AzureTokenException ofTokenAnswer(int status, String body) {
        // Those that a metadata service answers while it starts, or when it is asked too often.
        boolean passing = status == 404 || status == 408 || status == 410 || status == 429 || status >= 500;
        return new AzureTokenException("it answered " + status + tokenCodes(body), !passing && status != 200);
    }

    private static String tokenCodes(String body) {
        Matcher matcher = TOKEN_CODE.matcher(body);
        StringBuilder codes = new StringBuilder();
        while (matcher.find() && codes.length() < 100) {
            codes.append(codes.isEmpty() ? " (" : ", ")
                    .append(matcher.group(1) == null ? matcher.group() : matcher.group(1));
        }
        return codes.isEmpty() ? "" : codes + ")";
    }

    private TableStoreException failed(String operation, String path, StorageError error, @Nullable Exception cause) {
        return new TableStoreException(error.during(operation, location.file(path)), cause);
    }
}
