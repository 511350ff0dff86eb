package io.dispenser.telemetry.benchmarks.fleet;

import io.dispenser.telemetry.adapter.storage.s3.S3Server;
import io.dispenser.telemetry.core.storage.StorageAdapter;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.core.storage.TableUri;
import io.dispenser.telemetry.testkit.ProxyRequest;
import io.dispenser.telemetry.testkit.TestProxy;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/** In a bucket of its own of the tests' S3 server. Whoever writes goes through a proxy, where requests are counted. */
final class S3Place implements FleetPlace {

    private static final String TABLE = "/lake/table";

    private final String bucket = "fleet-" + UUID.randomUUID();
    private final StorageAdapter adapter;
    private final TestProxy proxy;
    private Map<RequestKind, Long> served = Map.of();

    /**
     * Starts the server, if this process has not yet; it ends with this process.
     *
     * @param plan whose latency the proxy adds to what the server takes, for whoever writes
     */
    S3Place(FleetPlan plan) throws Exception {
        S3Server server = S3Server.start();
        server.makeBucket(bucket);
        this.proxy = TestProxy.before(server.port());
        SplittableRandom random = plan.random(0, 3);
        proxy.rewriteHeads(head -> {
            Duration wait;
            synchronized (random) {
                wait = plan.latency().next(random);
            }
            LockSupport.parkNanos(wait.toNanos());
            return head;
        });
        this.adapter = ServiceLoader.load(StorageAdapter.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(each -> each.schemes().contains("s3"))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public TableStore client() throws TableStoreException {
        return adapter.open(TableUri.parse(uri()), settings());
    }

    /** None: the proxy adds it. */
    @Override
    public Latency latency(FleetPlan plan) {
        return Latency.NONE;
    }

    String uri() {
        return "s3://" + bucket + TABLE;
    }

    StorageSettings settings() {
        return S3Server.settings(proxy.uri(), Map.of());
    }

    @Override
    public void windowBegins() {
        proxy.forgetRequests();
    }

    @Override
    public void windowEnds() {
        Map<RequestKind, Long> counts = new EnumMap<>(RequestKind.class);
        for (ProxyRequest request : proxy.requests()) {
            counts.merge(RequestKind.of(request), 1L, Long::sum);
        }
        served = counts;
    }

    @Override
    public Optional<Map<RequestKind, Long>> served() {
        return Optional.of(served);
    }

    @Override
    public void close() {
        proxy.close();
    }
}
