package io.dispenser.telemetry.benchmarks.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.storage.ForwardingTableStore;
import io.dispenser.telemetry.core.storage.StorageError.Reason;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * A host's client of the store, that counts requests and takes its time for each: half before it acts, half before it answers. So
 * who comes second is told only when its reply is back, as on a network. No lock is held meanwhile.
 */
final class MeasuredStore extends ForwardingTableStore {

    /** As many names a listing's request brings. */
    private static final int PAGE = 1000;

    private static final Pattern COMMIT = Pattern.compile("_delta_log/[0-9]{20}\\.json");
    private static final String ADD = "{\"add\":";

    private final Timeline time;
    private final Window window;
    private final Latency latency;
    private final RequestCounts counts;
    private final RandomGenerator random;
    private final Fate fate;

    MeasuredStore(
            TableStore store,
            Timeline time,
            Window window,
            Latency latency,
            RequestCounts counts,
            RandomGenerator random,
            Fate fate) {
        super(store);
        this.time = time;
        this.window = window;
        this.latency = latency;
        this.counts = counts;
        this.random = random;
        this.fate = fate;
    }

    /** What becomes of a request: asked when it reaches the store, and again when the reply is back. */
    @FunctionalInterface
    interface Fate {

        /**
         * Lets a request pass.
         *
         * @param failure what its failure would be now
         * @throws TableStoreException if it fails
         */
        void pass(String path, Reason failure) throws TableStoreException;
    }

    @FunctionalInterface
    private interface Answer<T> {
        T get() throws TableStoreException;
    }

    private boolean isMeasured() {
        return window.holds(window.since(time.ticker().nanos()));
    }

    private <T> T request(RequestKind kind, String path, Answer<T> answer) throws TableStoreException {
        count(kind, 1);
        Duration takes = latency();
        sleep(takes.dividedBy(2), path);
        fate.pass(path, Reason.UNAVAILABLE);
        T answered;
        try {
            answered = answer.get();
        } finally {
            sleep(takes.dividedBy(2), path);
        }
        fate.pass(path, kind == RequestKind.PUT_IF_ABSENT ? Reason.OUTCOME_UNKNOWN : Reason.UNAVAILABLE);
        return answered;
    }

    private void count(RequestKind kind, long times) {
        if (isMeasured()) {
            counts.requested(Party.ofThisThread(), kind, times);
        }
    }

    private Duration latency() {
        synchronized (random) {
            return latency.next(random);
        }
    }

    private void sleep(Duration wait, String path) throws TableStoreException {
        if (wait.isZero()) {
            return;
        }
        try {
            time.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TableStoreException(Reason.OUTCOME_UNKNOWN, "interrupted at " + path, e);
        }
    }

    @Override
    public List<FileEntry> list(String directory, String fromName, int limit) throws TableStoreException {
        List<FileEntry> found = request(RequestKind.LIST, directory, () -> super.list(directory, fromName, limit));
        for (int more = PAGE; more < found.size(); more += PAGE) {
            count(RequestKind.LIST, 1);
            sleep(latency(), directory);
        }
        return found;
    }

    @Override
    public Optional<FileEntry> stat(String path) throws TableStoreException {
        return request(RequestKind.HEAD, path, () -> super.stat(path));
    }

    @Override
    public byte[] read(String path, long offset, int length) throws TableStoreException {
        return request(RequestKind.GET, path, () -> super.read(path, offset, length));
    }

    @Override
    public byte[] readAll(String path) throws TableStoreException {
        return request(RequestKind.GET, path, () -> super.readAll(path));
    }

    @Override
    public void put(String path, byte[] content) throws TableStoreException {
        request(RequestKind.PUT, path, () -> {
            super.put(path, content);
            return true;
        });
    }

    @Override
    public boolean putIfAbsent(String path, byte[] content) throws TableStoreException {
        return request(RequestKind.PUT_IF_ABSENT, path, () -> {
            boolean ours = super.putIfAbsent(path, content);
            if (ours && isMeasured() && COMMIT.matcher(path).matches()) {
                counts.committed(
                        1,
                        new String(content, UTF_8)
                                .lines()
                                .filter(line -> line.startsWith(ADD))
                                .count());
            }
            return ours;
        });
    }

    @Override
    public boolean putIfAbsentUnforced(String path, byte[] content) throws TableStoreException {
        return putIfAbsent(path, content);
    }

    @Override
    public void delete(String path) throws TableStoreException {
        request(RequestKind.DELETE, path, () -> {
            super.delete(path);
            return true;
        });
    }
}
