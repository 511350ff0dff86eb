package io.dispenser.telemetry.core.storage;

import java.util.List;
import java.util.Optional;

/**
 * The files of one table: the few operations that a table needs of a store. Paths are relative to the table's directory,
 * with {@code /} between names, no slash at either end, and no name {@code .} or {@code ..}. Directories are made and
 * forgotten by themselves. Any number of threads may call.
 *
 * <p>A file that was written is durable on return, and from then on every reader, in any process and on any host, sees all
 * of it; a file is never seen in part.
 */
public interface TableStore extends AutoCloseable {

    /** Where this is, for a person; holds no secret. */
    String description();

    /**
     * The files directly in {@code directory} whose name is {@code fromName} or comes after it, ordered by name (by UTF-16
     * code unit, as {@link String#compareTo}). Without files, or without such a directory, empty. Directories are not
     * listed, and neither is anything that a write under way may have left.
     *
     * @param directory a path, or the empty string for the table's own directory
     * @param fromName the first name of interest; the empty string for all
     */
    default List<FileEntry> list(String directory, String fromName) throws TableStoreException {
        return list(directory, fromName, Integer.MAX_VALUE);
    }

    /**
     * The first {@code limit} of the files that {@link #list(String, String)} tells of, for a directory that may have more
     * than fit into memory: neither the result nor what it takes to make it grows with the directory, except where names with
     * characters from U+D800 on come before those that are asked for. Fewer than {@code limit} are all there are.
     *
     * <p>The files after these are had by another call from the last of these names on; that one comes again, unless it is
     * gone by then. Files that come and go between the calls may be missed or seen; all others are listed once.
     *
     * @param limit how many at most; at least 1
     */
    List<FileEntry> list(String directory, String fromName, int limit) throws TableStoreException;

    /** Size and time of a file; empty if there is none. */
    Optional<FileEntry> stat(String path) throws TableStoreException;

    /**
     * Reads {@code length} bytes from {@code offset} on.
     *
     * @throws TableStoreException with {@link StorageError.Reason#NOT_FOUND} if there is no such file, and with
     *     {@link StorageError.Reason#BROKEN} if it ends before {@code offset + length}
     */
    byte[] read(String path, long offset, int length) throws TableStoreException;

    /** Reads a whole file; one request. */
    byte[] readAll(String path) throws TableStoreException;

    /** Writes a file, in the place of one that may be there. */
    void put(String path, byte[] content) throws TableStoreException;

    /**
     * Writes a file if none of that name is there. Of any number of callers, in any process and on any host, exactly one is
     * told true.
     *
     * @return true if this call wrote the file; false if somebody else's file was there
     * @throws TableStoreException with {@link StorageError.Reason#OUTCOME_UNKNOWN} if it can't be known whether this
     *     call wrote it: never reported as success, and never as false
     */
    boolean putIfAbsent(String path, byte[] content) throws TableStoreException;

    /**
     * The same for a file that can be done without: when the machine goes down soon after, it may be gone, or hold anything. So
     * nothing has to be waited for. A store that knows no difference makes none.
     */
    default boolean putIfAbsentUnforced(String path, byte[] content) throws TableStoreException {
        return putIfAbsent(path, content);
    }

    /** Removes a file. Does nothing if there is none. */
    void delete(String path) throws TableStoreException;

    @Override
    void close();
}
