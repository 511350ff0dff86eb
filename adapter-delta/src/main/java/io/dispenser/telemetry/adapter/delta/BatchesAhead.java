package io.dispenser.telemetry.adapter.delta;

import io.dispenser.telemetry.core.time.DaemonThreads;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads batches on a thread of its own while those from before are looked at, a few ahead at the most. What fails there fails with
 * whoever looks at them, after the batches that were read before.
 */
final class BatchesAhead<T> {

    private static final int AHEAD = 4;

    /** How soon the reader notices that nobody looks any more. */
    private static final long PATIENCE_MILLIS = 50;

    /** What gives the batches. */
    @FunctionalInterface
    interface Source<T> {
        void read(Consumer<T> each) throws IOException;
    }

    /** A batch; or none, at the end, with what it failed with, if it did. */
    private record Step<T>(@Nullable T batch, @Nullable Throwable failure) {}

    private final BlockingQueue<Step<T>> steps = new ArrayBlockingQueue<>(AHEAD);
    private volatile boolean abandoned;

    private BatchesAhead() {}

    /** Gives all batches of {@code source} to {@code each}, on this thread, in their order; the other one has ended then. */
    static <T> void read(Source<T> source, Consumer<T> each) throws IOException {
        BatchesAhead<T> ahead = new BatchesAhead<>();
        Thread reader = DaemonThreads.create("telemetry-batches", () -> ahead.produce(source));
        reader.start();
        try {
            ahead.consume(each);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a table was read");
        } finally {
            ahead.abandoned = true;
            joinPatiently(reader);
        }
    }

    private void consume(Consumer<T> each) throws IOException, InterruptedException {
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

    private void produce(Source<T> source) {
        Throwable failure = null;
        try {
            source.read(batch -> put(new Step<>(batch, null)));
        } catch (IOException | RuntimeException | Error e) {
            failure = e;
        }
        try {
            put(new Step<>(null, failure));
        } catch (CancellationException e) {
            // Whoever looked at them has failed with something else already.
        }
    }

    private void put(Step<T> step) {
        try {
            while (!steps.offer(step, PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
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
