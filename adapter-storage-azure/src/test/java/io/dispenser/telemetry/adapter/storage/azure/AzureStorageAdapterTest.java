package io.dispenser.telemetry.adapter.storage.azure;

import io.dispenser.telemetry.core.storage.StorageAdapter;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableUri;
import io.dispenser.telemetry.testkit.StorageAdapterContract;
import io.dispenser.telemetry.testkit.TestProxy;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class AzureStorageAdapterTest extends StorageAdapterContract {

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
        return azurite.settings(azurite.port(), Map.of());
    }

    @Override
    protected Map<String, String> refused() {
        return Map.of(
                "s3://lake/table", "az://container/path",
                "az:///table", "az://container/path",
                "adls://My_Lake/table", "lower-case letters, digits and single hyphens",
                "abfss://lake@my-account.dfs.core.windows.net/table", "no storage account",
                "az://lake/a./b", "no dot at the end");
    }

    @Override
    protected Set<String> refusedNames() {
        return Set.of("a\\b");
    }

    @Override
    protected LostReply lostReply() {
        return LostReply.FOUND_OUT;
    }

    @Override
    protected TableStore openLosingReply() throws Exception {
        proxy.cutNextReply(request -> request.method().equals("PUT"));
        return adapter().open(table, azurite.settings(proxy.port(), Map.of()));
    }
}
