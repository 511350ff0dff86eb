package io.dispenser.telemetry.adapter.storage.gcs;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.storage.StorageAdapter;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableUri;
import io.dispenser.telemetry.testkit.StorageAdapterContract;
import io.dispenser.telemetry.testkit.TestProxy;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** On a server of its own process, through a proxy that loses answers when told. */
class GcsStorageAdapterTest extends StorageAdapterContract {

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
    protected Map<String, String> refused() {
        return Map.of(
                "gs:///path", "gs://bucket/path",
                "gs://My_Bucket/path", "lower-case",
                "gs://b/path", "3 or more",
                "s3://bucket/path", "gs://bucket/path");
    }

    @Override
    protected LostReply lostReply() {
        return LostReply.FOUND_OUT;
    }

    @Override
    protected TableStore openLosingReply() throws Exception {
        proxy.cutNextReply(request -> request.target().contains("ifGenerationMatch=0"));
        return open();
    }

    @Test
    void openingAsksNobody() throws Exception {
        proxy.forgetRequests();
        open().close();
        assertThat(proxy.requests()).isEmpty();
    }
}
