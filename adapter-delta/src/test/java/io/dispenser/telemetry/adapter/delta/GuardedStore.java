package io.dispenser.telemetry.adapter.delta;

import io.dispenser.telemetry.core.storage.ForwardingTableStore;
import io.dispenser.telemetry.core.storage.StorageError.Reason;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;

/** A store whose owner has granted all rights but that to delete. It counts what is asked of the inbox. */
final class GuardedStore extends ForwardingTableStore {

    private static final String INBOX = "_delta_log/_dispenser/inbox/";

    boolean mayDelete;

    /** Refused deletions in the inbox. */
    int refused;

    /** Files of the inbox that were read. */
    int inboxReads;

    GuardedStore(TableStore store) {
        super(store);
    }

    @Override
    public byte[] readAll(String path) throws TableStoreException {
        inboxReads += path.startsWith(INBOX) ? 1 : 0;
        return super.readAll(path);
    }

    @Override
    public void delete(String path) throws TableStoreException {
        if (!mayDelete) {
            refused += path.startsWith(INBOX) ? 1 : 0;
            throw new TableStoreException(Reason.DENIED, "no right to delete " + path, null);
        }
        super.delete(path);
    }
}
