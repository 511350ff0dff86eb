package io.dispenser.telemetry.adapter.storage.gcs;

import io.dispenser.telemetry.core.storage.StorageAdapter;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableUri;
import io.dispenser.telemetry.testkit.StoreRouteContract;
import java.net.URI;
import java.util.Map;

class GcsRouteTest extends StoreRouteContract {

    private final TableUri table = GcsServer.newTable();

    @Override
    protected StorageAdapter adapter() {
        return new GcsStorageAdapter();
    }

    @Override
    protected TableUri uri() {
        return table;
    }

    @Override
    protected int port() throws Exception {
        return GcsServer.running().port();
    }

    @Override
    protected StorageSettings settings(URI address) {
        return new StorageSettings(Map.of(), Map.of("endpoint", address.toString(), "anonymous", "true"));
    }
}
