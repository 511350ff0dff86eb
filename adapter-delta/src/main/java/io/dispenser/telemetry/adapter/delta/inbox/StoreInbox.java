package io.dispenser.telemetry.adapter.delta.inbox;

import io.dispenser.telemetry.adapter.delta.io.TablePaths;
import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.storage.StorageError.Reason;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.core.time.Scheduler;
import io.dispenser.telemetry.core.time.Scheduler.Call;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The inbox in the table's store. */
public final class StoreInbox implements Inbox {

    /** A cycle of a thousand files has to end within the lease. */
    private static final int AT_ONCE = 32;

    private final TableStore store;
    private final Scheduler scheduler;

    public StoreInbox(TableStore store, Scheduler scheduler) {
        this.store = store;
        this.scheduler = scheduler;
    }

    @Override
    public List<InboxName> names(String from, int limit) throws TableStoreException {
        List<InboxName> names = new ArrayList<>();
        for (FileEntry file : store.list(InboxName.DIRECTORY, from, limit)) {
            InboxName.parse(file.name()).ifPresent(names::add);
        }
        return names;
    }

    @Override
    public void put(InboxName name, byte[] content) throws TableStoreException {
        store.put(name.path(), content);
    }

    @Override
    public List<Content> read(List<InboxName> names) throws IOException, InterruptedException {
        return scheduler.callAll(
                names.stream().map(name -> (Call<Content>) () -> read(name)).toList(), AT_ONCE);
    }

    private Content read(InboxName name) throws TableStoreException {
        byte[] content;
        try {
            content = store.readAll(name.path());
        } catch (TableStoreException e) {
            if (e.reason() == Reason.NOT_FOUND) {
                return new Content.Gone(name);
            }
            throw e;
        }
        try {
            return new Content.Read(name, InboxFormat.decode(name, content));
        } catch (IOException e) {
            return new Content.Damaged(name, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void delete(List<InboxName> names) throws IOException, InterruptedException {
        var unused = scheduler.callAll(
                names.stream()
                        .map(name -> (Call<Boolean>) () -> {
                            store.delete(name.path());
                            return true;
                        })
                        .toList(),
                AT_ONCE);
    }

    @Override
    public void setAside(InboxName name) throws TableStoreException {
        try {
            store.put(TablePaths.ASIDE + "/" + name.fileName(), store.readAll(name.path()));
        } catch (TableStoreException e) {
            if (e.reason() == Reason.NOT_FOUND) {
                return;
            }
            throw e;
        }
        store.delete(name.path());
    }
}
