package io.dispenser.telemetry.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.storage.StorageError.Reason;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InMemoryTableStoreTest {

    private final InMemoryTableStore store = new InMemoryTableStore();

    @Test
    void listsOneDirectoryInOrderFromANameOn() throws Exception {
        for (String path : List.of("log/2", "log/10", "log/1", "log/deep/1", "logs/3", "top")) {
            store.put(path, new byte[3]);
        }

        assertThat(store.list("log", "")).extracting(FileEntry::path).containsExactly("log/1", "log/10", "log/2");
        assertThat(store.list("log", "10")).extracting(FileEntry::path).containsExactly("log/10", "log/2");
        assertThat(store.list("", "")).extracting(FileEntry::path).containsExactly("top");
        assertThat(store.list("none", "")).isEmpty();
    }

    @Test
    void readsRangesAndKeepsItsOwnBytes() throws Exception {
        byte[] content = {1, 2, 3, 4};
        store.put("a", content);
        content[0] = 9;
        store.readAll("a")[1] = 9;

        assertThat(store.readAll("a")).containsExactly(1, 2, 3, 4);
        assertThat(store.read("a", 1, 2)).containsExactly(2, 3);
        assertFails(Reason.BROKEN, () -> store.read("a", 3, 2));
        assertFails(Reason.NOT_FOUND, () -> store.readAll("b"));
        assertThat(store.stat("a").orElseThrow().size()).isEqualTo(4);
        assertThat(store.stat("b")).isEmpty();
    }

    @Test
    void theFirstOfTwoClientsWins() throws Exception {
        InMemoryTableStore other = store.anotherClient();

        assertThat(store.putIfAbsent("a", new byte[1])).isTrue();
        assertThat(other.putIfAbsent("a", new byte[2])).isFalse();
        assertThat(other.readAll("a")).hasSize(1);
        other.delete("a");
        assertThat(store.stat("a")).isEmpty();
    }

    @Test
    void aLostReplyIsDoneAndALostRequestIsNot() {
        store.failNext(StoreOperation.PUT_IF_ABSENT, path -> path.equals("a"), StoreFault.REPLY_LOST);
        store.failNext(StoreOperation.PUT_IF_ABSENT, path -> path.equals("b"), StoreFault.REQUEST_LOST);

        assertFails(Reason.OUTCOME_UNKNOWN, () -> store.putIfAbsent("a", new byte[1]));
        assertFails(Reason.OUTCOME_UNKNOWN, () -> store.putIfAbsent("b", new byte[1]));
        assertThat(store.paths()).containsExactly("a");
    }

    @Test
    void aFaultIsUsedUpAndOnlyWhereItFits() throws Exception {
        store.failNext(StoreOperation.PUT, path -> path.startsWith("b"), StoreFault.UNAVAILABLE);

        store.put("a", new byte[1]);
        assertFails(Reason.UNAVAILABLE, () -> store.put("b", new byte[1]));
        store.put("b", new byte[1]);
        assertThat(store.paths()).containsExactly("a", "b");
    }

    @Test
    void requestsAreCountedForEachClientAndKind() throws Exception {
        InMemoryTableStore other = store.anotherClient();
        store.put("a", new byte[1]);
        other.readAll("a");
        assertFails(Reason.NOT_FOUND, () -> store.readAll("b"));

        assertThat(store.requests(StoreOperation.PUT)).isEqualTo(1);
        assertThat(store.requests(StoreOperation.READ_ALL)).isEqualTo(1);
        assertThat(store.requests()).isEqualTo(2);
        assertThat(other.requests()).isEqualTo(1);
    }

    @Test
    void anActionRunsBeforeTheRequestItWaitsFor() throws Exception {
        store.beforeNext(StoreOperation.PUT_IF_ABSENT, path -> true, () -> {
            try {
                store.anotherClient().put("a", new byte[2]);
            } catch (TableStoreException e) {
                throw new AssertionError(e);
            }
        });

        assertThat(store.putIfAbsent("a", new byte[1])).isFalse();
    }

    @Test
    void aClosedClientIsOfNoUseAndTheFilesStay() throws Exception {
        store.put("a", new byte[1]);
        InMemoryTableStore other = store.anotherClient();
        store.close();

        assertThat(store.isClosed()).isTrue();
        assertThatThrownBy(() -> store.readAll("a")).isInstanceOf(IllegalStateException.class);
        assertThat(other.readAll("a")).hasSize(1);
    }

    @Test
    void filesCanBeCopiedToTheDisk(@TempDir Path directory) throws Exception {
        store.put("log/1", new byte[] {7});
        store.put("top", new byte[0]);
        store.copyTo(directory);

        assertThat(Files.readAllBytes(directory.resolve("log/1"))).containsExactly(7);
        assertThat(directory.resolve("top")).isEmptyFile();
    }

    private static void assertFails(Reason reason, ThrowingCallable request) {
        assertThatThrownBy(request)
                .isInstanceOfSatisfying(
                        TableStoreException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
