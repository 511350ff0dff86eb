package io.dispenser.telemetry.benchmarks;

import io.dispenser.telemetry.adapter.storage.s3.S3Server;
import io.dispenser.telemetry.core.storage.StorageAdapter;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.core.storage.TableUri;
import io.dispenser.telemetry.testkit.ProxyRequest;
import io.dispenser.telemetry.testkit.TestProxy;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.UUID;

/** A bucket of the tests' S3 server, on this machine. Who goes through its proxy has his requests counted there. */
public final class S3Lake implements AutoCloseable {

    private static final String LAKE = "lake";

    private final String bucket = "lake-" + UUID.randomUUID();
    private final S3Server server;
    private final Path folder;
    private final StorageAdapter adapter;
    private final TestProxy proxy;

    /** Starts the server; it ends with this process. */
    public S3Lake() throws Exception {
        server = S3Server.start();
        folder = server.makeBucket(bucket);
        proxy = TestProxy.before(server.port());
        adapter = ServiceLoader.load(StorageAdapter.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(each -> each.schemes().contains("s3"))
                .findFirst()
                .orElseThrow();
    }

    /** Of a table, or of what else lies in the bucket's {@code lake}. */
    public String uri(String table) {
        return "s3://" + bucket + "/" + LAKE + "/" + table;
    }

    public TableStore open(String table) throws TableStoreException {
        return adapter.open(TableUri.parse(uri(table)), settings());
    }

    /** How other programs find the server, through the proxy. */
    public Map<String, String> environment() {
        return settings().environment();
    }

    /** The server itself, for those who are not counted. */
    public URI server() {
        return server.uri();
    }

    /** Where the server keeps the objects of {@code lake}, each a file. */
    public Path objects() {
        return folder.resolve(LAKE);
    }

    private StorageSettings settings() {
        return S3Server.settings(proxy.uri(), Map.of());
    }

    /** How many requests came since this was last asked. */
    public int takeRequests() {
        return takeSeen().size();
    }

    /** What came through the proxy since this was last asked. */
    public List<ProxyRequest> takeSeen() {
        List<ProxyRequest> requests = proxy.requests();
        proxy.forgetRequests();
        return requests;
    }

    @Override
    public void close() {
        proxy.close();
    }
}
