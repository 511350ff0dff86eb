package io.dispenser.telemetry.core.storage;

import io.dispenser.telemetry.core.storage.StorageError.Reason;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The id of one {@link TableStore#putIfAbsent}, which an object store keeps with the file that this call wrote.
 *
 * <p>An object store refuses a conditional write with "somebody's file is there". That may be our own: the library, or a proxy
 * on the way, sends a request again whose answer got lost. Or there is no answer at all. Then the file is asked for, and its
 * creation id tells who wrote it, even where another call wrote the same content.
 */
public record CreationId(String value) {

    /**
     * Under this name it is kept in an object's metadata. Letters only: Azure takes no hyphens, proxies drop headers with
     * underscores, and S3 makes all letters small.
     */
    public static final String METADATA_NAME = "dispensercreationid";

    /** Asks a store for the file that is there now. */
    @FunctionalInterface
    public interface Request<T> {
        T send() throws TableStoreException;
    }

    /** An id that no other call has. */
    public static CreationId next() {
        return new CreationId(UUID.randomUUID().toString());
    }

    /** Whether the file that bears {@code found} was written by this call; null and empty are the files of others. */
    public boolean matches(@Nullable String found) {
        return value.equals(found);
    }

    /**
     * Gets the file that is there after a write which ended with {@code failure}.
     *
     * @param failure what holds where no file is there: with {@link Reason#OUTCOME_UNKNOWN} if the write may yet arrive
     * @param file the name of the file, for a person
     * @throws TableStoreException if there is none, {@code failure}; if that can't be found out, one with
     *     {@link Reason#OUTCOME_UNKNOWN}
     */
    public static <T> T fileAfter(TableStoreException failure, String file, Request<T> request)
            throws TableStoreException {
        try {
            return request.send();
        } catch (TableStoreException e) {
            failure.addSuppressed(e);
            boolean told = e.reason() == Reason.NOT_FOUND || failure.reason() == Reason.OUTCOME_UNKNOWN;
            throw told ? failure : new TableStoreException(failure.error().leavingUnknown("write", file), failure);
        }
    }
}
