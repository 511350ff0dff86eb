package io.dispenser.telemetry.benchmarks;

import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.storage.ForwardingTableStore;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** A store that counts what it is asked for, and the bytes that come and go. */
final class CountingStore extends ForwardingTableStore {

    /** What an object store tells of in one answer. */
    private static final int PAGE = 1000;

    private final LongAdder lists = new LongAdder();
    private final LongAdder stats = new LongAdder();
    private final LongAdder reads = new LongAdder();
    private final LongAdder puts = new LongAdder();
    private final LongAdder deletes = new LongAdder();
    private final LongAdder dataRead = new LongAdder();
    private final LongAdder logRead = new LongAdder();
    private final LongAdder dataWritten = new LongAdder();
    private final LongAdder logWritten = new LongAdder();

    CountingStore(TableStore store) {
        super(store);
    }

    /** What was counted since the last time, on two lines; begins anew. */
    String report() {
        return String.format(
                Locale.ROOT,
                "  requests: %d reads, %d puts, %d deletes, %d lists (in pages of %d), %d stats%n"
                        + "  read %s of data and %s of the log, written %s of data and %s of the log",
                reads.sumThenReset(),
                puts.sumThenReset(),
                deletes.sumThenReset(),
                lists.sumThenReset(),
                PAGE,
                stats.sumThenReset(),
                megabytes(dataRead.sumThenReset()),
                megabytes(logRead.sumThenReset()),
                megabytes(dataWritten.sumThenReset()),
                megabytes(logWritten.sumThenReset()));
    }

    /** How many bytes of data files were written since the last report. */
    long dataWritten() {
        return dataWritten.sum();
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }

    @Override
    public List<FileEntry> list(String directory, String fromName, int limit) throws TableStoreException {
        List<FileEntry> files = super.list(directory, fromName, limit);
        lists.add(files.size() / PAGE + 1L);
        return files;
    }

    @Override
    public Optional<FileEntry> stat(String path) throws TableStoreException {
        stats.increment();
        return super.stat(path);
    }

    @Override
    public byte[] read(String path, long offset, int length) throws TableStoreException {
        byte[] content = super.read(path, offset, length);
        read(path, content);
        return content;
    }

    @Override
    public byte[] readAll(String path) throws TableStoreException {
        byte[] content = super.readAll(path);
        read(path, content);
        return content;
    }

    private void read(String path, byte[] content) {
        reads.increment();
        (isLog(path) ? logRead : dataRead).add(content.length);
    }

    @Override
    public void put(String path, byte[] content) throws TableStoreException {
        written(path, content);
        super.put(path, content);
    }

    @Override
    public boolean putIfAbsent(String path, byte[] content) throws TableStoreException {
        written(path, content);
        return super.putIfAbsent(path, content);
    }

    @Override
    public boolean putIfAbsentUnforced(String path, byte[] content) throws TableStoreException {
        return putIfAbsent(path, content);
    }

    private void written(String path, byte[] content) {
        puts.increment();
        (isLog(path) ? logWritten : dataWritten).add(content.length);
    }

    @Override
    public void delete(String path) throws TableStoreException {
        deletes.increment();
        super.delete(path);
    }

    private static boolean isLog(String path) {
        return path.startsWith("_delta_log/");
    }
}
