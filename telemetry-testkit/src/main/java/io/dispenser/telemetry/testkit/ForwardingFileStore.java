package io.dispenser.telemetry.testkit;

import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.storage.FileStore;
import io.dispenser.telemetry.core.storage.FileStoreException;
import java.util.List;
import java.util.Optional;

/** Another store, for a test that wants one or two of its operations to go differently and overrides these. */
public abstract class ForwardingFileStore implements FileStore {

    private final FileStore store;

    /** @param store what every operation goes to that is not overridden; closed with this one */
    protected ForwardingFileStore(FileStore store) {
        this.store = store;
    }

    @Override
    public String description() {
        return store.description();
    }

    @Override
    public List<FileEntry> list(String directory, String fromName, int limit) throws FileStoreException {
        return store.list(directory, fromName, limit);
    }

    @Override
    public Optional<FileEntry> stat(String path) throws FileStoreException {
        return store.stat(path);
    }

    @Override
    public byte[] read(String path, long offset, int length) throws FileStoreException {
        return store.read(path, offset, length);
    }

    @Override
    public byte[] readAll(String path) throws FileStoreException {
        return store.readAll(path);
    }

    @Override
    public void put(String path, byte[] content) throws FileStoreException {
        store.put(path, content);
    }

    @Override
    public boolean putIfAbsent(String path, byte[] content) throws FileStoreException {
        return store.putIfAbsent(path, content);
    }

    @Override
    public void delete(String path) throws FileStoreException {
        store.delete(path);
    }

    @Override
    public void close() {
        store.close();
    }
}
