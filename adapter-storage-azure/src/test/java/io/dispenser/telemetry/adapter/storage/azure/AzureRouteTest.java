package io.dispenser.telemetry.adapter.storage.azure;

import io.dispenser.telemetry.core.storage.StorageAdapter;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableUri;
import io.dispenser.telemetry.testkit.StoreRouteContract;
import java.net.URI;
import java.util.Map;

class AzureRouteTest extends StoreRouteContract {

    private final TableUri table = Azurite.newTable();

    @Override
    protected StorageAdapter adapter() {
        return new AzureStorageAdapter();
    }

    @Override
    protected TableUri uri() {
        return table;
    }

    @Override
    protected int port() throws Exception {
        return Azurite.running().port();
    }

    @Override
    protected StorageSettings settings(URI address) throws Exception {
        Azurite server = Azurite.running();
        return new StorageSettings(
                server.settings(server.port(), Map.of()).environment(),
                Map.of("endpoint", address + "/" + Azurite.ACCOUNT));
    }
}
