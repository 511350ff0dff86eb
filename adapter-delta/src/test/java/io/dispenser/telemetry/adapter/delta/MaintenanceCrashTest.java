package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.port.TableDescription;
import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.storage.StorageError.Reason;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The process dies after any of its requests to the store: the table is valid, and holds every row once. */
class MaintenanceCrashTest {

    private final MaintenanceFixture table = new MaintenanceFixture();

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Copy(String path, byte[] content, Instant modified) {}

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void afterEveryWriteOfACompactionAVacuumAndACleanUpOfTheLog(boolean lastRequestArrives) throws Exception {
        prepare();
        List<Copy> before = copy();
        Instant now = table.clock.instant();
        int cuts = 0;
        for (boolean cut = true; cut; cuts++) {
            restore(before, now);
            MortalStore mortal = new MortalStore(table.store.anotherClient(), cuts, lastRequestArrives);
            try {
                MaintenanceFixture.maintain(table.maintenance(mortal));
            } catch (Exception e) {
                assertThat(mortal.isDead()).as("alive, and failed with %s", e).isTrue();
            }
            cut = mortal.isDead();
            assertValid("after " + cuts + " writes");
            // The next agent finishes the work as soon as the dead one's lease has ended.
            table.clock.advance(Duration.ofHours(1));
            MaintenanceFixture.maintain(table.maintenance());
            assertValid("maintained again after " + cuts + " writes");
        }
        assertThat(cuts).as("writes, those that clean the log among them").isGreaterThan(45);

        // What was cut off half-way and is in no version goes some day.
        table.clock.advance(Duration.ofDays(10));
        MaintenanceFixture.maintain(table.maintenance());
        TableDescription last = table.describe();
        assertThat(table.store.paths())
                .filteredOn(path -> path.startsWith("date="))
                .hasSize((int) last.files());
    }

    /** Something to do for every operation. */
    private void prepare() throws Exception {
        table.append(12);
        table.clock.advance(Duration.ofDays(2));
        MaintenanceFixture.maintain(table.maintenance());
        table.clock.advance(Duration.ofDays(4));
        table.append(12);
        MaintenanceFixture.maintain(table.maintenance());
        table.clock.advance(Duration.ofDays(2));
        table.append(14);
    }

    private void assertValid(String when) throws Exception {
        assertThat(ReadBack.statuses(table.store)).as(when).containsExactlyInAnyOrderElementsOf(table.expected());
    }

    private List<Copy> copy() throws Exception {
        InMemoryTableStore client = table.store.anotherClient();
        List<Copy> copies = new ArrayList<>();
        for (String path : client.paths()) {
            FileEntry entry = client.stat(path).orElseThrow();
            copies.add(new Copy(path, client.readAll(path), entry.modified()));
        }
        copies.sort(Comparator.comparing(Copy::modified));
        return copies;
    }

    private void restore(List<Copy> copies, Instant now) throws Exception {
        table.store.removeIf(path -> true);
        for (Copy copy : copies) {
            table.clock.set(copy.modified());
            table.store.put(copy.path(), copy.content());
        }
        table.clock.set(now);
    }

    /** The store of a process that dies at its n-th write. */
    private static final class MortalStore implements TableStore {

        private final TableStore store;
        private final boolean lastArrives;
        private int left;
        private volatile boolean dead;

        MortalStore(TableStore store, int writes, boolean lastArrives) {
            this.store = store;
            this.left = writes;
            this.lastArrives = lastArrives;
        }

        synchronized boolean isDead() {
            return dead;
        }

        private interface Write<T> {
            T run() throws TableStoreException;
        }

        private synchronized <T> T write(Write<T> write) throws TableStoreException {
            requireAlive();
            if (left-- > 0) {
                return write.run();
            }
            dead = true;
            if (lastArrives) {
                write.run();
            }
            requireAlive();
            throw new AssertionError();
        }

        private void requireAlive() throws TableStoreException {
            if (dead) {
                throw new TableStoreException(Reason.UNAVAILABLE, "the process is dead", null);
            }
        }

        @Override
        public String description() {
            return store.description();
        }

        @Override
        public List<FileEntry> list(String directory, String fromName, int limit) throws TableStoreException {
            requireAlive();
            return store.list(directory, fromName, limit);
        }

        @Override
        public Optional<FileEntry> stat(String path) throws TableStoreException {
            requireAlive();
            return store.stat(path);
        }

        @Override
        public byte[] read(String path, long offset, int length) throws TableStoreException {
            requireAlive();
            return store.read(path, offset, length);
        }

        @Override
        public byte[] readAll(String path) throws TableStoreException {
            requireAlive();
            return store.readAll(path);
        }

        @Override
        public void put(String path, byte[] content) throws TableStoreException {
            write(() -> {
                store.put(path, content);
                return true;
            });
        }

        @Override
        public boolean putIfAbsent(String path, byte[] content) throws TableStoreException {
            return write(() -> store.putIfAbsent(path, content));
        }

        @Override
        public void delete(String path) throws TableStoreException {
            write(() -> {
                store.delete(path);
                return true;
            });
        }

        @Override
        public void close() {}
    }
}
