package io.dispenser.telemetry.core.storage;

import io.dispenser.telemetry.core.net.ProxyServer;
import io.dispenser.telemetry.core.net.ProxyVariables;
import io.dispenser.telemetry.core.net.TrustedAuthorities;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The way to a store, or to a service that it needs: whom that has to be signed by, which proxy lies between, and what it means
 * that there was no way. It is handed to each client of a table, so that nothing of the JVM is changed.
 *
 * @param server the server's address
 * @param proxies the proxies that the environment names
 * @param trust the authorities to believe, where they are not just the JVM's
 */
public record StoreRoute(URI server, ProxyVariables proxies, Optional<TrustedAuthorities> trust) {

    /** The option that names a file of certificates. */
    public static final String CA_FILE = "ca_file";

    /**
     * As the settings have it.
     *
     * @throws IllegalArgumentException if {@code ca_file} or the variable of a proxy can't be used; the message tells a person
     *     why and what to write
     */
    public static StoreRoute to(URI server, StorageSettings settings) {
        StoreRoute route = new StoreRoute(server, ProxyVariables.of(settings.environment()), trust(settings.options()));
        var unused = route.proxy(); // a variable that names none shows at once
        return route;
    }

    /** The way to another server. */
    public StoreRoute toward(URI other) {
        return new StoreRoute(other, proxies, trust);
    }

    /** The same way, but for the proxies of the environment: somebody named one elsewhere, or there can be none. */
    public StoreRoute withoutProxies() {
        return new StoreRoute(server, ProxyVariables.of(Map.of()), trust);
    }

    /**
     * The proxy on the way, if any.
     *
     * @throws IllegalArgumentException if the variable of a proxy can't be used
     */
    public Optional<ProxyServer> proxy() {
        return proxies.to(server);
    }

    private static Optional<TrustedAuthorities> trust(Map<String, String> options) {
        return Optional.ofNullable(options.get(CA_FILE))
                .filter(file -> !file.isBlank())
                .map(file -> TrustedAuthorities.withFile(CA_FILE, Path.of(file.strip())));
    }

    /** Whether anything of it differs from what the JVM has for all. */
    public boolean isOwn() {
        return trust.isPresent() || proxies.areNamed();
    }

    /** What it means that a request of {@code who} got no answer, in the words of a person. */
    public StorageError error(NetworkError network, String who, Throwable failure) {
        OptionalInt refusal = NetworkError.tunnelStatus(failure);
        Optional<ProxyServer> proxy = proxy();
        if (refusal.isPresent() && proxy.isPresent()) {
            return refused(proxy.get(), refusal.getAsInt(), who);
        }
        String way = who + proxy.map(p -> " through the proxy " + p).orElse("");
        StorageError error = network.at(way, failure);
        boolean plain = "http".equalsIgnoreCase(server.getScheme());
        return network == NetworkError.LOST && plain
                ? new StorageError(
                        error.reason(),
                        error.sentence(),
                        error.remedy() + "; if it is a port for TLS, write https:// in the endpoint")
                : error;
    }

    /**
     * What it means if an answer is the proxy's, and not that of {@code who}.
     *
     * @param storeSpoke whether the answer has what only a store's has
     */
    public Optional<StorageError> refusal(int status, boolean storeSpoke, String who) {
        boolean tunnel = "https".equalsIgnoreCase(server.getScheme());
        return proxy().filter(any -> status == 407 || (tunnel && status >= 400 && !storeSpoke))
                .map(p -> refused(p, status, who));
    }

    private static StorageError refused(ProxyServer proxy, int status, String who) {
        ProxyServer.Refusal refusal = proxy.refusal(status, who);
        return refusal.passing()
                ? StorageError.unavailable(refusal.sentence(), refusal.remedy())
                : StorageError.denied(refusal.sentence(), refusal.remedy());
    }
}
