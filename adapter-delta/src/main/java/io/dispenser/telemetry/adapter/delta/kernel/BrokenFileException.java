package io.dispenser.telemetry.adapter.delta.kernel;

import io.dispenser.telemetry.core.storage.Causes;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;

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

    /** What is thrown when reading of the file at {@code path} failed with {@code e}. */
    static RuntimeException named(String path, Exception e) {
        if (e instanceof UnsupportedOperationException) {
            return new UnsupportedOperationException(e.getMessage() + " (" + path + ")", e);
        }
        if (!isStoreFailure(e)) {
            return new BrokenFileException(path, e);
        }
        return e instanceof IOException failure ? new UncheckedIOException(failure) : (RuntimeException) e;
    }

    /** Whether {@code e} tells of the store and not of what was read from it. */
    static boolean isStoreFailure(Throwable e) {
        return Causes.has(e, TableStoreException.class)
                || Causes.has(e, FileNotFoundException.class)
                || Causes.has(e, InterruptedIOException.class);
    }
}
