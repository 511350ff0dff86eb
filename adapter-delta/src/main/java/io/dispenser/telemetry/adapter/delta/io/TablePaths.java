package io.dispenser.telemetry.adapter.delta.io;

import io.dispenser.telemetry.core.storage.StorageError.Reason;
import io.dispenser.telemetry.core.storage.TableStoreException;

/**
 * Where things are in the directory of a table: for the store, whose paths begin there, and for Kernel, who is told that every
 * table is at {@value #ROOT}.
 */
public final class TablePaths {

    /** Where Kernel believes the table to be: an address that no Hadoop file system serves. */
    public static final String ROOT = "table:/t";

    /** The directory of the table's log. */
    public static final String LOG = "_delta_log";

    /** How the names of the files begin that agents keep beside the log. No reader of Delta tables takes them for a version. */
    public static final String AGENTS = "_dispenser_";

    private TablePaths() {}

    /** What Kernel calls the file at {@code path} in the store. */
    public static String kernel(String path) {
        return ROOT + "/" + path;
    }

    /** Whether a file is below the table's directory; not so are another table's, and those with an address of their own. */
    public static boolean isInside(String kernelPath) {
        return kernelPath.startsWith(ROOT + "/");
    }

    /** The path in the store of the file that Kernel calls {@code kernelPath}. */
    public static String relative(String kernelPath) throws TableStoreException {
        if (!isInside(kernelPath)) {
            throw new TableStoreException(
                    Reason.BROKEN,
                    "the table's log names " + kernelPath + ", a file outside of the table's directory;"
                            + " tables that share files (shallow clones) can't be used here",
                    null);
        }
        return kernelPath.substring(ROOT.length() + 1);
    }
}
