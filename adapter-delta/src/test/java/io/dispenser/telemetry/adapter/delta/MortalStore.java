package io.dispenser.telemetry.adapter.delta;

import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.storage.ForwardingTableStore;
import io.dispenser.telemetry.core.storage.StorageError.Reason;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** The store as a process sees it that is killed at one of its requests, and whose network is bad before. */
final class MortalStore extends ForwardingTableStore {

    private static final double BEFORE = 0.02;
    private static final double AFTER = 0.04;
    private static final double MISSED = 0.2;

    private final SplittableRandom random;
    private final AtomicInteger left;

    /** The process is dead: whatever it does next ends its thread. */
    static final class Killed extends Error {

        private static final long serialVersionUID = 1L;

        Killed() {
            super("killed", null, false, false);
        }
    }

    /** @param requests how many it lives for */
    MortalStore(TableStore store, SplittableRandom random, int requests) {
        super(store);
        this.random = random;
        this.left = new AtomicInteger(requests);
    }

    /** From now on nothing fails. */
    void immortal() {
        left.set(Integer.MAX_VALUE);
    }

    private boolean happens(double share) {
        synchronized (random) {
            return left.get() < Integer.MAX_VALUE / 2 && random.nextDouble() < share;
        }
    }

    private void before() throws TableStoreException {
        int now = left.updateAndGet(requests -> Math.max(0, requests - 1));
        if (now == 0) {
            throw new Killed();
        }
        if (happens(BEFORE)) {
            throw new TableStoreException(Reason.UNAVAILABLE, "the request got lost", null);
        }
    }

    /** The request had its effect, and the process may have died before the reply. */
    private void after(Reason told) throws TableStoreException {
        if (left.get() == 1) {
            left.set(0);
            throw new Killed();
        }
        if (happens(AFTER)) {
            throw new TableStoreException(told, "the reply got lost", null);
        }
    }

    @Override
    public List<FileEntry> list(String directory, String fromName, int limit) throws TableStoreException {
        before();
        List<FileEntry> files = super.list(directory, fromName, limit);
        return directory.endsWith("inbox")
                ? files.stream().filter(file -> !happens(MISSED)).toList()
                : files;
    }

    @Override
    public byte[] readAll(String path) throws TableStoreException {
        before();
        return super.readAll(path);
    }

    @Override
    public void put(String path, byte[] content) throws TableStoreException {
        before();
        super.put(path, content);
        after(Reason.UNAVAILABLE);
    }

    @Override
    public boolean putIfAbsent(String path, byte[] content) throws TableStoreException {
        before();
        boolean won = super.putIfAbsent(path, content);
        after(Reason.OUTCOME_UNKNOWN);
        return won;
    }

    @Override
    public boolean putIfAbsentUnforced(String path, byte[] content) throws TableStoreException {
        return putIfAbsent(path, content);
    }

    @Override
    public void delete(String path) throws TableStoreException {
        before();
        super.delete(path);
        after(Reason.UNAVAILABLE);
    }
}
