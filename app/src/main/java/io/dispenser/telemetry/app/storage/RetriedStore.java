package io.dispenser.telemetry.app.storage;

import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.storage.StorageAdapter;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.core.storage.TableUri;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A store that could not be opened, as with a key's file that is being replaced: each use tries to open it, until one does. */
final class RetriedStore implements TableStore {

    private final StorageAdapter adapter;
    private final TableUri uri;
    private final StorageSettings settings;
    private @Nullable TableStore opened;
    private boolean closed;

    RetriedStore(StorageAdapter adapter, TableUri uri, StorageSettings settings) {
        this.adapter = adapter;
        this.uri = uri;
        this.settings = settings;
    }

    private synchronized TableStore store() throws TableStoreException {
        if (closed) {
            throw new IllegalStateException("the store of " + uri + " is closed");
        }
        if (opened == null) {
            opened = adapter.open(uri, settings);
        }
        return opened;
    }

    @Override
    public synchronized String description() {
        return opened == null ? uri.toString() : opened.description();
    }

    @Override
    public List<FileEntry> list(String directory, String fromName, int limit) throws TableStoreException {
        return store().list(directory, fromName, limit);
    }

    @Override
    public Optional<FileEntry> stat(String path) throws TableStoreException {
        return store().stat(path);
    }

    @Override
    public byte[] read(String path, long offset, int length) throws TableStoreException {
        return store().read(path, offset, length);
    }

    @Override
    public byte[] readAll(String path) throws TableStoreException {
        return store().readAll(path);
    }

    @Override
    public void put(String path, byte[] content) throws TableStoreException {
        store().put(path, content);
    }

    @Override
    public boolean putIfAbsent(String path, byte[] content) throws TableStoreException {
        return store().putIfAbsent(path, content);
    }

    @Override
    public boolean putIfAbsentUnforced(String path, byte[] content) throws TableStoreException {
        return store().putIfAbsentUnforced(path, content);
    }

    @Override
    public void delete(String path) throws TableStoreException {
        store().delete(path);
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (opened != null) {
            opened.close();
        }
    }
}
