package io.dispenser.telemetry.adapter.delta;

import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.storage.ForwardingTableStore;
import io.dispenser.telemetry.core.storage.StorageError;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.core.time.DaemonThreads;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A store for somebody who waits: an operation that takes too long is given up, and after it all others. What is under way
 * then ends by the store's own time limits. Data files and checkpoints may take as long as they need.
 */
final class DeadlineStore extends ForwardingTableStore {

    private final Duration limit;
    private final ExecutorService threads = Executors.newCachedThreadPool(DaemonThreads.named("telemetry-check"));
    private volatile boolean isSilent;

    DeadlineStore(TableStore store, Duration limit) {
        super(store);
        this.limit = limit;
    }

    @FunctionalInterface
    private interface Operation<T> {
        T run() throws TableStoreException;
    }

    private <T> T within(Operation<T> operation) throws TableStoreException {
        if (isSilent) {
            throw silence();
        }
        Future<T> running = threads.submit(operation::run);
        try {
            return running.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            isSilent = true;
            throw silence();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw silence();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TableStoreException failure) {
                throw failure;
            }
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private TableStoreException silence() {
        return new TableStoreException(
                StorageError.unavailable(
                        description() + " does not answer: nothing came within " + limit.toSeconds() + " seconds",
                        "check its address, the network and the firewall"),
                null);
    }

    @Override
    public List<FileEntry> list(String directory, String fromName, int most) throws TableStoreException {
        return within(() -> super.list(directory, fromName, most));
    }

    @Override
    public Optional<FileEntry> stat(String path) throws TableStoreException {
        return within(() -> super.stat(path));
    }

    @Override
    public byte[] readAll(String path) throws TableStoreException {
        return path.endsWith(".parquet") ? super.readAll(path) : within(() -> super.readAll(path));
    }

    @Override
    public boolean putIfAbsent(String path, byte[] content) throws TableStoreException {
        return within(() -> super.putIfAbsent(path, content));
    }

    @Override
    public boolean putIfAbsentUnforced(String path, byte[] content) throws TableStoreException {
        return within(() -> super.putIfAbsentUnforced(path, content));
    }

    @Override
    public void delete(String path) throws TableStoreException {
        within(() -> {
            super.delete(path);
            return path;
        });
    }

    /** The store is the caller's. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
