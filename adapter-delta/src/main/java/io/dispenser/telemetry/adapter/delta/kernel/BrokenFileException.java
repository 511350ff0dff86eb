package io.dispenser.telemetry.adapter.delta.kernel;

import io.dispenser.telemetry.core.storage.Causes;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.io.FileNotFoundException;
import java.io.InterruptedIOException;

/** A file of a table was read and does not hold what it should. */
public final class BrokenFileException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String path;

    BrokenFileException(String path, Throwable cause) {
        super(path + " can't be read: " + cause.getMessage(), cause);
        this.path = path;
    }

    /** The file, as Kernel calls it. */
    public String path() {
        return path;
    }

    /** Whether {@code e} tells of the store and not of what was read from it. */
    static boolean isStoreFailure(Throwable e) {
        return Causes.has(e, TableStoreException.class)
                || Causes.has(e, FileNotFoundException.class)
                || Causes.has(e, InterruptedIOException.class);
    }
}
