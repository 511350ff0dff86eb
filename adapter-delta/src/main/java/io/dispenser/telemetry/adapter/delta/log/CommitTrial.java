package io.dispenser.telemetry.adapter.delta.log;

import io.dispenser.telemetry.core.storage.StorageError.Reason;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;

/**
 * Whether commits can be put, and only by one writer for each version, tried on a table that is there without leaving anything:
 * its last commit is put once more, with its own bytes, and has to be refused. Even in a store that knows no conditions the
 * table stays as it is.
 */
public final class CommitTrial {

    /** What to say of a store that lets two writers win. */
    public static final String UNSAFE =
            "lets a second writer overwrite the first one's file, so commits would be lost; use a store with conditional"
                    + " writes, or set single_writer = true in [telemetry.storage] if no other process or host writes to"
                    + " this table";

    private CommitTrial() {}

    /**
     * Tries it.
     *
     * @param version of a commit that is there, or that only a checkpoint holds any more; then nothing is tried
     * @return whether the store refused to write the commit a second time
     * @throws TableStoreException if it refuses to be written at all, or can't be reached
     */
    public static boolean isRefused(TableStore store, long version) throws TableStoreException {
        String path = LogFileName.commitPath(version);
        byte[] commit;
        try {
            commit = store.readAll(path);
        } catch (TableStoreException e) {
            if (e.reason() == Reason.NOT_FOUND) {
                return true;
            }
            throw e;
        }
        return !store.putIfAbsent(path, commit);
    }
}
