package io.dispenser.telemetry.app.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Guice;
import io.dispenser.telemetry.adapter.delta.DeltaSink;
import io.dispenser.telemetry.adapter.delta.DeltaTableReader;
import io.dispenser.telemetry.adapter.delta.RowQuery;
import io.dispenser.telemetry.adapter.delta.Rows;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableUri;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.SampleEvents;
import io.dispenser.telemetry.testkit.TableStoreContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An adapter that this build knows nothing of, in a folder: the program finds it, and its store does what every store does. */
class ThirdPartyStoreTest extends TableStoreContract {

    private static final TableUri TABLE = TableUri.parse("dir://lake/status");

    @TempDir
    private static Path home;

    @TempDir
    private Path root;

    @BeforeAll
    static void install() throws IOException {
        ThirdPartyAdapter.install(home.resolve("adapters/dir"), "dir");
    }

    @Override
    protected TableStore open() throws IOException {
        return storage().open(TABLE);
    }

    @Override
    protected LostReply lostReply() {
        return LostReply.IMPOSSIBLE;
    }

    @Test
    void itIsFoundByItsFolderAndLoadedThere() {
        assertThat(ThirdPartyAdapter.installedIn(home).schemes()).containsExactly("dir", "file");
        assertThat(storage().adapterName(TABLE)).isEqualTo("DirStorageAdapter");
        assertThat(storage().credentialSource(TABLE)).isEqualTo("none needed below " + root);
    }

    @Test
    void aDeltaTableIsWrittenAndReadInItsStore() throws Exception {
        try (TableStore store = open()) {
            DeltaSink<ContainerStatusEvent> sink = new DeltaSink<>(TelemetryTables.STATUS, store, "test/1");
            sink.write(new Batch<>("w", 0, SampleEvents.statuses(0, 3)));
            sink.write(new Batch<>("w", 1, SampleEvents.statuses(3, 5)));
        }
        try (TableStore store = open()) {
            Rows rows = new DeltaTableReader(store).read(RowQuery.newest(10)).orElseThrow();
            assertThat(rows.rows()).hasSize(5);
        }
        assertThat(root.resolve("lake/status/_delta_log/00000000000000000000.json"))
                .exists();
    }

    private StorageAdapters storage() {
        StorageSettings settings = new StorageSettings(Map.of("DIR_ROOT", root.toString()), Map.of());
        return Guice.createInjector(new StorageModule(ThirdPartyAdapter.installedIn(home), settings))
                .getInstance(StorageAdapters.class);
    }
}
