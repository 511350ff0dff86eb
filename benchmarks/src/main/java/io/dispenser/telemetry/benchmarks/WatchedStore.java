package io.dispenser.telemetry.benchmarks;

import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.storage.FileStore;
import io.dispenser.telemetry.core.storage.FileStoreException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A store of a Delta table with fail points after what is written to it. */
final class WatchedStore implements FileStore {

    private static final Pattern COMMIT = Pattern.compile("_delta_log/[0-9]{20}\\.json");
    private static final Pattern CREATION = Pattern.compile("_delta_log/0{20}\\.json");

    private final FileStore store;
    private final FailPoints points;
    private final Backlog backlog;

    WatchedStore(FileStore store, FailPoints points, Backlog backlog) {
        this.store = store;
        this.points = points;
        this.backlog = backlog;
    }

    @Override
    public void put(String path, byte[] content) throws FileStoreException {
        store.put(path, content);
        written(path);
    }

    @Override
    public boolean putIfAbsent(String path, byte[] content) throws FileStoreException {
        boolean ours = store.putIfAbsent(path, content);
        if (ours) {
            written(path);
        }
        return ours;
    }

    private void written(String path) {
        if (CREATION.matcher(path).matches()) {
            points.reached(FailPoint.AFTER_CREATION);
        } else if (COMMIT.matcher(path).matches()) {
            points.reached(FailPoint.AFTER_COMMIT);
            ofSeveral(FailPoint.BACKLOG_AFTER_COMMIT);
        } else if (path.startsWith("_delta_log/") && path.endsWith(".parquet")) {
            points.reached(FailPoint.AFTER_CHECKPOINT);
        } else if (path.endsWith(".parquet")) {
            points.reached(FailPoint.AFTER_DATA_FILE);
            ofSeveral(FailPoint.BACKLOG_AFTER_DATA_FILE);
        }
    }

    private void ofSeveral(FailPoint point) {
        if (backlog.isSeveral()) {
            points.reached(point);
        }
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
    public void delete(String path) throws FileStoreException {
        store.delete(path);
    }

    @Override
    public void close() {
        store.close();
    }
}
