package io.dispenser.telemetry.core.storage;

import io.dispenser.telemetry.core.storage.StorageError.Reason;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A store did not do what it was asked. The message tells a person what is wrong, where, and what to do. */
public final class TableStoreException extends IOException {

    private static final long serialVersionUID = 2L;

    private final StorageError error;

    public TableStoreException(StorageError error, @Nullable Throwable cause) {
        super(error.message(), cause);
        this.error = error;
    }

    /** An error without a remedy of its own. */
    public TableStoreException(Reason reason, String message, @Nullable Throwable cause) {
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
        return error.reason().isRetryable();
    }
}
