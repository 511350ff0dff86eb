package io.dispenser.telemetry.adapter.delta.io;

import io.dispenser.telemetry.adapter.delta.kernel.LogFile;
import io.dispenser.telemetry.core.storage.StorageError.Reason;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.core.time.DaemonThreads;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Fetches the small ones of some files, several at a time, for one thread that reads all of them in order: a store takes its
 * while for each, and a day of a hundred hosts has tens of thousands. {@link #AT_ONCE} are under way or in memory.
 */
public final class ReadAhead implements WholeFiles, AutoCloseable {

    public static final int AT_ONCE = 8;

    private static final int IDLE_SECONDS = 1;

    private final TableStore store;
    private final Iterator<String> following;
    private final Map<String, Future<byte[]>> fetched = new HashMap<>();
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            AT_ONCE,
            AT_ONCE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            DaemonThreads.named("telemetry-read"));

    /**
     * @param files in the order in which they are asked for
     * @param maxBytes larger files are not fetched
     */
    public ReadAhead(TableStore store, List<LogFile> files, long maxBytes) {
        this(
                store,
                files.stream()
                        .filter(file -> file.size() <= maxBytes && TablePaths.isInside(file.path()))
                        .map(LogFile::path)
                        .iterator());
    }

    /** @param paths as Kernel has them, of small files, in the order in which they are asked for */
    ReadAhead(TableStore store, Iterator<String> paths) {
        this.store = store;
        this.following = paths;
        threads.allowCoreThreadTimeOut(true);
    }

    @Override
    public byte[] readAll(String path) throws IOException {
        fetch();
        Future<byte[]> content = fetched.remove(path);
        return content == null ? store.readAll(path) : await(content);
    }

    private void fetch() throws IOException {
        while (fetched.size() < AT_ONCE && following.hasNext()) {
            String path = TablePaths.relative(following.next());
            fetched.put(path, threads.submit(() -> store.readAll(path)));
        }
    }

    private static byte[] await(Future<byte[]> content) throws IOException {
        try {
            return content.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a file was read");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TableStoreException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error error) {
                throw error; // too little memory says nothing of the file
            }
            throw new TableStoreException(Reason.UNAVAILABLE, "a file was not read: " + e.getCause(), e.getCause());
        }
    }

    /** Gives up what is under way. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
