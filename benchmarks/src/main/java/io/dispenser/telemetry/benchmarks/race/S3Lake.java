package io.dispenser.telemetry.benchmarks.race;

import io.dispenser.telemetry.adapter.storage.s3.S3Server;
import io.dispenser.telemetry.core.storage.StorageAdapter;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.core.storage.TableUri;
import io.dispenser.telemetry.testkit.TestProxy;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.UUID;

/** A bucket of the tests' S3 server, on this machine. Who writes goes through a proxy, where requests are counted. */
final class S3Lake implements AutoCloseable {

    private final String bucket = "race-" + UUID.randomUUID();
    private final StorageAdapter adapter;
    private final TestProxy proxy;

    /** Starts the server; it ends with this process. */
    S3Lake() throws Exception {
        S3Server server = S3Server.start();
        server.makeBucket(bucket);
        proxy = TestProxy.before(server.port());
        adapter = ServiceLoader.load(StorageAdapter.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(each -> each.schemes().contains("s3"))
                .findFirst()
                .orElseThrow();
    }

    String uri(String table) {
        return "s3://" + bucket + "/lake/" + table;
    }

    TableStore open(String table) throws TableStoreException {
        return adapter.open(TableUri.parse(uri(table)), settings());
    }

    /** How delta-rs finds the server. */
    Map<String, String> environment() {
        return settings().environment();
    }

    private StorageSettings settings() {
        return S3Server.settings(proxy.uri(), Map.of());
    }

    /** How many requests came since this was last asked. */
    int takeRequests() {
        int requests = proxy.requests().size();
        proxy.forgetRequests();
        return requests;
    }

    @Override
    public void close() {
        proxy.close();
    }
}
