package io.dispenser.telemetry.core.storage;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A store did not do what it was asked. The message tells a person what is wrong, where, and what to do. */
public final class FileStoreException extends IOException {

    private static final long serialVersionUID = 2L;

    /** Why. */
    public enum Reason {
        /** There is no such file. */
        NOT_FOUND(false),
        /** The store forbids it, or does not know who asks. */
        DENIED(false),
        /** The store can't be reached, is too busy or has no room; nothing was done. */
        UNAVAILABLE(true),
        /** It may have been done or not: the reply got lost. */
        OUTCOME_UNKNOWN(true),
        /** What is stored is not what it should be, or the request made no sense. */
        BROKEN(false);

        private final boolean retryable;

        Reason(boolean retryable) {
            this.retryable = retryable;
        }
    }

    private final StorageError error;

    public FileStoreException(StorageError error, @Nullable Throwable cause) {
        super(error.message(), cause);
        this.error = error;
    }

    /** An error without a remedy of its own. */
    public FileStoreException(Reason reason, String message, @Nullable Throwable cause) {
        this(new StorageError(reason, message, ""), cause);
    }

    public StorageError error() {
        return error;
    }

    public Reason reason() {
        return error.reason();
    }

    /** Whether it may pass by itself. */
    public boolean isRetryable() {
        return error.reason().retryable;
    }
}
