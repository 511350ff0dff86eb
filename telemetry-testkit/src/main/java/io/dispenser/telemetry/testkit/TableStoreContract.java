package io.dispenser.telemetry.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.storage.StorageError.Reason;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link TableStore} does. A store's own test extends this, opens the store, and says what the store does where
 * the port leaves it a choice; the choice is then asserted. See {@link StorageAdapterContract} for stores that an adapter
 * opens.
 *
 * <p>What no test can show is that a file outlives a crash of the machine: a store's own tests show how it sees to that.
 */
public abstract class TableStoreContract extends TableListingContract {

    /** What the store says of a put-if-absent that was done and whose answer got lost on its way. */
    public enum LostReply {
        /** {@link Reason#OUTCOME_UNKNOWN}. */
        REPORTED_AS_UNKNOWN,
        /** The truth: the store looked what became of it. */
        FOUND_OUT,
        /** Nothing, since there is no way on which an answer could get lost. */
        IMPOSSIBLE
    }

    /** What the store does when an answer gets lost. */
    protected abstract LostReply lostReply();

    /**
     * Opens the table of this test so that the answer to the next put-if-absent gets lost after the work was done.
     * Not called where that is {@link LostReply#IMPOSSIBLE}, but to see that it throws this.
     */
    protected TableStore openLosingReply() throws Exception {
        throw new UnsupportedOperationException("no answer can get lost");
    }

    @Test
    void anEmptyTableHasNoFiles() throws Exception {
        try (TableStore store = open()) {
            assertThat(store.list("", "")).isEmpty();
            assertThat(store.list("_delta_log", "")).isEmpty();
            assertThat(store.stat("_delta_log/0.json")).isEmpty();
            assertThat(store.description()).isNotBlank();
        }
    }

    @Test
    void whatWasPutIsReadAsItWas() throws Exception {
        byte[] content = new byte[1 << 20];
        new Random(7).nextBytes(content);
        try (TableStore store = open()) {
            store.put("date=2026-01-02/part-0.parquet", content);
            assertThat(store.readAll("date=2026-01-02/part-0.parquet")).isEqualTo(content);
            assertThat(store.stat("date=2026-01-02/part-0.parquet")
                            .orElseThrow()
                            .size())
                    .isEqualTo(content.length);
        }
    }

    @Test
    void anotherOpenStoreSeesAFileAtOnce() throws Exception {
        try (TableStore writer = open();
                TableStore reader = open()) {
            assertThat(reader.stat("a")).isEmpty();
            writer.put("a", bytes("1"));
            assertThat(text(reader, "a")).isEqualTo("1");
            writer.put("a", bytes("22"));
            assertThat(text(reader, "a")).isEqualTo("22");
            writer.delete("a");
            assertThat(reader.stat("a")).isEmpty();
        }
    }

    @Test
    void aFileMayBeEmpty() throws Exception {
        try (TableStore store = open()) {
            store.put("empty", new byte[0]);
            assertThat(store.stat("empty").orElseThrow().size()).isZero();
            assertThat(store.readAll("empty")).isEmpty();
            assertThat(store.read("empty", 0, 0)).isEmpty();
            assertThat(store.list("", "")).extracting(FileEntry::path).containsExactly("empty");
            assertThat(store.putIfAbsent("empty", bytes("x"))).isFalse();
            assertThat(store.putIfAbsent("empty too", new byte[0])).isTrue();
            assertThat(store.putIfAbsent("empty too", new byte[0])).isFalse();
        }
    }

    @Test
    void putTakesThePlaceOfALongerFile() throws Exception {
        try (TableStore store = open()) {
            store.put("a", bytes("something long"));
            store.put("a", bytes("short"));
            assertThat(text(store, "a")).isEqualTo("short");
            assertThat(store.stat("a").orElseThrow().size()).isEqualTo(5);
            assertThat(store.list("", "")).hasSize(1);
        }
    }

    @Test
    void aFileThatCanBeDoneWithoutIsThereAllTheSame() throws Exception {
        try (TableStore store = open()) {
            assertThat(store.putIfAbsentUnforced("log/1.crc", bytes("first"))).isTrue();
            assertThat(store.putIfAbsentUnforced("log/1.crc", bytes("second"))).isFalse();
            assertThat(store.putIfAbsent("log/1.crc", bytes("third"))).isFalse();
        }
        try (TableStore another = open()) {
            assertThat(another.readAll("log/1.crc")).isEqualTo(bytes("first"));
        }
    }

    @Test
    void putIfAbsentLeavesTheFirstFile() throws Exception {
        try (TableStore store = open()) {
            assertThat(store.putIfAbsent("log/1.json", bytes("first"))).isTrue();
            assertThat(store.putIfAbsent("log/1.json", bytes("second"))).isFalse();
            assertThat(store.putIfAbsent("log/1.json", bytes("first"))).isFalse();
            assertThat(text(store, "log/1.json")).isEqualTo("first");
            store.delete("log/1.json");
            assertThat(store.putIfAbsent("log/1.json", bytes("third"))).isTrue();
            assertThat(text(store, "log/1.json")).isEqualTo("third");
        }
    }

    @Test
    void ofRacingThreadsExactlyOneWrites() throws Exception {
        try (TableStore one = open();
                TableStore other = open()) {
            ThreadRace.between(
                            8,
                            40,
                            (racer, round) -> (racer % 2 == 0 ? one : other)
                                    .putIfAbsent("log/" + round + ".json", bytes(racer + " in round " + round)))
                    .forEachRound((round, winners) -> {
                        assertThat(winners).as("winners of round %d", round).hasSize(1);
                        assertThat(text(one, "log/" + round + ".json"))
                                .isEqualTo(winners.get(0) + " in round " + round);
                    });
        }
    }

    @Test
    void aReaderSeesAllOfAFileWhileItIsReplaced() throws Exception {
        try (TableStore store = open()) {
            store.put("a", uniform(0));
            ThreadRace.between(2, 60, (racer, round) -> {
                if (racer == 0) {
                    store.put("a", uniform(round));
                    return true;
                }
                byte[] seen = store.readAll("a");
                assertThat(seen).isEqualTo(uniform(seen[0]));
                return false;
            });
        }
    }

    @Test
    void aLostReplyIsNeverTakenForTheContrary() throws Exception {
        switch (lostReply()) {
            case REPORTED_AS_UNKNOWN -> {
                try (TableStore store = openLosingReply()) {
                    assertFails(Reason.OUTCOME_UNKNOWN, () -> store.putIfAbsent("log/1.json", bytes("mine")));
                }
            }
            case FOUND_OUT -> {
                try (TableStore store = openLosingReply()) {
                    assertThat(store.putIfAbsent("log/1.json", bytes("mine"))).isTrue();
                }
            }
            case IMPOSSIBLE -> {
                assertThatThrownBy(this::openLosingReply).isInstanceOf(UnsupportedOperationException.class);
                return;
            }
        }
        try (TableStore store = open()) {
            assertThat(text(store, "log/1.json")).isEqualTo("mine");
            assertThat(store.putIfAbsent("log/1.json", bytes("again"))).isFalse();
        }
    }

    @Test
    void aLostReplyAboutTheFileOfAnotherIsNeverTakenForSuccess() throws Exception {
        if (lostReply() == LostReply.IMPOSSIBLE) {
            assertThatThrownBy(this::openLosingReply).isInstanceOf(UnsupportedOperationException.class);
            return;
        }
        try (TableStore store = open()) {
            store.put("log/1.json", bytes("theirs"));
        }
        try (TableStore store = openLosingReply()) {
            assertThat(store.putIfAbsent("log/1.json", bytes("mine"))).isFalse();
        } catch (TableStoreException e) {
            assertThat(e.isRetryable()).as(e.getMessage()).isTrue();
        }
        try (TableStore store = open()) {
            assertThat(text(store, "log/1.json")).isEqualTo("theirs");
        }
    }

    @Test
    void aRangeIsReadExactly() throws Exception {
        try (TableStore store = open()) {
            store.put("a", bytes("0123456789"));
            assertThat(store.read("a", 0, 10)).isEqualTo(bytes("0123456789"));
            assertThat(store.read("a", 0, 1)).isEqualTo(bytes("0"));
            assertThat(store.read("a", 3, 4)).isEqualTo(bytes("3456"));
            assertThat(store.read("a", 9, 1)).isEqualTo(bytes("9"));
            assertThat(store.read("a", 4, 0)).isEmpty();
            assertThat(store.read("a", 10, 0)).isEmpty();
        }
    }

    @Test
    void aRangePastTheEndIsAnError() throws Exception {
        try (TableStore store = open()) {
            store.put("a", bytes("0123456789"));
            assertFails(Reason.BROKEN, () -> store.read("a", 0, 11));
            assertFails(Reason.BROKEN, () -> store.read("a", 9, 2));
            assertFails(Reason.BROKEN, () -> store.read("a", 10, 1));
            assertFails(Reason.BROKEN, () -> store.read("a", 11, 0));
            assertFails(Reason.BROKEN, () -> store.read("a", 5_000_000_000L, 1));
            assertFails(Reason.BROKEN, () -> store.read("a", -1, 1));
            assertFails(Reason.BROKEN, () -> store.read("a", 1, -1));
        }
    }

    @Test
    void whatIsNotThereIsNotFound() throws Exception {
        try (TableStore store = open()) {
            store.put("directory/file", bytes("x"));
            for (String path : List.of("absent", "absent/too", "directory", "directory/absent")) {
                assertFails(Reason.NOT_FOUND, () -> store.readAll(path));
                assertFails(Reason.NOT_FOUND, () -> store.read(path, 0, 1));
                assertThat(store.stat(path)).as(path).isEmpty();
            }
        }
    }

    @Test
    void deletingWhatIsNotThereDoesNothing() throws Exception {
        try (TableStore store = open()) {
            store.put("directory/file", bytes("x"));
            store.delete("absent");
            store.delete("absent/too");
            store.delete("directory");
            assertThat(text(store, "directory/file")).isEqualTo("x");
            store.delete("directory/file");
            store.delete("directory/file");
            assertThat(store.list("directory", "")).isEmpty();
            store.put("directory/file", bytes("y"));
            assertThat(text(store, "directory/file")).isEqualTo("y");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a", "a/", "a//b", "..", "../a", "a/../b", "a/./b", "."})
    void aPathThatIsNoneIsRefused(String path) throws Exception {
        try (TableStore store = open()) {
            assertFails(Reason.BROKEN, () -> store.list(path, ""));
            assertFails(Reason.BROKEN, () -> store.stat(path));
            assertFails(Reason.BROKEN, () -> store.readAll(path));
            assertFails(Reason.BROKEN, () -> store.read(path, 0, 0));
            assertFails(Reason.BROKEN, () -> store.put(path, bytes("x")));
            assertFails(Reason.BROKEN, () -> store.putIfAbsent(path, bytes("x")));
            assertFails(Reason.BROKEN, () -> store.delete(path));
        }
    }

    @Test
    void theEmptyPathIsNoFile() throws Exception {
        try (TableStore store = open()) {
            assertFails(Reason.BROKEN, () -> store.stat(""));
            assertFails(Reason.BROKEN, () -> store.put("", bytes("x")));
            assertFails(Reason.BROKEN, () -> store.delete(""));
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    static String text(TableStore store, String path) throws TableStoreException {
        return new String(store.readAll(path), UTF_8);
    }

    /** A content that tells from its first byte how long it is, and what is in it. */
    private static byte[] uniform(int value) {
        byte[] content = new byte[1 + value * 997];
        Arrays.fill(content, (byte) value);
        return content;
    }
}
