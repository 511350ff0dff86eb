package io.dispenser.telemetry.core.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A proxy for HTTP, and for TLS by CONNECT.
 *
 * @param login who asks, where the proxy wants to know
 * @param variable where the address comes from: {@code HTTPS_PROXY}
 */
public record ProxyServer(String host, int port, Optional<Login> login, String variable) {

    /** The JDK's property that lists which ways to log in to a proxy are not taken for a tunnel: Basic, if nobody changes it. */
    public static final String DISABLED_SCHEMES = "jdk.http.auth.tunneling.disabledSchemes";

    /** A user and a password. */
    public record Login(String user, String password) {

        /** The value of {@code Proxy-Authorization}. */
        public String basic() {
            return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
        }

        /** Says neither of them. */
        @Override
        public String toString() {
            return "***";
        }
    }

    /**
     * Why a proxy lets nothing through, for a person.
     *
     * @param passing whether it may pass by itself
     */
    public record Refusal(String sentence, String remedy, boolean passing) {}

    /** For the JDK's clients; its name is looked up with each connection. */
    public Proxy asProxy() {
        return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(host, port));
    }

    /** Logs in to this proxy, and to nobody else; null where there is nothing to log in with. */
    public @Nullable Authenticator authenticator() {
        return login.map(Answering::new).orElse(null);
    }

    /** What it means that the proxy, and not {@code server}, answered with {@code status}. */
    public Refusal refusal(int status, String server) {
        if (status == 407) {
            return login.isPresent()
                    ? new Refusal(
                            "the proxy " + this + " does not accept its user and password (407)",
                            "correct them in " + variable + remedyOfJvm(),
                            false)
                    : new Refusal(
                            "the proxy " + this + " wants a user and a password (407)",
                            "write them into " + variable + ": http://user:password@" + host + ":" + port,
                            false);
        }
        if (status >= 500) {
            return new Refusal(
                    "the proxy " + this + " can't reach " + server + " (" + status + ")",
                    "check that address, and the proxy's own network",
                    true);
        }
        return new Refusal(
                "the proxy " + this + " lets nothing through to " + server + " (" + status + ")",
                "allow it there, or name the host in NO_PROXY if there is a way without the proxy",
                false);
    }

    private static String remedyOfJvm() {
        String disabled = System.getProperty(DISABLED_SCHEMES);
        boolean isDisabled =
                disabled == null || disabled.toLowerCase(Locale.ROOT).contains("basic");
        return isDisabled ? "; a program of your own has to be started with -D" + DISABLED_SCHEMES + "=" : "";
    }

    /** Where it is, without user and password, and who says so. */
    @Override
    public String toString() {
        String shown = host.contains(":") ? "[" + host + "]" : host;
        return "http://" + (login.isPresent() ? "***@" : "") + shown + ":" + port + " (" + variable + ")";
    }

    private final class Answering extends Authenticator {

        private final Login known;

        Answering(Login known) {
            this.known = known;
        }

        @Override
        protected @Nullable PasswordAuthentication getPasswordAuthentication() {
            return getRequestorType() == RequestorType.PROXY && host.equalsIgnoreCase(getRequestingHost())
                    ? new PasswordAuthentication(known.user(), known.password().toCharArray())
                    : null;
        }
    }
}
