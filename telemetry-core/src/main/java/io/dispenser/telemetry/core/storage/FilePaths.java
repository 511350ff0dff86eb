package io.dispenser.telemetry.core.storage;

import io.dispenser.telemetry.core.storage.StorageError.Reason;
import java.nio.charset.StandardCharsets;

/** What is a path in a {@link TableStore}, and what is none. Every store begins each operation with one of these checks. */
public final class FilePaths {

    private static final int MAX_KEY_BYTES = 1024;

    private FilePaths() {}

    /**
     * Makes sure that {@code path} may name a file.
     *
     * @throws TableStoreException with {@link Reason#BROKEN} if it can't
     */
    public static void requireFile(String path) throws TableStoreException {
        if (path.isEmpty()) {
            throw new TableStoreException(Reason.BROKEN, "a file's path is not empty", null);
        }
        requireDirectory(path);
    }

    /**
     * Makes sure that {@code path} may name a directory; the empty string is the table's own.
     *
     * @throws TableStoreException with {@link Reason#BROKEN} if it can't
     */
    public static void requireDirectory(String path) throws TableStoreException {
        if (path.isEmpty()) {
            return;
        }
        for (String name : path.split("/", -1)) {
            if (name.isEmpty() || name.equals(".") || name.equals("..")) {
                throw new TableStoreException(
                        Reason.BROKEN,
                        "'" + path + "' is no path within a table: expected names with / between them, none of them '"
                                + name + "'",
                        null);
            }
        }
    }

    /**
     * Makes sure that {@code path} may name a file in a store whose keys have up to 1024 bytes of UTF-8.
     *
     * @param key what the store gets: the table's own path, and {@code path}
     * @throws TableStoreException with {@link Reason#BROKEN} if it can't
     */
    public static void requireObject(String path, String key) throws TableStoreException {
        requireFile(path);
        requireLength(key, key.getBytes(StandardCharsets.UTF_8).length, MAX_KEY_BYTES, "bytes");
    }

    /**
     * Makes sure that a store takes a name of this length.
     *
     * @param name all of the name that the store gets, with the table's own path
     * @param length its length, in what the store counts
     * @param limit the greatest length
     * @param unit what the store counts: {@code bytes}
     * @throws TableStoreException with {@link Reason#BROKEN} if it doesn't
     */
    public static void requireLength(String name, int length, int limit, String unit) throws TableStoreException {
        if (length > limit) {
            throw new TableStoreException(
                    StorageError.broken(
                            "'" + name + "' has " + length + " " + unit + ", and the store takes names of up to "
                                    + limit,
                            "give the table a shorter path"),
                    null);
        }
    }

    /**
     * Makes sure that a range may be asked for.
     *
     * @throws TableStoreException with {@link Reason#BROKEN} if it can't
     */
    public static void requireRange(String path, long offset, int length) throws TableStoreException {
        if (offset < 0 || length < 0) {
            throw new TableStoreException(
                    Reason.BROKEN, "can't read " + length + " bytes from " + offset + " on of " + path, null);
        }
    }
}
