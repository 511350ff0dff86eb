package io.dispenser.telemetry.adapter.storage.gcs;

import com.google.cloud.hadoop.repackaged.gcs.com.google.api.client.http.javanet.ConnectionFactory;
import io.dispenser.telemetry.core.net.ProxyServer;
import io.dispenser.telemetry.core.storage.StoreRoute;
import java.io.IOException;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections to the store and to the services that give tokens: through the proxy of each, and believing the authorities
 * of the settings. Where the environment names no proxy, the JVM's own settings count, as for any connection.
 */
final class RoutedConnections implements ConnectionFactory {

    private final StoreRoute route;
    private final @Nullable Proxy named;
    private final Optional<SSLSocketFactory> sockets;

    /** @param named a proxy that the connector's properties name, for all; null for those of {@code route} */
    RoutedConnections(StoreRoute route, @Nullable Proxy named) {
        this.route = route;
        this.named = named;
        this.sockets = route.trust().map(trust -> trust.context().getSocketFactory());
    }

    @Override
    public HttpURLConnection openConnection(URL url) throws IOException {
        Optional<ProxyServer> proxy = named != null
                ? Optional.empty()
                : route.toward(URI.create(origin(url))).proxy();
        HttpURLConnection connection = (HttpURLConnection)
                (named != null
                        ? url.openConnection(named)
                        : proxy.isPresent() ? url.openConnection(proxy.get().asProxy()) : url.openConnection());
        if (connection instanceof HttpsURLConnection tls) {
            sockets.ifPresent(tls::setSSLSocketFactory);
        }
        if (proxy.isPresent()) {
            logIn(connection, proxy.get());
        }
        return connection;
    }

    private static String origin(URL url) {
        return url.getProtocol() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
    }

    /** Through a tunnel when the proxy asks; otherwise at once, since a body can't be sent a second time. */
    private static void logIn(HttpURLConnection connection, ProxyServer proxy) {
        Authenticator authenticator = proxy.authenticator();
        if (authenticator != null) {
            connection.setAuthenticator(authenticator);
        }
        if (!(connection instanceof HttpsURLConnection)) {
            proxy.login().ifPresent(login -> connection.setRequestProperty("Proxy-Authorization", login.basic()));
        }
    }
}
