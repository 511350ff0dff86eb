package io.dispenser.telemetry.adapter.storage.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dispenser.telemetry.adapter.delta.DeltaSink;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.storage.StorageError.Reason;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In which order the disk is asked for what, and what becomes of a file when it fails at any of these points. */
class LocalWriterTest {

    private static final byte[] CONTENT = "content".getBytes(UTF_8);

    @TempDir
    private Path folder;

    private final RecordingDisk disk = new RecordingDisk();

    private LocalTableStore store() {
        return new LocalTableStore(folder.resolve("table"), disk);
    }

    @Test
    void putIfAbsentForcesContentBeforeNameAndNameBeforeSuccess() throws Exception {
        assertThat(store().putIfAbsent("log/1.json", CONTENT)).isTrue();
        String top = String.valueOf(folder.getFileName());
        assertThat(disk.operations())
                .containsExactly(
                        "make table",
                        "force " + top,
                        "make log",
                        "force table",
                        "write+force TMP",
                        "remove .1.json.crc",
                        "link TMP as 1.json",
                        "force log",
                        "remove TMP");
    }

    @Test
    void putForcesContentBeforeNameAndNameBeforeSuccess() throws Exception {
        LocalTableStore store = store();
        store.put("log/1.json", CONTENT);
        disk.operations().clear();
        store.put("log/1.json", CONTENT);
        assertThat(disk.operations())
                .containsExactly("write+force TMP", "remove .1.json.crc", "rename TMP to 1.json", "force log");
    }

    /** As whoever deletes the last file of a directory does, between a look and a write. */
    @Test
    void aDirectoryThatGoesBetweenIsMadeAgain() throws Exception {
        LocalTableStore store = store();
        store.put("log/inbox/1", CONTENT);
        store.delete("log/inbox/1");
        AtomicInteger removals = new AtomicInteger();
        disk.failBefore(operation -> {
            if (operation.equals("write+force TMP") && removals.getAndIncrement() == 0) {
                Files.delete(folder.resolve("table/log/inbox"));
                Files.delete(folder.resolve("table/log"));
            }
        });
        disk.operations().clear();
        store.put("log/inbox/2", CONTENT);
        assertThat(store.readAll("log/inbox/2")).isEqualTo(CONTENT);
        assertThat(disk.operations())
                .as("what it was asked again")
                .containsSubsequence("write+force TMP", "make log", "make inbox", "force log", "write+force TMP");
        disk.failBefore(operation -> {
            if (operation.equals("write+force TMP")) {
                throw new NoSuchFileException(operation);
            }
        });
        assertThatExceptionOfType(TableStoreException.class)
                .isThrownBy(() -> store.put("log/inbox/3", CONTENT))
                .withMessageContaining("its directory was removed meanwhile");
    }

    @Test
    void whatCanBeDoneWithoutIsWrittenAtOnceAndForcedNever() throws Exception {
        LocalTableStore store = store();
        store.put("log/1.json", CONTENT);
        disk.operations().clear();
        assertThat(store.putIfAbsentUnforced("log/1.crc", CONTENT)).isTrue();
        assertThat(disk.operations())
                .containsExactly("write TMP", "remove .1.crc.crc", "link TMP as 1.crc", "remove TMP");
    }

    /** Each file, and each of the two directories once, the data's before the log's. */
    @Test
    void aBatchForcesTwoFilesAndTwoDirectories() throws Exception {
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, store(), "test/1")) {
            sink.write(new Batch<>("w", 0, SampleEvents.statuses(0, 10)));
            disk.operations().clear();
            sink.write(new Batch<>("w", 1, SampleEvents.statuses(10, 20)));
        }
        assertThat(disk.operations())
                .filteredOn(operation -> operation.contains("force"))
                .containsExactly("write+force TMP", "force date=2026-03-01", "write+force TMP", "force _delta_log");
    }

    @Test
    void aDirectoryThatAnotherProcessMadeIsForcedOnce() throws Exception {
        Files.createDirectories(folder.resolve("table/log"));
        LocalTableStore store = store();
        store.put("log/1.json", CONTENT);
        store.put("log/2.json", CONTENT);
        assertThat(disk.operations())
                .containsSubsequence("force table", "write+force TMP", "force log")
                .doesNotContain("make table", "make log")
                .containsOnlyOnce("force table");
    }

    @Test
    void aFileOfAnotherIsForcedBeforeItIsReported() throws Exception {
        LocalTableStore store = store();
        store.putIfAbsent("1.json", CONTENT);
        disk.operations().clear();
        assertThat(store.putIfAbsent("1.json", CONTENT)).isFalse();
        assertThat(disk.operations())
                .containsExactly("write+force TMP", "link TMP as 1.json", "force table", "remove TMP");
    }

    @Test
    void deletingForcesTheDirectory() throws Exception {
        LocalTableStore store = store();
        store.put("1.json", CONTENT);
        disk.operations().clear();
        store.delete("1.json");
        assertThat(disk.operations()).startsWith("remove .1.json.crc", "remove 1.json", "force table");
    }

    @Test
    void directoriesThatWereMadeForAFileGoWithItAndAllOthersStay() throws Exception {
        LocalTableStore store = store();
        store.put("log/1.json", CONTENT);
        store.put("log/2.json", CONTENT);
        store.delete("log/1.json");
        assertThat(folder.resolve("table").resolve("log")).isDirectory();
        store.delete("log/2.json");
        assertThat(folder.resolve("table")).doesNotExist();

        Files.createDirectories(folder.resolve("table").resolve("log"));
        store.put("log/data/1.json", CONTENT);
        store.delete("log/data/1.json");
        assertThat(folder.resolve("table").resolve("log")).isEmptyDirectory();
    }

    @Test
    void whatTwoTablesShareGoesWithTheLastOfThem() throws Exception {
        LocalTableStore one = new LocalTableStore(folder.resolve("tables/one"), disk);
        LocalTableStore other = new LocalTableStore(folder.resolve("tables/other"), disk);
        one.put("log/1.json", CONTENT);
        other.put("log/1.json", CONTENT);
        one.delete("log/1.json");
        assertThat(folder.resolve("tables/other/log")).isDirectory();
        other.delete("log/1.json");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aNameThatCouldNotBeForcedIsAnUnknownOutcome() throws Exception {
        LocalTableStore store = store();
        store.put("first", CONTENT);
        disk.failBefore(failing("force table"));
        assertFails(Reason.OUTCOME_UNKNOWN, () -> store.putIfAbsent("1.json", CONTENT));
        assertFails(Reason.OUTCOME_UNKNOWN, () -> store.put("2.json", CONTENT));
        assertFails(Reason.OUTCOME_UNKNOWN, () -> store.delete("first"));
        assertThat(files()).containsExactly("1.json", "2.json");
    }

    @Test
    void anErrorOfTheDiskLeavesNothing() throws Exception {
        LocalTableStore store = store();
        store.put("old", "old".getBytes(UTF_8));
        for (String point : List.of("write+force", "rename", "link")) {
            disk.failBefore(failing(point));
            if (!point.equals("rename")) {
                assertFails(Reason.UNAVAILABLE, () -> store.putIfAbsent("1.json", CONTENT));
            }
            if (!point.equals("link")) {
                assertFails(Reason.UNAVAILABLE, () -> store.put("old", CONTENT));
            }
            assertThat(files()).as(point).containsExactly("old");
            assertThat(store.readAll("old")).as(point).asString(UTF_8).isEqualTo("old");
        }
    }

    @Test
    void aLinkWhoseReplyGotLostIsRecognized() throws Exception {
        disk.failAfter(failing("link"));
        assertThat(store().putIfAbsent("1.json", CONTENT)).isTrue();
        assertThat(files()).containsExactly("1.json");
    }

    @Test
    void aFileSystemWithoutHardLinksIsRefusedForGood() throws Exception {
        disk.failBefore(operation -> {
            if (operation.startsWith("link")) {
                throw new FileSystemException("1.json", null, "Operation not permitted");
            }
        });
        assertThat(assertFails(Reason.BROKEN, () -> store().putIfAbsent("1.json", CONTENT)))
                .hasMessageContaining("no hard links")
                .hasMessageContaining("another file system");
        assertThat(files()).isEmpty();
    }

    @Test
    void aSingleWriterNeedsNoHardLinks() throws Exception {
        disk.failBefore(operation -> {
            if (operation.startsWith("link")) {
                throw new FileSystemException("1.json", null, "Operation not permitted");
            }
        });
        LocalTableStore store = new LocalTableStore(folder.resolve("table"), disk, true);

        assertThat(store.putIfAbsent("1.json", CONTENT)).isTrue();
        assertThat(store.putIfAbsent("1.json", new byte[1])).isFalse();
        assertThat(store.readAll("1.json")).isEqualTo(CONTENT);
        assertThat(files()).containsExactly("1.json");
    }

    @Test
    void anInterruptIsKeptAndTheWriteIsDone() throws Exception {
        LocalTableStore store = store();
        Thread.currentThread().interrupt();
        boolean written = store.putIfAbsent("1.json", CONTENT);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(written).isTrue();
        assertThat(store.readAll("1.json")).isEqualTo(CONTENT);
    }

    @Test
    void checksumsOfHadoopGoWithTheContentTheyBelongTo() throws Exception {
        LocalTableStore store = store();
        store.put("a", CONTENT);
        for (String name : List.of(".a.crc", ".b.crc", ".c.crc")) {
            Files.write(folder.resolve("table").resolve(name), CONTENT);
        }
        store.put("a", CONTENT);
        store.putIfAbsent("b", CONTENT);
        assertThat(files()).containsExactly(".c.crc", "a", "b");
        Files.write(folder.resolve("table/.a.crc"), CONTENT);
        assertThat(store.putIfAbsent("a", CONTENT)).isFalse();
        assertThat(files()).containsExactly(".a.crc", ".c.crc", "a", "b");
        store.delete("a");
        assertThat(files()).containsExactly(".c.crc", "b");
    }

    @Test
    void whatACrashLeftIsNotListedAndGoesWhenItIsOld() throws Exception {
        Path table = Files.createDirectories(folder.resolve("table"));
        Path old = Files.write(table.resolve(LocalNames.temporary()), CONTENT);
        Path recent = Files.write(table.resolve(LocalNames.temporary()), CONTENT);
        Instant now = Files.getLastModifiedTime(recent).toInstant();
        Files.setLastModifiedTime(
                old, FileTime.from(now.minus(StaleTempFileCleaner.AGE).minus(Duration.ofMinutes(1))));
        LocalTableStore store = store();
        assertThat(store.list("", "")).isEmpty();
        assertFails(Reason.BROKEN, () -> store.readAll(String.valueOf(recent.getFileName())));
        store.put("a", CONTENT);
        assertThat(files()).containsExactly(String.valueOf(recent.getFileName()), "a");
    }

    private static RecordingDisk.Fault failing(String operation) {
        return running -> {
            if (running.startsWith(operation)) {
                throw new IOException("Input/output error");
            }
        };
    }

    private List<String> files() throws IOException {
        try (Stream<Path> found = Files.list(folder.resolve("table"))) {
            return found.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    private static TableStoreException assertFails(Reason reason, ThrowingCallable call) {
        TableStoreException[] thrown = new TableStoreException[1];
        assertThatExceptionOfType(TableStoreException.class)
                .isThrownBy(call)
                .satisfies(e -> thrown[0] = e)
                .extracting(TableStoreException::reason)
                .isEqualTo(reason);
        return thrown[0];
    }
}
