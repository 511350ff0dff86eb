package io.dispenser.telemetry.adapter.storage.azure;

import java.time.Duration;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** What the Blob service's answers mean that report no success: by its codes, for its words may repeat secrets. */
final class ReplyMeanings {

    /** The service takes no request that says it was made longer ago. */
    private static final Duration MAX_SKEW = Duration.ofMinutes(15);

    private final AzureLocation location;
    private final AzureCredentials credentials;
    private final InstantSource clock;

    ReplyMeanings(AzureLocation location, AzureCredentials credentials, InstantSource clock) {
        this.location = location;
        this.credentials = credentials;
        this.clock = clock;
    }

    Meaning of(BlobReply reply) {
        if (reply.inDoubt()) {
            return Meaning.doubtful(answer(reply) + ", and it may have been done or not");
        }
        boolean unauthorized = reply.status() == 401 || reply.status() == 403;
        Optional<Duration> skew = skew(reply);
        if (unauthorized && skew.isPresent()) {
            return Meaning.denied(
                    "the clock of this machine differs by " + skew.get().toMinutes()
                            + " minutes from the service's, which takes no request older than " + MAX_SKEW.toMinutes()
                            + "; set the clock (timedatectl set-ntp true)");
        }
        return switch (reply.code()) {
            case "ContainerNotFound", "FilesystemNotFound" ->
                Meaning.broken("there is no container " + location.containerName() + " in storage account "
                        + location.account() + "; create it (az storage container create --name "
                        + location.containerName() + " --account-name " + location.account()
                        + "), or name another one");
            case "AuthenticationFailed", "InvalidAuthenticationInfo" ->
                Meaning.denied("the service does not accept the credentials (" + credentials.source() + "); "
                        + credentials.form().remedy());
            case "AuthorizationPermissionMismatch", "InsufficientAccountPermissions" ->
                Meaning.denied("the credentials (" + credentials.source()
                        + ") have no right to; give them the role Storage Blob Data Contributor");
            case "AuthorizationFailure" ->
                Meaning.denied("the service refuses the credentials (" + credentials.source()
                        + "), or the account's firewall this machine; look at the firewall, and "
                        + credentials.form().remedy());
            case "KeyBasedAuthenticationNotPermitted" ->
                Meaning.denied("storage account " + location.account()
                        + " takes no account keys; use a service principal or a managed identity, or allow keys");
            case "PublicAccessNotPermitted", "NoAuthenticationInformation", "ResourceNotFound" ->
                Meaning.denied("container " + location.containerName() + " is not open to everybody, or not there; "
                        + credentials.form().remedy());
            case "AccountIsDisabled" ->
                Meaning.denied("storage account " + location.account() + " is disabled; enable it");
            case "BlobImmutableDueToPolicy" ->
                Meaning.denied("container " + location.containerName()
                        + " keeps its files unchanged by a policy; name a container without one");
            case "LeaseIdMissing" ->
                Meaning.passing("somebody holds a lease on it; end it (az storage blob lease break)");
            case "ResourceTypeMismatch", "PathConflict", "InvalidOperation" ->
                Meaning.broken("a directory of that name, or a file in the place of a directory above it, is there; "
                        + "remove it");
            default -> byStatus(reply, unauthorized);
        };
    }

    private Meaning byStatus(BlobReply reply, boolean unauthorized) {
        int status = reply.status();
        if (status >= 500 || status == 408 || status == 429) {
            return Meaning.passing(answer(reply) + "; it is too busy or has trouble, which passes");
        }
        if (unauthorized) {
            return Meaning.denied(answer(reply) + "; " + credentials.form().remedy());
        }
        if (status == 409 || status == 412) {
            return Meaning.passing(answer(reply) + "; somebody else is at it");
        }
        return Meaning.broken(answer(reply) + "; is " + location.container() + " the right address?");
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
}
