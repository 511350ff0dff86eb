package io.dispenser.telemetry.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.storage.StorageError.Reason;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The part of {@link TableStoreContract} that is about names and their order. */
abstract class TableListingContract {

    /** More than what the usual object stores list at once, which is 1000 or, at one of them, 5000 by default. */
    private static final int MANY = 1_101;

    /** Opens the table of this test, which is empty before the test. Each call opens it anew, and the same one. */
    protected abstract TableStore open() throws Exception;

    /** Which of the names of {@link #namesAreTakenLiterally()} the store would change, and therefore refuses. */
    protected Set<String> refusedNames() {
        return Set.of();
    }

    @Test
    void filesAreListedByName() throws Exception {
        List<String> names = List.of("10", "9", "a", "B", "a.b", "a-b", "_x", "a b", "ab", "A");
        try (TableStore store = open()) {
            for (String name : names) {
                store.put("log/" + name, name.getBytes(UTF_8));
            }
            List<String> sorted = names.stream().sorted().toList();
            assertThat(namesIn(store, "log", "")).isEqualTo(sorted);
            for (String name : names) {
                assertThat(namesIn(store, "log", name))
                        .as("from %s on", name)
                        .isEqualTo(sorted.subList(sorted.indexOf(name), sorted.size()));
            }
        }
    }

    @Test
    void listingStartsAtTheFirstNameThatIsNotBeforeTheGivenOne() throws Exception {
        try (TableStore store = open()) {
            for (int version = 0; version < 5; version++) {
                store.put("log/" + String.format(Locale.ROOT, "%020d.json", version), new byte[0]);
            }
            assertThat(namesIn(store, "log", "00000000000000000003"))
                    .containsExactly("00000000000000000003.json", "00000000000000000004.json");
            assertThat(namesIn(store, "log", "00000000000000000003.json")).hasSize(2);
            assertThat(namesIn(store, "log", "00000000000000000003.json0")).hasSize(1);
            assertThat(namesIn(store, "log", "1")).isEmpty();
        }
    }

    @Test
    void onlyTheFilesOfTheDirectoryItselfAreListed() throws Exception {
        try (TableStore store = open()) {
            for (String path : List.of("a", "log/b", "log/c/d", "log.json", "logs/e", "log-x")) {
                store.put(path, new byte[0]);
            }
            assertThat(pathsIn(store, "")).containsExactly("a", "log-x", "log.json");
            assertThat(pathsIn(store, "log")).containsExactly("log/b");
            assertThat(pathsIn(store, "log/c")).containsExactly("log/c/d");
            assertThat(pathsIn(store, "lo")).isEmpty();
            assertThat(store.list("", "", 2)).extracting(FileEntry::path).containsExactly("a", "log-x");
        }
    }

    @Test
    void anEntryTellsSizeAndTimeAsStatDoes() throws Exception {
        try (TableStore store = open()) {
            store.put("log/a", new byte[3]);
            store.put("log/b", new byte[70_000]);
            List<FileEntry> entries = store.list("log", "");
            assertThat(entries).extracting(FileEntry::size).containsExactly(3L, 70_000L);
            for (FileEntry entry : entries) {
                FileEntry same = store.stat(entry.path()).orElseThrow();
                assertThat(same.path()).isEqualTo(entry.path());
                assertThat(same.size()).isEqualTo(entry.size());
                // A store may tell the time to the second in one request and finer in another.
                assertThat(same.modified().getEpochSecond())
                        .isEqualTo(entry.modified().getEpochSecond());
            }
        }
    }

    @Test
    void namesAreTakenLiterally() throws Exception {
        // Beyond the basic plane and in it: their order by code unit is not their order by byte.
        List<String> all = List.of(
                "größe",
                "день",
                "表",
                "\uFF5E",
                "\uD83D\uDE00",
                "a%20b",
                "a+b",
                "a b",
                "a#b",
                "a?b",
                "a:b",
                "a=b",
                "[a]",
                "a*",
                "a'b\"c",
                "a\\b");
        List<String> names =
                all.stream().filter(name -> !refusedNames().contains(name)).toList();
        try (TableStore store = open()) {
            for (String name : refusedNames()) {
                assertThat(all).contains(name);
                assertFails(Reason.BROKEN, () -> store.putIfAbsent("d=1/" + name, new byte[1]));
                assertFails(Reason.BROKEN, () -> store.readAll("d=1/" + name));
            }
            for (String name : names) {
                assertThat(store.putIfAbsent("d=1/" + name, name.getBytes(UTF_8)))
                        .as(name)
                        .isTrue();
            }
            List<String> sorted = names.stream().sorted().toList();
            assertThat(namesIn(store, "d=1", "")).isEqualTo(sorted);
            for (int limit = 1; limit <= sorted.size(); limit++) {
                assertThat(namesIn(store, "d=1", "", limit)).isEqualTo(sorted.subList(0, limit));
            }
            for (String name : names) {
                assertThat(new String(store.readAll("d=1/" + name), UTF_8)).isEqualTo(name);
                store.delete("d=1/" + name);
            }
            assertThat(store.list("d=1", "")).isEmpty();
        }
    }

    @Test
    void aDirectoryMayHoldManyFiles() throws Exception {
        List<String> names = IntStream.range(0, MANY)
                .mapToObj(number -> String.format(Locale.ROOT, "%020d.json", number))
                .toList();
        try (TableStore store = open()) {
            ThreadRace.between(8, (MANY + 7) / 8, (racer, round) -> {
                int version = round * 8 + racer;
                return version < MANY && store.putIfAbsent("log/" + names.get(version), new byte[] {1});
            });
            assertThat(namesIn(store, "log", "")).isEqualTo(names);
            assertThat(namesIn(store, "log", names.get(50))).isEqualTo(names.subList(50, MANY));
            assertThat(namesIn(store, "log", names.get(MANY - 1))).containsExactly(names.get(MANY - 1));
            for (int limit : new int[] {1, 999, 1000, 1001, MANY, MANY + 1}) {
                assertThat(namesIn(store, "log", "", limit))
                        .as("the first %d", limit)
                        .isEqualTo(names.subList(0, Math.min(limit, MANY)));
            }
            assertThat(namesIn(store, "log", names.get(50), 1000)).isEqualTo(names.subList(50, 1050));
            assertThat(namesIn(store, "log", names.get(1050), 1000)).isEqualTo(names.subList(1050, MANY));
        }
    }

    private static List<String> pathsIn(TableStore store, String directory) throws TableStoreException {
        return store.list(directory, "").stream().map(FileEntry::path).toList();
    }

    private static List<String> namesIn(TableStore store, String directory, String fromName)
            throws TableStoreException {
        return names(directory, store.list(directory, fromName));
    }

    private static List<String> namesIn(TableStore store, String directory, String fromName, int limit)
            throws TableStoreException {
        return names(directory, store.list(directory, fromName, limit));
    }

    private static List<String> names(String directory, List<FileEntry> entries) {
        List<String> names = new ArrayList<>();
        for (FileEntry entry : entries) {
            assertThat(entry.path()).startsWith(directory + "/");
            names.add(entry.path().substring(directory.length() + 1));
        }
        return names;
    }

    static void assertFails(Reason reason, ThrowingCallable call) {
        assertThatExceptionOfType(TableStoreException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason))
                .satisfies(e -> assertThat(e.getMessage()).isNotBlank());
    }
}
