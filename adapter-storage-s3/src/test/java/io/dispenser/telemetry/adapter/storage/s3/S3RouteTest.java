package io.dispenser.telemetry.adapter.storage.s3;

import io.dispenser.telemetry.core.storage.StorageAdapter;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableUri;
import io.dispenser.telemetry.testkit.StoreRouteContract;
import java.net.URI;
import java.util.Map;
import java.util.UUID;

class S3RouteTest extends StoreRouteContract {

    private final String bucket = "lake-" + UUID.randomUUID();

    @Override
    protected StorageAdapter adapter() {
        return new S3StorageAdapter();
    }

    @Override
    protected TableUri uri() {
        return TableUri.parse("s3://" + bucket + "/lake/table");
    }

    @Override
    protected int port() throws Exception {
        S3Server server = S3Server.start();
        server.makeBucket(bucket);
        return server.port();
    }

    @Override
    protected StorageSettings settings(URI address) {
        return S3Server.settings(address, Map.of());
    }
}
