package io.dispenser.telemetry.adapter.delta.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.storage.ForwardingTableStore;
import io.dispenser.telemetry.core.storage.StorageError.Reason;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import io.dispenser.telemetry.testkit.StoreOperation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class FileWalkTest {

    /** In UTF-16 the last two are in this order, in UTF-8 in the other one. */
    private static final List<String> NAMES =
            List.of("0", "00", "000", "0000", "1", "a", "\u0660\u0660.json", "\ud83d\ude00", "\uff21");

    private final InMemoryTableStore store = new InMemoryTableStore();

    private void fill() throws TableStoreException {
        for (String name : NAMES) {
            store.put("d/" + name, new byte[1]);
        }
    }

    @Test
    void allAreSeenOnceInAsManyRequestsAsThereAreChunks() throws Exception {
        fill();
        for (int chunk = 2; chunk <= NAMES.size() + 2; chunk++) {
            long before = store.requests(StoreOperation.LIST);
            assertThat(walk(store, chunk)).isEqualTo(NAMES);
            // each chunk but the first begins with the last one's end
            assertThat(store.requests(StoreOperation.LIST) - before)
                    .isLessThanOrEqualTo(NAMES.size() / (chunk - 1) + 1);
        }
    }

    @Test
    void aStoreThatGivesTheSamePageAgainIsNotAskedForEver() throws Exception {
        fill();
        refusesAfter(2, new ForwardingTableStore(store) {
            @Override
            public List<FileEntry> list(String directory, String fromName, int limit) throws TableStoreException {
                return super.list(directory, "", limit);
            }
        });
    }

    @Test
    void aStoreThatGivesItsLastFileAgainAndAgainIsNotAskedForEver() throws Exception {
        fill();
        refusesAfter(2, new ForwardingTableStore(store) {
            @Override
            public List<FileEntry> list(String directory, String fromName, int limit) throws TableStoreException {
                List<FileEntry> all = super.list(directory, "", limit);
                return fromName.isEmpty() ? all : List.of(all.get(limit - 1), all.get(limit - 1), all.get(limit - 1));
            }
        });
    }

    @Test
    void aStoreThatOrdersByBytesIsFoundOut() throws Exception {
        fill();
        TableStore other = new ForwardingTableStore(store) {
            @Override
            public List<FileEntry> list(String directory, String fromName, int limit) throws TableStoreException {
                return super.list(directory, "", Integer.MAX_VALUE).stream()
                        .filter(file -> Arrays.compareUnsigned(bytes(file.name()), bytes(fromName)) >= 0)
                        .sorted(Comparator.comparing(file -> bytes(file.path()), Arrays::compareUnsigned))
                        .limit(limit)
                        .toList();
            }
        };
        refusesAfter(4, other);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private void refusesAfter(int requests, TableStore other) {
        long before = store.requests(StoreOperation.LIST);
        assertThatThrownBy(() -> walk(other, 3))
                .isInstanceOfSatisfying(
                        TableStoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BROKEN))
                .hasMessageContaining("memory:/table lists the files of d in another order than that of their names");
        assertThat(store.requests(StoreOperation.LIST) - before).isEqualTo(requests);
    }

    private static List<String> walk(TableStore store, int chunk) throws TableStoreException {
        List<String> names = new ArrayList<>();
        FileWalk walk = new FileWalk(store, "d", "", chunk);
        for (List<FileEntry> some = walk.next(); !some.isEmpty(); some = walk.next()) {
            some.forEach(file -> names.add(file.name()));
        }
        return names;
    }
}
