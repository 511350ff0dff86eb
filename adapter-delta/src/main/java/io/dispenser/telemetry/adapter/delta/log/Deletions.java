package io.dispenser.telemetry.adapter.delta.log;

import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.core.time.DaemonThreads;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Deletes many files, several at a time: a store takes its while for each, and a day of a hundred hosts leaves tens of
 * thousands. They go about in the order given; after a failure no further one is begun.
 */
public final class Deletions {

    public static final int AT_ONCE = 8;

    private final TableStore store;
    private final AtomicInteger deleted = new AtomicInteger();

    public Deletions(TableStore store) {
        this.store = store;
    }

    /** How many files were deleted, also if {@link #run} failed. */
    public int deleted() {
        return deleted.get();
    }

    /** What is done after each deletion; a failure ends them all. */
    @FunctionalInterface
    public interface Step<E extends Exception> {
        void deleted() throws E, InterruptedException;
    }

    /** Deletes {@code files}, which nobody watches. */
    public void run(List<FileEntry> files) throws TableStoreException, InterruptedException {
        run(files, () -> {});
    }

    /** Deletes {@code files}. However it ends, nothing is under way any more on return. */
    public <E extends Exception> void run(List<FileEntry> files, Step<E> step)
            throws TableStoreException, InterruptedException, E {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE, DaemonThreads.named("telemetry-delete"));
        try {
            Deque<Future<?>> underWay = new ArrayDeque<>();
            Iterator<FileEntry> next = files.iterator();
            while (next.hasNext() || !underWay.isEmpty()) {
                while (next.hasNext() && underWay.size() < AT_ONCE) {
                    String path = next.next().path();
                    underWay.add(threads.submit(() -> {
                        store.delete(path);
                        return deleted.incrementAndGet();
                    }));
                }
                await(underWay.remove());
                step.deleted();
            }
        } finally {
            end(threads);
        }
    }

    private static void await(Future<?> deletion) throws TableStoreException, InterruptedException {
        try {
            deletion.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TableStoreException failure) {
                throw failure;
            }
            throw new IllegalStateException("a deletion failed unexpectedly", e.getCause());
        }
    }

    private static void end(ExecutorService threads) {
        threads.shutdown();
        boolean interrupted = false;
        while (!threads.isTerminated()) {
            try {
                var unused = threads.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true; // a store's own time limits end this soon
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
