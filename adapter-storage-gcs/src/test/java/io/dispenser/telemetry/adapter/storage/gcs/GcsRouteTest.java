package io.dispenser.telemetry.adapter.storage.gcs;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.core.storage.StorageAdapter;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableUri;
import io.dispenser.telemetry.testkit.StoreRouteContract;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

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

    @Test
    void anEndpointWithTheBucketInItIsRefusedWithTheRightOne() {
        Map.of(
                        "https://storage.googleapis.com/lake", "https://storage.googleapis.com",
                        "https://lake.storage.googleapis.com/", "https://storage.googleapis.com",
                        "http://127.0.0.1:4443/gcs/lake/", "http://127.0.0.1:4443/gcs")
                .forEach((endpoint, right) -> assertThatThrownBy(
                                () -> adapter().open(table, settings(URI.create(endpoint))))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("has the bucket lake in it")
                        .hasMessageEndingWith("write the store's address alone: " + right));
    }
}
