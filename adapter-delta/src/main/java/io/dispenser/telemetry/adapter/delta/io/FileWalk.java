package io.dispenser.telemetry.adapter.delta.io;

import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.storage.StorageError.Reason;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files of one directory in the order of their names, so many at a time that they don't matter for memory. */
public final class FileWalk {

    /** About a megabyte in memory, and what the most generous of the stores tells in one request. */
    public static final int CHUNK = 5000;

    private final TableStore store;
    private final String directory;
    private final int chunk;
    private String from;
    private @Nullable String last;
    private boolean ended;

    public FileWalk(TableStore store, String directory) {
        this(store, directory, "", CHUNK);
    }

    /**
     * @param fromName the first name of interest
     * @param chunk how many at a time; at least 2
     */
    public FileWalk(TableStore store, String directory, String fromName, int chunk) {
        this.store = store;
        this.directory = directory;
        this.from = fromName;
        this.chunk = chunk;
    }

    /** Another walk, from where this one is. */
    public FileWalk fork() {
        FileWalk fork = new FileWalk(store, directory, from, chunk);
        fork.last = last;
        fork.ended = ended;
        return fork;
    }

    /** The next files; none if there are no more. */
    public List<FileEntry> next() throws TableStoreException {
        if (ended) {
            return List.of();
        }
        List<FileEntry> found = store.list(directory, from, chunk);
        ended = found.size() < chunk;
        if (found.isEmpty()) {
            return found;
        }
        boolean again = found.get(0).name().equals(last);
        List<FileEntry> fresh = again ? found.subList(1, found.size()) : found;
        requireProgress(fresh);
        from = found.get(found.size() - 1).name();
        last = from;
        return fresh;
    }

    /** A store that gave the same files again, or others than were asked for, would be walked for ever, or in part. */
    private void requireProgress(List<FileEntry> fresh) throws TableStoreException {
        String before = from;
        boolean isFirst = last == null; // then a file of the very name that was asked for may come
        for (FileEntry file : fresh) {
            String name = file.name();
            if (name.compareTo(before) < (isFirst ? 0 : 1)) {
                throw noProgress(before, name);
            }
            before = name;
            isFirst = false;
        }
        if (fresh.isEmpty() && !ended) {
            throw noProgress(before, before);
        }
    }

    private TableStoreException noProgress(String before, String name) {
        return new TableStoreException(
                Reason.BROKEN,
                store.description() + " lists the files of " + (directory.isEmpty() ? "the table" : directory)
                        + " in another order than that of their names: after '" + before + "' came '" + name
                        + "'; a table can't be kept in such a store",
                null);
    }
}
