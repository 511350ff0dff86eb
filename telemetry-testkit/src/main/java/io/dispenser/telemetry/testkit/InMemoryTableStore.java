package io.dispenser.telemetry.testkit;

import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.storage.FilePaths;
import io.dispenser.telemetry.core.storage.StorageError.Reason;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A file store in memory that counts its requests and fails on demand. Any number of threads may use it.
 *
 * <p>{@link #anotherClient()} gives a second client of the same files, with counts and faults of its own: that is how a
 * test lets two processes meet.
 */
public final class InMemoryTableStore implements TableStore {

    private static final class Stored {
        final byte[] content;
        final Instant modified;

        Stored(byte[] content, Instant modified) {
            this.content = content;
            this.modified = modified;
        }
    }

    private record Plan(
            StoreOperation operation, Predicate<String> path, Optional<StoreFault> fault, Runnable before) {}

    /** The files, and the lock of all clients. */
    private final NavigableMap<String, Stored> files;

    private final InstantSource clock;
    private final Map<StoreOperation, Long> requests = new EnumMap<>(StoreOperation.class);
    private final List<Plan> plans = new ArrayList<>();
    private boolean closed;

    /** An empty store whose files carry the machine's time. */
    public InMemoryTableStore() {
        this(InstantSource.system());
    }

    /** An empty store whose files carry the time of {@code clock}. */
    public InMemoryTableStore(InstantSource clock) {
        this(new TreeMap<>(), clock);
    }

    private InMemoryTableStore(NavigableMap<String, Stored> files, InstantSource clock) {
        this.files = files;
        this.clock = clock;
    }

    /** Another client of the same files. */
    public InMemoryTableStore anotherClient() {
        return new InMemoryTableStore(files, clock);
    }

    /** Lets the next {@code operation} on a path that {@code path} accepts go wrong. Plans are used up in their order. */
    public void failNext(StoreOperation operation, Predicate<String> path, StoreFault fault) {
        synchronized (files) {
            plans.add(new Plan(operation, path, Optional.of(fault), () -> {}));
        }
    }

    /** Runs {@code action} just before the next {@code operation} on a path that {@code path} accepts; for races. */
    public void beforeNext(StoreOperation operation, Predicate<String> path, Runnable action) {
        synchronized (files) {
            plans.add(new Plan(operation, path, Optional.empty(), action));
        }
    }

    /** How many requests of this kind were made so far, failed ones included. */
    public long requests(StoreOperation operation) {
        synchronized (files) {
            return requests.getOrDefault(operation, 0L);
        }
    }

    /** How many requests were made so far, failed ones included. */
    public long requests() {
        synchronized (files) {
            return requests.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /** The paths of all files, in order. */
    public List<String> paths() {
        synchronized (files) {
            return List.copyOf(files.keySet());
        }
    }

    /** Removes every file whose path {@code path} accepts, behind the back of all clients. */
    public void removeIf(Predicate<String> path) {
        synchronized (files) {
            files.keySet().removeIf(path);
        }
    }

    /** Whether this client was closed. */
    public boolean isClosed() {
        synchronized (files) {
            return closed;
        }
    }

    /** Writes all files below {@code directory}, for a program that reads files. */
    public void copyTo(Path directory) throws IOException {
        Map<String, Stored> copy;
        synchronized (files) {
            copy = new TreeMap<>(files);
        }
        for (Map.Entry<String, Stored> file : copy.entrySet()) {
            Path target = directory.resolve(file.getKey());
            Files.createDirectories(target.getParent() == null ? directory : target.getParent());
            Files.write(target, file.getValue().content);
        }
    }

    @Override
    public String description() {
        return "memory:/table";
    }

    @Override
    public List<FileEntry> list(String directory, String fromName, int limit) throws TableStoreException {
        FilePaths.requireDirectory(directory);
        String prefix = directory.isEmpty() ? "" : directory + "/";
        return request(StoreOperation.LIST, directory, () -> {
            List<FileEntry> found = new ArrayList<>();
            for (Map.Entry<String, Stored> file :
                    files.tailMap(prefix + fromName, true).entrySet()) {
                if (!file.getKey().startsWith(prefix) || found.size() == limit) {
                    break;
                }
                if (file.getKey().indexOf('/', prefix.length()) < 0) {
                    found.add(entry(file.getKey(), file.getValue()));
                }
            }
            return List.copyOf(found);
        });
    }

    @Override
    public Optional<FileEntry> stat(String path) throws TableStoreException {
        FilePaths.requireFile(path);
        return request(
                StoreOperation.STAT,
                path,
                () -> Optional.ofNullable(files.get(path)).map(file -> entry(path, file)));
    }

    @Override
    public byte[] read(String path, long offset, int length) throws TableStoreException {
        FilePaths.requireFile(path);
        FilePaths.requireRange(path, offset, length);
        return request(StoreOperation.READ, path, () -> {
            byte[] content = content(path);
            if (offset + length > content.length) {
                throw new TableStoreException(
                        Reason.BROKEN,
                        path + " in " + description() + " has " + content.length + " bytes; " + length + " from "
                                + offset + " on were asked for",
                        null);
            }
            return Arrays.copyOfRange(content, (int) offset, (int) offset + length);
        });
    }

    @Override
    public byte[] readAll(String path) throws TableStoreException {
        FilePaths.requireFile(path);
        return request(StoreOperation.READ_ALL, path, () -> content(path).clone());
    }

    @Override
    public void put(String path, byte[] content) throws TableStoreException {
        FilePaths.requireFile(path);
        byte[] copy = content.clone();
        request(StoreOperation.PUT, path, () -> files.put(path, new Stored(copy, clock.instant())) == null);
    }

    @Override
    public boolean putIfAbsent(String path, byte[] content) throws TableStoreException {
        FilePaths.requireFile(path);
        byte[] copy = content.clone();
        return request(
                StoreOperation.PUT_IF_ABSENT,
                path,
                () -> files.putIfAbsent(path, new Stored(copy, clock.instant())) == null);
    }

    @Override
    public void delete(String path) throws TableStoreException {
        FilePaths.requireFile(path);
        request(StoreOperation.DELETE, path, () -> files.remove(path) != null);
    }

    @Override
    public void close() {
        synchronized (files) {
            closed = true;
        }
    }

    @FunctionalInterface
    private interface Answer<T> {
        T get() throws TableStoreException;
    }

    private <T> T request(StoreOperation operation, String path, Answer<T> answer) throws TableStoreException {
        Optional<Plan> plan;
        synchronized (files) {
            if (closed) {
                throw new IllegalStateException("used after close: " + operation + " " + path);
            }
            requests.merge(operation, 1L, Long::sum);
            plan = takePlan(operation, path);
        }
        // Outside of the lock: the action may use this store.
        plan.ifPresent(found -> found.before().run());
        synchronized (files) {
            Optional<StoreFault> fault = plan.flatMap(Plan::fault);
            if (fault.isEmpty()) {
                return answer.get();
            }
            if (fault.get().done()) {
                answer.get();
            }
            throw new TableStoreException(
                    fault.get().reason(),
                    operation + " " + path + " in " + description() + " failed: "
                            + fault.get().reason() + " on demand",
                    null);
        }
    }

    private Optional<Plan> takePlan(StoreOperation operation, String path) {
        for (Iterator<Plan> each = plans.iterator(); each.hasNext(); ) {
            Plan plan = each.next();
            if (plan.operation() == operation && plan.path().test(path)) {
                each.remove();
                return Optional.of(plan);
            }
        }
        return Optional.empty();
    }

    private byte[] content(String path) throws TableStoreException {
        Stored file = files.get(path);
        if (file == null) {
            throw new TableStoreException(Reason.NOT_FOUND, "there is no file " + path + " in " + description(), null);
        }
        return file.content;
    }

    private static FileEntry entry(String path, Stored file) {
        return new FileEntry(path, file.content.length, file.modified);
    }
}
