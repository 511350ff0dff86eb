package io.dispenser.telemetry.adapter.storage.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableUri;
import io.dispenser.telemetry.testkit.ForcedFiles;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The system calls of a store on the real disk. */
class ForcedTablesTest {

    @TempDir
    private Path folder;

    @Test
    void everyFileAndEveryNameIsForced() throws Exception {
        List<String> forced = ForcedFiles.by(Writing.class, folder.toString()).stream()
                .map(call -> LocalNames.isTemporary(call.substring("fsync ".length())) ? "fsync TMP" : call)
                .toList();
        assertThat(forced)
                .containsExactly(
                        "fsync " + folder.getFileName(), // a new table
                        "fsync table", // with a new log
                        "fsync TMP", // if absent
                        "fsync log",
                        "fsync TMP", // it is another's
                        "fsync log",
                        "fsync TMP", // put
                        "fsync log",
                        "fsync log"); // deleted
    }

    /** The other process. */
    static final class Writing {

        private Writing() {}

        public static void main(String[] arguments) throws Exception {
            TableUri uri = TableUri.ofDirectory(Path.of(arguments[0]).resolve("table"));
            try (TableStore store = new LocalStorageAdapter().open(uri, StorageSettings.NONE)) {
                store.putIfAbsent("log/1", "1".getBytes(UTF_8));
                store.putIfAbsent("log/1", "2".getBytes(UTF_8));
                store.put("log/1", "3".getBytes(UTF_8));
                store.putIfAbsentUnforced("log/2", "4".getBytes(UTF_8));
                store.delete("log/1");
            }
        }
    }
}
