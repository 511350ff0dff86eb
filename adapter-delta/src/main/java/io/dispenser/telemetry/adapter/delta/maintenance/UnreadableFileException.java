package io.dispenser.telemetry.adapter.delta.maintenance;

import io.dispenser.telemetry.adapter.delta.io.TablePaths;
import io.dispenser.telemetry.core.storage.Causes;
import io.dispenser.telemetry.core.storage.StorageError.Reason;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.io.FileNotFoundException;
import java.io.InterruptedIOException;
import java.util.Optional;

/** A data file that the table has can't be read, and that is nothing that passes with the store's next answer. */
final class UnreadableFileException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String path;
    private final boolean missing;

    private UnreadableFileException(String path, String message, boolean missing, Throwable cause) {
        super(message, cause);
        this.path = path;
        this.missing = missing;
    }

    /**
     * What to throw when reading a file failed: {@code failure} itself if it is about the store.
     *
     * @param path the file, as Kernel calls it
     */
    static RuntimeException of(String path, RuntimeException failure) {
        if (Causes.has(failure, InterruptedIOException.class)) {
            return failure;
        }
        String name = path.replace(TablePaths.ROOT + "/", "");
        if (Causes.has(failure, FileNotFoundException.class)) {
            return new UnreadableFileException(
                    path,
                    name + " is not there, though the table has it; restore it from a copy, or take it out of the table"
                            + " (delta-rs: DeltaTable.repair())",
                    true,
                    failure);
        }
        Optional<TableStoreException> store = Causes.first(failure, TableStoreException.class);
        if (store.filter(e -> e.reason() != Reason.BROKEN).isPresent()) {
            return failure;
        }
        String why = store.isPresent() ? store.get().getMessage() : Causes.text(Causes.root(failure));
        return new UnreadableFileException(
                path,
                name + " can't be read (" + why + "); restore it from a copy, or delete the rows of its date",
                false,
                failure);
    }

    /** The file, as Kernel calls it. */
    String path() {
        return path;
    }

    /** Whether there is no such file. */
    boolean isMissing() {
        return missing;
    }

    /** What is wrong with which file and what to do, for a person. */
    String problem() {
        return String.valueOf(getMessage());
    }
}
