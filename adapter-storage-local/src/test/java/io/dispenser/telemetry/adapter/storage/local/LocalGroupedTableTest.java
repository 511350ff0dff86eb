package io.dispenser.telemetry.adapter.storage.local;

import io.dispenser.telemetry.adapter.delta.GroupedTableContract;
import io.dispenser.telemetry.core.storage.StorageAdapter;
import io.dispenser.telemetry.core.storage.TableUri;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class LocalGroupedTableTest extends GroupedTableContract {

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
}
