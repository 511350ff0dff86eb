package io.dispenser.telemetry.core.net;

import io.dispenser.telemetry.core.net.ProxyServer.Login;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The proxies that the environment names: {@code HTTPS_PROXY} for TLS and {@code HTTP_PROXY} for the rest, but not for what
 * {@code NO_PROXY} names. The names in lower case mean the same, and win, as with curl.
 */
public final class ProxyVariables {

    private static final Pattern ADDRESS = Pattern.compile(
            "(?:(?<scheme>[A-Za-z][A-Za-z0-9+.-]*)://)?(?:(?<login>[^/?#]*)@)?(?<host>\\[[0-9A-Fa-f:.]+\\]|[^:/?#@\\[\\]\\s]+)"
                    + "(?::(?<port>\\d{1,5}))?/?");

    /** That of HTTP, which a proxy's address is written for. */
    private static final int DEFAULT_PORT = 80;

    private final Map<String, String> environment;

    private ProxyVariables(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Those of an environment; they are read when they are needed. */
    public static ProxyVariables of(Map<String, String> environment) {
        return new ProxyVariables(environment);
    }

    /**
     * The proxy on the way to {@code server}; empty where requests go straight there.
     *
     * @throws IllegalArgumentException if the variable names none that can be used; the message says so, and does not repeat it
     */
    public Optional<ProxyServer> to(URI server) {
        boolean tls = "https".equalsIgnoreCase(server.getScheme());
        Optional<String> variable = named(tls ? "HTTPS_PROXY" : "HTTP_PROXY");
        if (variable.isEmpty() || server.getHost() == null) {
            return Optional.empty();
        }
        NoProxy without = NoProxy.of(named("NO_PROXY").map(environment::get).orElse(""));
        int port = server.getPort() >= 0 ? server.getPort() : tls ? 443 : 80;
        return without.matches(server.getHost(), port)
                ? Optional.empty()
                : Optional.of(proxy(variable.get(), environment.getOrDefault(variable.get(), "")));
    }

    /** Whether there is any at all. */
    public boolean areNamed() {
        return named("HTTPS_PROXY").isPresent() || named("HTTP_PROXY").isPresent();
    }

    private Optional<String> named(String name) {
        for (String each : new String[] {name.toLowerCase(Locale.ROOT), name}) {
            String value = environment.get(each);
            if (value != null) {
                return value.isBlank() ? Optional.empty() : Optional.of(each);
            }
        }
        return Optional.empty();
    }

    private static ProxyServer proxy(String variable, String value) {
        Matcher address = ADDRESS.matcher(value.strip());
        if (!address.matches()) {
            throw refused(variable, "is no address of a proxy");
        }
        String scheme = address.group("scheme");
        if (scheme != null && !scheme.equalsIgnoreCase("http")) {
            throw refused(variable, "names a proxy of the kind " + scheme + "://, which is not served");
        }
        String port = address.group("port");
        int number = port == null ? DEFAULT_PORT : Integer.parseInt(port);
        if (number < 1 || number > 65_535) {
            throw refused(variable, "has a port that is none");
        }
        String host = address.group("host").replaceAll("[\\[\\]]", "");
        return new ProxyServer(host, number, login(variable, address.group("login")), variable);
    }

    private static Optional<Login> login(String variable, @Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        int colon = text.indexOf(':');
        try {
            return Optional.of(new Login(
                    decoded(colon < 0 ? text : text.substring(0, colon)),
                    decoded(colon < 0 ? "" : text.substring(colon + 1))));
        } catch (IllegalArgumentException e) {
            throw refused(variable, "has a % in its user or password that begins no percent-encoded character");
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Without the value: it may hold a password. */
    private static IllegalArgumentException refused(String variable, String what) {
        return new IllegalArgumentException(variable + " " + what
                + ": expected http://host:port, or http://user:password@host:port with : @ / ? # and % of these"
                + " percent-encoded; correct or unset it");
    }
}
