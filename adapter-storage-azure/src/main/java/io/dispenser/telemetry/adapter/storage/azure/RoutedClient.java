package io.dispenser.telemetry.adapter.storage.azure;

import io.dispenser.telemetry.core.net.ProxyServer;
import io.dispenser.telemetry.core.storage.StoreRoute;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;

/**
 * The JDK's HTTP client on the way that the settings say: through their proxy, and believing their authorities. Where the
 * environment names no proxy, the JVM's own settings count, as for any connection.
 */
final class RoutedClient {

    private RoutedClient() {}

    /** A client with no connection yet; it follows no redirects. */
    static HttpClient of(StoreRoute route, Duration connecting) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connecting);
        route.trust().ifPresent(trust -> builder.sslContext(trust.context()));
        route.proxy()
                .ifPresent(proxy -> builder.proxy(
                        ProxySelector.of((InetSocketAddress) proxy.asProxy().address())));
        return builder.build();
    }

    /** Logs in to the proxy with the request itself: with an authenticator, the client would drop our own authorization. */
    static void logIn(HttpRequest.Builder request, StoreRoute route) {
        route.proxy()
                .flatMap(ProxyServer::login)
                .ifPresent(login -> request.setHeader("Proxy-Authorization", login.basic()));
    }
}
