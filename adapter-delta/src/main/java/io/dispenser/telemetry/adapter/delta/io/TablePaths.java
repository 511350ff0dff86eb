package io.dispenser.telemetry.adapter.delta.io;

import io.dispenser.telemetry.core.storage.StorageError.Reason;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;

/**
 * Where things are in the directory of a table: for the store, whose paths begin there, and for Kernel, who is told that every
 * table is at {@value #ROOT}.
 */
public final class TablePaths {

    /** Where Kernel believes the table to be: an address that no Hadoop file system serves. */
    public static final String ROOT = "table:/t";

    /** The directory of the table's log. */
    public static final String LOG = "_delta_log";

    /** How the name of a commit's checksum file ends. */
    public static final String CHECKSUM = ".crc";

    /** How the names of the files begin that agents keep beside the log. No reader of Delta tables takes them for a version. */
    public static final String AGENTS = "_dispenser_";

    /** Where agents keep what they hand over to each other. No reader of Delta tables looks below the log. */
    public static final String GROUP_COMMIT = LOG + "/_dispenser";

    /** Where files lie that were handed over and can't be used, for somebody to look at. */
    public static final String ASIDE = GROUP_COMMIT + "/aside";

    /** What every file system takes for the name of a directory, in bytes. */
    private static final int MAX_NAME = 255;

    /** Object stores take 1024 bytes for all of a file's path. */
    private static final int MAX_DIRECTORY = 600;

    private TablePaths() {}

    /** What Kernel calls the file at {@code path} in the store. */
    public static String kernel(String path) {
        return ROOT + "/" + path;
    }

    /**
     * What Kernel will call a new data file.
     *
     * @param directory the address of its partition's directory, as Kernel's write context tells it: with the values escaped as
     *     Hive does it, and then as a URI. Readers take the values from the log, so the directory is a convenience: what is
     *     not ASCII is escaped as delta-rs does it, since a process may run in a locale whose file names have nothing else;
     *     and where a name is longer than file systems take, the file lies in the table's own directory.
     * @param codec as it stands in a file's name
     */
    public static String newDataFile(String directory, String codec) {
        String root = URI.create(ROOT).getPath();
        String ascii = ROOT + escapedBeyondAscii(URI.create(directory).getPath().substring(root.length()));
        boolean fits = ascii.length() <= MAX_DIRECTORY
                && Arrays.stream(ascii.split("/")).allMatch(name -> name.length() <= MAX_NAME);
        return (fits ? ascii : ROOT) + "/part-" + UUID.randomUUID() + "." + codec + ".parquet";
    }

    private static String escapedBeyondAscii(String path) {
        if (path.chars().allMatch(c -> c < 0x80)) {
            return path;
        }
        StringBuilder ascii = new StringBuilder();
        for (byte each : path.getBytes(StandardCharsets.UTF_8)) {
            ascii.append(each >= 0 ? String.valueOf((char) each) : String.format(Locale.ROOT, "%%%02X", each & 0xFF));
        }
        return ascii.toString();
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
