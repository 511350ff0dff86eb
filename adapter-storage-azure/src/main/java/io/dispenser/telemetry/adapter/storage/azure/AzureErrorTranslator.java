package io.dispenser.telemetry.adapter.storage.azure;

import io.dispenser.telemetry.core.storage.FileStoreException;
import io.dispenser.telemetry.core.storage.FileStoreException.Reason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.InstantSource;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What went wrong with a file, and what a person can do about it. */
final class AzureFailures {

    private final AzureLocation location;
    private final AzureCredentials credentials;
    private final ReplyMeanings replies;

    AzureFailures(AzureLocation location, AzureCredentials credentials, InstantSource clock) {
        this.location = location;
        this.credentials = credentials;
        this.replies = new ReplyMeanings(location, credentials, clock);
    }

    FileStoreException absent(String path) {
        return new FileStoreException(Reason.NOT_FOUND, path + " is not in " + location, null);
    }

    FileStoreException tooShort(String path, long size, long wanted) {
        return new FileStoreException(
                Reason.BROKEN,
                path + " in " + location + " ends after " + size + " bytes, and " + wanted + " were expected",
                null);
    }

    FileStoreException directoryInTheWay(String path) {
        return failure("write", path, Meaning.broken("a directory of that name is there; remove it"), null);
    }

    FileStoreException senseless(String action, String path, Exception cause) {
        Meaning meaning = Meaning.passing(
                "the answer is none of the Blob service; is " + location.container() + " its address, or a proxy's?");
        return failure(action, path, meaning, cause);
    }

    /** It was not found out whether {@code failure} prevented a write. */
    FileStoreException doubtful(String path, FileStoreException failure) {
        return new FileStoreException(
                Reason.OUTCOME_UNKNOWN,
                "it can't be told whether " + path + " was written: " + failure.getMessage(),
                failure);
    }

    /** The meaning of an answer that reports no success. */
    FileStoreException of(String action, String path, BlobReply reply) {
        return failure(action, path, replies.of(reply), null);
    }

    /** The meaning of silence. */
    FileStoreException of(String action, String path, NoReplyException failure) {
        IOException cause = failure.getCause() instanceof IOException io ? io : failure;
        Meaning meaning = cause instanceof NoTokenException token ? token(token) : Meaning.passing(network(cause));
        return failure(action, path, failure.isInDoubt() ? Meaning.doubtful(meaning.words()) : meaning, cause);
    }

    private Meaning token(NoTokenException failure) {
        String problem =
                "no token for " + credentials.source() + " from its token service: " + failure.getMessage() + "; ";
        if (failure.isRefused()) {
            return Meaning.denied(problem + credentials.form().remedy());
        }
        // Machines outside of Azure have no such service: whoever runs one there forgot to set credentials.
        return Meaning.passing(problem
                + (credentials.form() == AzureCredentials.Form.MANAGED_IDENTITY
                        ? credentials.form().remedy()
                        : "is the network up, and AZURE_AUTHORITY_HOST right?"));
    }

    private String network(IOException cause) {
        String host = location.container().getAuthority();
        if (isUnresolved(cause)) {
            return "there is no host " + host + "; is " + location.account()
                    + " the right storage account, and does this machine have a network and DNS?";
        }
        if (cause instanceof HttpConnectTimeoutException) {
            return host + " can't be reached: no connection in time; does a firewall or a missing route stop it?";
        }
        if (cause instanceof HttpTimeoutException) {
            return host + " is " + cause.getMessage() + "; does a firewall or proxy hold the connection?";
        }
        if (cause instanceof SSLException) {
            return "no encrypted connection to " + host + " (" + cause.getMessage()
                    + "); does a proxy intercept it, or does the endpoint speak http?";
        }
        if (cause instanceof ConnectException) {
            return host + " refuses connections; does the service run there, and is the endpoint right?";
        }
        if (cause instanceof InterruptedIOException) {
            return "interrupted";
        }
        return "the connection to " + host + " broke (" + cause.getMessage() + "); is the network up?";
    }

    private static boolean isUnresolved(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof UnresolvedAddressException) {
                return true;
            }
        }
        return false;
    }

    private FileStoreException failure(String action, String path, Meaning meaning, @Nullable Exception cause) {
        return new FileStoreException(
                meaning.reason(),
                "can't " + action + " " + (path.isEmpty() ? "" : path + " in ") + location + ": " + meaning.words(),
                cause);
    }
}
