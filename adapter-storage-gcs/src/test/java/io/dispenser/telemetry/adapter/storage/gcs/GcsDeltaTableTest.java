package io.dispenser.telemetry.adapter.storage.gcs;

import io.dispenser.telemetry.adapter.delta.RemoteDeltaTableContract;
import io.dispenser.telemetry.core.storage.StorageAdapter;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableUri;
import io.dispenser.telemetry.testkit.TestProxy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class GcsDeltaTableTest extends RemoteDeltaTableContract {

    private static TestProxy proxy;

    private final TableUri table = GcsServer.newTable();

    @BeforeAll
    static void startServer() throws Exception {
        proxy = TestProxy.before(GcsServer.running().port());
    }

    @AfterAll
    static void closeProxy() {
        if (proxy != null) {
            proxy.close();
        }
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
        return GcsServer.emulatorAt(proxy.port());
    }

    @Override
    protected TestProxy proxy() {
        return proxy;
    }
}
