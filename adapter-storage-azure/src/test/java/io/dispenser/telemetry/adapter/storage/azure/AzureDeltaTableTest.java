package io.dispenser.telemetry.adapter.storage.azure;

import io.dispenser.telemetry.adapter.delta.RemoteDeltaTableContract;
import io.dispenser.telemetry.core.storage.StorageAdapter;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableUri;
import io.dispenser.telemetry.testkit.TestProxy;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class AzureDeltaTableTest extends RemoteDeltaTableContract {

    private final TableUri table = Azurite.newTable();

    private Azurite azurite;
    private TestProxy proxy;

    @BeforeEach
    void start() throws Exception {
        azurite = Azurite.running();
        proxy = TestProxy.before(azurite.port());
    }

    @AfterEach
    void stop() {
        if (proxy != null) {
            proxy.close();
        }
    }

    @Override
    protected StorageAdapter adapter() {
        return new AzureStorageAdapter();
    }

    @Override
    protected TableUri uri() {
        return table;
    }

    @Override
    protected StorageSettings settings() {
        return azurite.settings(proxy.port(), Map.of());
    }

    @Override
    protected TestProxy proxy() {
        return proxy;
    }
}
