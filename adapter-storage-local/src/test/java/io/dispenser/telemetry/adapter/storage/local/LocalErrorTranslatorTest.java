package io.dispenser.telemetry.adapter.storage.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dispenser.telemetry.core.storage.StorageError.Reason;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person is told when the disk doesn't do. Disks of their own are mounted for it, which takes root. */
class LocalErrorTranslatorTest {

    @TempDir
    private Path folder;

    @Test
    void aFullDiskIsUnavailableAndLeavesNothing() throws Exception {
        try (Mount disk = Mount.tmpfs(folder.resolve("disk"), "size=256k")) {
            LocalTableStore store = store(disk.path());
            store.put("small", new byte[100]);
            for (ThrowingCallable write : List.<ThrowingCallable>of(
                    () -> store.put("big", new byte[1 << 20]),
                    () -> store.put("small", new byte[1 << 20]),
                    () -> store.putIfAbsent("big", new byte[1 << 20]))) {
                TableStoreException e = failure(write);
                assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE);
                assertThat(e)
                        .hasMessageContaining("no space left: 1048576 bytes to write")
                        .hasMessageContaining("free");
            }
            assertThat(disk.path()).isDirectoryNotContaining("glob:**{big,.tmp}");
            assertThat(store.readAll("small")).hasSize(100);
            assertThat(store.putIfAbsent("fits", new byte[1000])).isTrue();
        }
    }

    @Test
    void aReadOnlyDiskDenies() throws Exception {
        try (Mount disk = Mount.tmpfs(folder.resolve("disk"), "size=256k")) {
            LocalTableStore store = store(disk.path());
            store.put("a", new byte[1]);
            disk.remountReadOnly();
            for (ThrowingCallable write : List.<ThrowingCallable>of(
                    () -> store.put("a", new byte[1]),
                    () -> store.putIfAbsent("b", new byte[1]),
                    () -> store.putIfAbsent("new/c", new byte[1]),
                    () -> store.delete("a"))) {
                TableStoreException e = failure(write);
                assertThat(e.reason()).isEqualTo(Reason.DENIED);
                assertThat(e)
                        .hasMessageContaining("mounted read-only")
                        .hasMessageContaining(disk.path().toString());
            }
            assertThat(store.readAll("a")).hasSize(1);
            assertThat(store.list("", "")).hasSize(1);
        }
    }

    @Test
    void aDirectoryWithoutPermissionIsDeniedWithItsNameAndTheUser() throws Exception {
        assumeTrue(
                !"root".equals(System.getProperty("user.name")),
                "root is not bound by permission bits; a read-only disk is tried instead");
        Path closed = Files.createDirectory(folder.resolve("closed"));
        assertThat(closed.toFile().setWritable(false)).isTrue();
        TableStoreException e = failure(() -> store(closed).put("table/a", new byte[1]));
        assertThat(e.reason()).isEqualTo(Reason.DENIED);
        assertThat(e).hasMessageContaining(closed + " is not writable by user " + System.getProperty("user.name"));
    }

    @Test
    void aTableThatIsAFileIsBroken() throws Exception {
        Path file = Files.write(folder.resolve("table"), new byte[3]);
        for (Path root : List.of(file, file.resolve("below"))) {
            LocalTableStore store = store(root);
            for (ThrowingCallable use : List.<ThrowingCallable>of(
                    () -> store.list("", ""),
                    () -> store.list("_delta_log", ""),
                    () -> store.stat("a"),
                    () -> store.readAll("a"),
                    () -> store.put("a", new byte[1]),
                    () -> store.putIfAbsent("_delta_log/a", new byte[1]))) {
                TableStoreException e = failure(use);
                assertThat(e.reason()).as(e.getMessage()).isEqualTo(Reason.BROKEN);
                assertThat(e).hasMessageContaining(file + " is a file, and a directory is needed there");
            }
        }
    }

    @Test
    void aDirectoryInTheFilesPlaceIsBroken() throws Exception {
        Files.createDirectories(folder.resolve("a/b"));
        for (ThrowingCallable write : List.<ThrowingCallable>of(
                () -> store(folder).put("a", new byte[1]), () -> store(folder).putIfAbsent("a", new byte[1]))) {
            TableStoreException e = failure(write);
            assertThat(e.reason()).isEqualTo(Reason.BROKEN);
            assertThat(e).hasMessageContaining("a directory of that name is there");
        }
        assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void aNameThatIsTooLongIsBroken() {
        TableStoreException e = failure(() -> store(folder).put("x".repeat(300), new byte[1]));
        assertThat(e.reason()).isEqualTo(Reason.BROKEN);
        assertThat(e).hasMessageContaining("longer than 255 bytes");
    }

    private static LocalTableStore store(Path root) {
        return new LocalTableStore(root, new SystemDisk());
    }

    private static TableStoreException failure(ThrowingCallable call) {
        TableStoreException e = catchThrowableOfType(TableStoreException.class, call);
        assertThat(e).isNotNull();
        return e;
    }
}
