package io.dispenser.telemetry.core.storage;

import java.util.List;
import java.util.Optional;

/** Another store, for who wants one or two of its operations to go differently and overrides these. */
public abstract class ForwardingTableStore implements TableStore {

    private final TableStore store;

    /** @param store what every operation goes to that is not overridden; closed with this one */
    protected ForwardingTableStore(TableStore store) {
        this.store = store;
    }

    @Override
    public String description() {
        return store.description();
    }

    @Override
    public List<FileEntry> list(String directory, String fromName, int limit) throws TableStoreException {
        return store.list(directory, fromName, limit);
    }

    @Override
    public Optional<FileEntry> stat(String path) throws TableStoreException {
        return store.stat(path);
    }

    @Override
    public byte[] read(String path, long offset, int length) throws TableStoreException {
        return store.read(path, offset, length);
    }

    @Override
    public byte[] readAll(String path) throws TableStoreException {
        return store.readAll(path);
    }

    @Override
    public void put(String path, byte[] content) throws TableStoreException {
        store.put(path, content);
    }

    @Override
    public boolean putIfAbsent(String path, byte[] content) throws TableStoreException {
        return store.putIfAbsent(path, content);
    }

    @Override
    public boolean putIfAbsentUnforced(String path, byte[] content) throws TableStoreException {
        return store.putIfAbsentUnforced(path, content);
    }

    @Override
    public void delete(String path) throws TableStoreException {
        store.delete(path);
    }

    @Override
    public void close() {
        store.close();
    }
}
