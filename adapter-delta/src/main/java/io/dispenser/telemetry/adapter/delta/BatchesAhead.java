package io.dispenser.telemetry.adapter.delta;

import io.dispenser.telemetry.core.time.DaemonThreads;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads batches of several sources at once, on threads of its own, while those from before are looked at in the order of the
 * sources; a few of a few sources ahead at the most. What fails there fails with whoever looks at them, after the batches that come
 * before.
 */
final class BatchesAhead<T> {

    /** Sources that are read at once: a store takes its while for each of them. */
    private static final int AT_ONCE = 3;

    /** Batches of one source that wait. */
    private static final int AHEAD = 4;

    /** How soon a reader notices that nobody looks any more. */
    private static final long PATIENCE_MILLIS = 50;

    /** What gives batches. */
    @FunctionalInterface
    interface Source<T> {
        void read(Consumer<T> each) throws IOException;
    }

    /** A batch; or none, at the end, with what it failed with, if it did. */
    private record Step<T>(@Nullable T batch, @Nullable Throwable failure) {}

    private final List<Source<T>> sources;
    private final List<BlockingQueue<Step<T>>> steps = new ArrayList<>();
    private final AtomicInteger next = new AtomicInteger();

    /** One for each source that may be begun; the earlier ones are begun first, so that the one that is looked at has one. */
    private final Semaphore begun = new Semaphore(AT_ONCE);

    private volatile boolean abandoned;

    private BatchesAhead(List<Source<T>> sources) {
        this.sources = sources;
        sources.forEach(source -> steps.add(new ArrayBlockingQueue<>(AHEAD)));
    }

    /**
     * Gives all batches of {@code sources} to {@code each}, on this thread, those of one source after those of another; the other
     * threads have ended then.
     */
    static <T> void read(List<Source<T>> sources, Consumer<T> each) throws IOException {
        BatchesAhead<T> ahead = new BatchesAhead<>(List.copyOf(sources));
        List<Thread> readers = new ArrayList<>();
        try {
            for (int i = 0; i < Math.min(AT_ONCE, sources.size()); i++) {
                Thread reader = DaemonThreads.create("telemetry-batches", ahead::produce);
                reader.start();
                readers.add(reader);
            }
            for (BlockingQueue<Step<T>> steps : ahead.steps) {
                consume(steps, each);
                ahead.begun.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a table was read");
        } finally {
            ahead.abandoned = true;
            readers.forEach(BatchesAhead::joinPatiently);
        }
    }

    private static <T> void consume(BlockingQueue<Step<T>> steps, Consumer<T> each)
            throws IOException, InterruptedException {
        while (true) {
            Step<T> step = steps.take();
            T batch = step.batch();
            if (batch != null) {
                each.accept(batch);
                continue;
            }
            if (step.failure() instanceof Error error) {
                throw error; // too little memory says nothing of the file
            } else if (step.failure() instanceof RuntimeException failure) {
                throw failure;
            } else if (step.failure() instanceof IOException failure) {
                throw failure;
            }
            return;
        }
    }

    private void produce() {
        try {
            while (true) {
                patiently(() -> begun.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS));
                int source = next.getAndIncrement();
                if (source >= sources.size()) {
                    return;
                }
                produce(sources.get(source), steps.get(source));
            }
        } catch (CancellationException e) {
            // Whoever looked at them is done already.
        }
    }

    private void produce(Source<T> source, BlockingQueue<Step<T>> into) {
        Throwable failure = null;
        try {
            source.read(batch -> put(new Step<>(batch, null), into));
        } catch (CancellationException e) {
            throw e;
        } catch (IOException | RuntimeException | Error e) {
            failure = e;
        }
        put(new Step<>(null, failure), into);
    }

    private void put(Step<T> step, BlockingQueue<Step<T>> into) {
        patiently(() -> into.offer(step, PATIENCE_MILLIS, TimeUnit.MILLISECONDS));
    }

    @FunctionalInterface
    private interface Attempt {
        boolean succeeds() throws InterruptedException;
    }

    private void patiently(Attempt attempt) {
        try {
            while (!attempt.succeeds()) {
                if (abandoned) {
                    throw new CancellationException();
                }
            }
        } catch (InterruptedException e) {
            throw new CancellationException();
        }
    }

    /** The store is closed next, so that nobody may read from it any more. */
    private static void joinPatiently(Thread reader) {
        boolean interrupted = false;
        while (reader.isAlive()) {
            try {
                reader.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
