package io.dispenser.telemetry.adapter.storage.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableUri;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A process whose umask takes little or much from the permissions of what it makes. */
class OpenUmaskTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"000, rwxr-xr-x, rw-r--r--", "077, rwx------, rw-------"})
    void aTablesFilesAreWrittenByTheirOwnerAloneAndNoMoreIsGivenThanTheUmaskAllows(
            String umask, String directories, String files) throws Exception {
        Process process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "umask " + umask + "; exec \"$0\" -cp \"$1\" \"$2\" \"$3\"",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        folder.resolve("table").toString())
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isZero();
        try (Stream<Path> made = Files.walk(folder.resolve("table"))) {
            for (Path file : (Iterable<Path>) made::iterator) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as(file.toString())
                        .isEqualTo(Files.isDirectory(file) ? directories : files);
            }
        }
    }

    /** The other process. */
    static final class Writer {

        private Writer() {}

        public static void main(String[] arguments) throws Exception {
            TableUri uri = TableUri.ofDirectory(Path.of(arguments[0]));
            try (TableStore store = new LocalStorageAdapter().open(uri, StorageSettings.NONE)) {
                store.put("a/1", "1".getBytes(UTF_8));
                store.putIfAbsent("b/2", "2".getBytes(UTF_8));
            }
        }
    }
}
