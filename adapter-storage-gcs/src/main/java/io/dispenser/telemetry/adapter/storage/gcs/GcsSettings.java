package io.dispenser.telemetry.adapter.storage.gcs;

import com.google.cloud.hadoop.repackaged.gcs.com.google.api.services.storage.Storage;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.StoreRoute;
import java.net.URI;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * The connector's configuration: no file of Hadoop's, our own values, and over them the connector properties among the options
 * ({@code fs.gs.…}). Of those, what the JSON client has a use for counts: {@code fs.gs.auth.…},
 * {@code fs.gs.http.connect-timeout}, {@code fs.gs.http.read-timeout}, {@code fs.gs.http.max.retry},
 * {@code fs.gs.storage.http.headers.…}, {@code fs.gs.storage.root.url}, {@code fs.gs.storage.service.path},
 * {@code fs.gs.proxy.address} and {@code fs.gs.requester.pays.project.id}.
 */
final class GcsSettings {

    static final String ROOT_URL = "fs.gs.storage.root.url";
    static final String PROXY = "fs.gs.proxy.address";

    private static final String GOOGLE = "storage.googleapis.com";

    /** Few and short: whoever writes tables comes again, and longer. */
    private static final Map<String, String> OURS = Map.of(
            "fs.gs.http.connect-timeout", "5s",
            "fs.gs.http.read-timeout", "5s",
            "fs.gs.http.max.retry", "1");

    private GcsSettings() {}

    static Configuration of(GcsCredentials credentials, StorageSettings settings) {
        Configuration configuration = new Configuration(false);
        configuration.setClassLoader(GcsSettings.class.getClassLoader());
        OURS.forEach(configuration::set);
        credentials.properties().forEach(configuration::set);
        String endpoint = settings.options().getOrDefault("endpoint", "");
        String emulator = settings.environment().getOrDefault(GcsCredentials.EMULATOR, "");
        if (!endpoint.isEmpty()) {
            configuration.set(ROOT_URL, rootUrl("endpoint", endpoint));
        } else if (!emulator.isEmpty()) {
            configuration.set(ROOT_URL, rootUrl(GcsCredentials.EMULATOR, emulator));
        }
        settings.options().forEach((key, value) -> {
            if (key.startsWith("fs.gs.") || key.startsWith("google.cloud.")) {
                configuration.set(key, value);
            }
        });
        return configuration;
    }

    /**
     * Consoles show addresses with the bucket in them, and requests would name it twice.
     *
     * @throws IllegalArgumentException if the store's address is one of these
     */
    static void requireWithoutBucket(Configuration configuration, String bucket) {
        URI endpoint = URI.create(configuration.get(ROOT_URL, Storage.DEFAULT_ROOT_URL));
        String path = endpoint.getPath() == null ? "" : endpoint.getPath().replaceAll("/+$", "");
        boolean inHost = endpoint.getHost() != null && endpoint.getHost().equals(bucket + "." + GOOGLE);
        if (inHost || path.endsWith("/" + bucket)) {
            String port = endpoint.getPort() < 0 ? "" : ":" + endpoint.getPort();
            throw new IllegalArgumentException("the endpoint " + endpoint + " has the bucket " + bucket
                    + " in it, which the table's URI names already; write the store's address alone: "
                    + endpoint.getScheme() + "://" + (inHost ? GOOGLE : endpoint.getHost()) + port
                    + (inHost ? "" : path.substring(0, path.length() - bucket.length() - 1)));
        }
    }

    /** The way to the store; a proxy that the connector's properties name is none of the environment's. */
    static StoreRoute route(Configuration configuration, StorageSettings settings) {
        StoreRoute route = StoreRoute.to(URI.create(configuration.get(ROOT_URL, Storage.DEFAULT_ROOT_URL)), settings);
        return configuration.get(PROXY, "").isEmpty() ? route : route.withoutProxies();
    }

    /** Emulators are named without a scheme as often as with one. */
    private static String rootUrl(String setting, String value) {
        String url = value.contains("://") ? value : "http://" + value;
        try {
            URI uri = URI.create(url);
            if (uri.getHost() != null && (url.startsWith("http://") || url.startsWith("https://"))) {
                return url.endsWith("/") ? url : url + "/";
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw new IllegalArgumentException(
                setting + " = '" + value + "' is no address of a store: expected https://host or http://host:port");
    }
}
