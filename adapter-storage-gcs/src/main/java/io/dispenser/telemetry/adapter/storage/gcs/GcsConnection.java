package io.dispenser.telemetry.adapter.storage.gcs;

import com.google.cloud.hadoop.repackaged.gcs.com.google.api.client.http.HttpRequestInitializer;
import com.google.cloud.hadoop.repackaged.gcs.com.google.api.client.http.HttpTransport;
import com.google.cloud.hadoop.repackaged.gcs.com.google.api.client.http.javanet.NetHttpTransport;
import com.google.cloud.hadoop.repackaged.gcs.com.google.api.client.json.gson.GsonFactory;
import com.google.cloud.hadoop.repackaged.gcs.com.google.api.services.storage.Storage;
import com.google.cloud.hadoop.repackaged.gcs.com.google.auth.http.HttpCredentialsAdapter;
import com.google.cloud.hadoop.repackaged.gcs.com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.hadoop.repackaged.gcs.com.google.cloud.hadoop.util.RetryHttpInitializer;
import com.google.cloud.hadoop.repackaged.gcs.com.google.cloud.hadoop.util.RetryHttpInitializerOptions;
import io.dispenser.telemetry.core.storage.StoreRoute;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * The connector's client, as the settings want it.
 *
 * @param patient for requests that may be sent again
 * @param once for requests that must not be: it fetches a new token where the store asks for one, and nothing else is repeated
 */
record GcsConnection(Storage patient, Storage once, CallDeadline deadline) implements AutoCloseable {

    /** A call that moves nothing for this long is cut; with the look at what became of it, that may happen twice. */
    private static final long DEADLINE_MILLIS = 10_000;

    /** The connector logs what it also throws, with stack traces. Held here, since the JDK forgets loggers. */
    private static final Logger CONNECTOR = Logger.getLogger("com.google.cloud.hadoop.repackaged");

    /** Sends nothing. */
    static GcsConnection open(Configuration configuration, Map<String, String> environment, StoreRoute route)
            throws IOException {
        if (CONNECTOR.getLevel() == null) {
            CONNECTOR.setLevel(Level.OFF);
        }
        CallDeadline deadline = new CallDeadline(
                new RoutedConnections(route, proxy(configuration.get(GcsSettings.PROXY, ""))), DEADLINE_MILLIS);
        HttpTransport transport =
                new NetHttpTransport.Builder().setConnectionFactory(deadline).build();
        GoogleCredentials credentials =
                ConnectorCredentials.of(configuration, transport, new MetadataServer(environment, deadline));
        RetryHttpInitializer retrying = new RetryHttpInitializer(credentials, retries(configuration));
        HttpRequestInitializer patient = request -> {
            try {
                retrying.initialize(request);
                request.setFollowRedirects(false); // to whichever host, with our token
            } catch (IOException e) {
                throw new GcsTokenException(e);
            }
        };
        HttpRequestInitializer once = request -> {
            patient.initialize(request);
            request.setIOExceptionHandler(null);
            request.setUnsuccessfulResponseHandler(
                    credentials == null ? null : new HttpCredentialsAdapter(credentials));
        };
        return new GcsConnection(
                storage(configuration, transport, patient), storage(configuration, transport, once), deadline);
    }

    /** Where the store is. */
    String endpoint() {
        return patient.getRootUrl();
    }

    @Override
    public void close() {
        deadline.close();
    }

    private static Storage storage(
            Configuration configuration, HttpTransport transport, HttpRequestInitializer initializer) {
        Storage.Builder builder = new Storage.Builder(transport, GsonFactory.getDefaultInstance(), initializer)
                .setRootUrl(configuration.get(GcsSettings.ROOT_URL, Storage.DEFAULT_ROOT_URL))
                .setServicePath(configuration.get("fs.gs.storage.service.path", Storage.DEFAULT_SERVICE_PATH))
                .setApplicationName("dispenser-telemetry");
        String payer = configuration.get("fs.gs.requester.pays.project.id");
        if (payer != null) {
            builder.setGoogleClientRequestInitializer(request -> request.set("userProject", payer));
        }
        return builder.build();
    }

    private static RetryHttpInitializerOptions retries(Configuration configuration) {
        return RetryHttpInitializerOptions.builder()
                .setConnectTimeout(duration(configuration, "fs.gs.http.connect-timeout"))
                .setReadTimeout(duration(configuration, "fs.gs.http.read-timeout"))
                .setMaxRequestRetries(configuration.getInt("fs.gs.http.max.retry", 0))
                .setHttpHeaders(configuration.getPropsWithPrefix("fs.gs.storage.http.headers."))
                .build();
    }

    private static Duration duration(Configuration configuration, String key) {
        return Duration.ofMillis(configuration.getTimeDuration(key, 0, TimeUnit.MILLISECONDS));
    }

    private static @Nullable Proxy proxy(String address) {
        if (address.isEmpty()) {
            return null;
        }
        URI uri = URI.create(address.contains("//") ? address : "http://" + address);
        if (uri.getHost() == null || uri.getPort() < 0) {
            throw new IllegalArgumentException("fs.gs.proxy.address = '" + address + "' is not host:port");
        }
        return new Proxy(Proxy.Type.HTTP, new InetSocketAddress(uri.getHost(), uri.getPort()));
    }
}
