package io.dispenser.telemetry.adapter.storage.azure;

import io.dispenser.telemetry.adapter.delta.GroupedTableContract;
import io.dispenser.telemetry.core.storage.StorageAdapter;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableUri;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;

class AzureGroupedTableTest extends GroupedTableContract {

    private final TableUri table = Azurite.newTable();

    private Azurite azurite;

    @BeforeEach
    void start() throws Exception {
        azurite = Azurite.running();
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
        return azurite.settings(azurite.port(), Map.of());
    }
}
