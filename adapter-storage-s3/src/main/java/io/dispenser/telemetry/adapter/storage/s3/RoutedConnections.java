package io.dispenser.telemetry.adapter.storage.s3;

import io.dispenser.telemetry.core.net.ProxyServer;
import io.dispenser.telemetry.core.storage.StoreRoute;
import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.apache.ProxyConfiguration;

/** The way of a client's connections. The HTTP client is the one that S3A uses, which is deprecated for its successor. */
@SuppressWarnings("deprecation")
final class RoutedConnections {

    private RoutedConnections() {}

    /** Makes the connections of {@code client} go by {@code route}; the process's own environment has no say. */
    static ApacheHttpClient.Builder onRoute(ApacheHttpClient.Builder client, StoreRoute route) {
        route.trust().ifPresent(trust -> client.tlsTrustManagersProvider(trust::managers));
        ProxyConfiguration.Builder proxy = ProxyConfiguration.builder()
                .useSystemPropertyValues(route.proxy().isEmpty())
                .useEnvironmentVariableValues(false);
        route.proxy().ifPresent(server -> {
            String host = server.host().contains(":") ? "[" + server.host() + "]" : server.host();
            proxy.endpoint(URI.create("http://" + host + ":" + server.port()));
            Optional<ProxyServer.Login> login = server.login();
            login.ifPresent(known ->
                    proxy.username(known.user()).password(known.password()).preemptiveBasicAuthenticationEnabled(true));
        });
        return client.proxyConfiguration(proxy.build());
    }
}
