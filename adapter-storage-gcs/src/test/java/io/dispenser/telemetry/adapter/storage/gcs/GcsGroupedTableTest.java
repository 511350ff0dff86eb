package io.dispenser.telemetry.adapter.storage.gcs;

import io.dispenser.telemetry.adapter.delta.GroupedTableContract;
import io.dispenser.telemetry.core.storage.StorageAdapter;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableUri;
import org.junit.jupiter.api.BeforeEach;

class GcsGroupedTableTest extends GroupedTableContract {

    private final TableUri table = GcsServer.newTable();

    private GcsServer server;

    @BeforeEach
    void start() throws Exception {
        server = GcsServer.running();
    }

    @Override
    protected StorageAdapter adapter() {
        return new GcsStorageAdapter();
    }

    @Override
    protected TableUri uri() {
        return table;
    }

    @Override
    protected StorageSettings settings() {
        return GcsServer.emulatorAt(server.port());
    }
}
