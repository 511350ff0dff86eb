package io.dispenser.telemetry.adapter.storage.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.storage.StorageAdapter;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableUri;
import io.dispenser.telemetry.testkit.StorageAdapterContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStorageAdapterTest extends StorageAdapterContract {

    @TempDir
    private Path folder;

    @Override
    protected StorageAdapter adapter() {
        return new LocalStorageAdapter();
    }

    @Override
    protected TableUri uri() {
        return TableUri.ofDirectory(folder.resolve("lake/table"));
    }

    @Override
    protected Map<String, String> refused() {
        return Map.of(
                "file://var/log", "file:///var/log",
                "file://var", "file:///var",
                "file:///", "file:///path",
                "s3://bucket/x", "file:///path");
    }

    @Override
    protected LostReply lostReply() {
        return LostReply.REPORTED_AS_UNKNOWN;
    }

    /** The link is made, and then the disk fails to force its directory. */
    @Override
    protected TableStore openLosingReply() {
        RecordingDisk disk = new RecordingDisk();
        disk.failBefore(operation -> {
            boolean linked = disk.operations().stream().anyMatch(done -> done.startsWith("link "));
            if (linked && operation.startsWith("force ")) {
                throw new IOException("Input/output error");
            }
        });
        return new LocalTableStore(folder.resolve("lake/table"), disk);
    }

    @Test
    void localhostIsThisMachine() throws Exception {
        TableUri withHost = TableUri.parse("file://localhost" + uri().path());
        try (TableStore store = adapter().open(withHost, StorageSettings.NONE);
                TableStore same = open()) {
            store.put("a", new byte[1]);
            assertThat(same.stat("a")).isPresent();
        }
    }

    @Test
    void openingCreatesNothing() throws Exception {
        open().close();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void noCredentialsAreNeeded() {
        assertThat(adapter().credentialSource(uri(), settings())).startsWith("none needed");
    }
}
