package io.dispenser.telemetry.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dispenser.telemetry.core.net.ProxyServer;
import io.dispenser.telemetry.core.storage.StorageAdapter;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.core.storage.TableUri;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How an adapter of an object store gets to it: by TLS with an authority of {@code ca_file}, and through the proxies of the
 * environment. Programs that log in to a proxy by TLS need the JVM's property {@link ProxyServer#DISABLED_SCHEMES} empty.
 */
public abstract class StoreRouteContract {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private TestAuthority authority;

    @SuppressWarnings("NullAway.Init")
    private TlsFront front;

    @SuppressWarnings("NullAway.Init")
    private ForwardProxy proxy;

    protected abstract StorageAdapter adapter();

    /** A table that is not there; the same on each call in one test. */
    protected abstract TableUri uri();

    /** Where the store listens at 127.0.0.1, without TLS. */
    protected abstract int port() throws Exception;

    /** What leads to the store at {@code address}, which may be another address of it. */
    protected abstract StorageSettings settings(URI address) throws Exception;

    @BeforeEach
    void startWay() throws Exception {
        authority = TestAuthority.in(folder.resolve("authority"));
        front = TlsFront.before(port(), authority.server("ip:127.0.0.1,dns:localhost"));
        proxy = ForwardProxy.start();
    }

    @AfterEach
    void stopWay() {
        if (proxy != null) {
            proxy.close();
        }
        if (front != null) {
            front.close();
        }
    }

    @Test
    void anAuthorityOfItsOwnIsBelievedWithItsFile() throws Exception {
        try (TableStore store = open(front.uri(), trusting(), Map.of())) {
            requireUse(store);
        }
    }

    @Test
    void withoutTheFileTheServerIsRefusedAndTheKeyNamed() throws Exception {
        assertThat(failure(front.uri(), Map.of(), Map.of()))
                .contains("signed by no authority that is trusted here", "ca_file in [telemetry.storage]");
    }

    @Test
    void aFileOfOthersIsRefusedAtTheOpening() {
        assertThatThrownBy(() -> open(front.uri(), Map.of("ca_file", folder + "/absent.pem"), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("ca_file: ", "/absent.pem does not exist");
    }

    @Test
    void whatIsWrongWithACertificateIsTold() throws Exception {
        try (TlsFront other = TlsFront.before(port(), authority.server("dns:other.example"));
                TlsFront old = TlsFront.before(
                        port(), authority.server("ip:127.0.0.1", "-startdate", "-9d", "-validity", "2"))) {
            assertThat(failure(other.uri(), trusting(), Map.of()))
                    .contains("is for another host name", "endpoint in [telemetry.storage]");
            assertThat(failure(old.uri(), trusting(), Map.of())).contains("has expired or is not valid yet", "clock");
        }
    }

    @Test
    void whoMixesUpHttpAndHttpsIsTold() throws Exception {
        assertThat(failure(URI.create("https://127.0.0.1:" + port()), trusting(), Map.of()))
                .contains("speaks no TLS at this port", "write http://");
        assertThat(failure(URI.create("http://127.0.0.1:" + front.port()), trusting(), Map.of()))
                .contains("port for TLS", "write https:// in the endpoint");
    }

    @Test
    void requestsByTlsGoThroughTheProxy() throws Exception {
        try (TableStore store =
                open(front.uri(), trusting(), Map.of("HTTPS_PROXY", proxy.uri().toString()))) {
            assertThat(proxy.requests()).as("to open").isEmpty();
            requireUse(store);
        }
        assertThat(proxy.requests())
                .isNotEmpty()
                .allSatisfy(request -> assertThat(request).isEqualTo("CONNECT 127.0.0.1:" + front.port()));
    }

    @Test
    void requestsWithoutTlsGoThroughTheOtherProxy() throws Exception {
        URI address = URI.create("http://127.0.0.1:" + port());
        Map<String, String> environment =
                Map.of("http_proxy", proxy.uri().toString(), "HTTPS_PROXY", "http://127.0.0.1:9");
        try (TableStore store = open(address, Map.of(), environment)) {
            requireUse(store);
        }
        assertThat(proxy.requests())
                .hasSizeGreaterThanOrEqualTo(4)
                .allSatisfy(request -> assertThat(request).contains(" " + address + "/"));
    }

    @Test
    void whatNoProxyNamesIsReachedWithout() throws Exception {
        Map<String, String> environment = Map.of("HTTPS_PROXY", proxy.uri().toString(), "NO_PROXY", "a, 127.0.0.0/8");
        try (TableStore store = open(front.uri(), trusting(), environment)) {
            requireUse(store);
        }
        assertThat(proxy.requests()).isEmpty();
    }

    @Test
    void aProxyThatAsksIsAnswered() throws Exception {
        proxy.asking("someone", "pass:word");
        String named = proxy.uri().toString().replace("://", "://someone:pass%3Aword@");
        for (URI address : new URI[] {front.uri(), URI.create("http://127.0.0.1:" + port())}) {
            try (TableStore store = open(address, trusting(), Map.of("HTTPS_PROXY", named, "HTTP_PROXY", named))) {
                requireUse(store);
            }
        }
        assertThat(proxy.requests()).isNotEmpty();
    }

    @Test
    void aProxyThatRefusesIsToldOfWithoutItsPassword() throws Exception {
        Map<String, String> plain = Map.of("HTTPS_PROXY", proxy.uri().toString());
        proxy.asking("someone", "right");
        assertThat(failure(front.uri(), trusting(), plain))
                .contains("the proxy " + proxy.uri(), "wants a user and a password (407)", "HTTPS_PROXY");
        String wrong = proxy.uri().toString().replace("://", "://someone:wrong-one@");
        assertThat(failure(front.uri(), trusting(), Map.of("HTTPS_PROXY", wrong)))
                .contains("does not accept its user and password (407)", "http://***@127.0.0.1")
                .doesNotContain("wrong-one", "someone");
        try (ForwardProxy closed = ForwardProxy.start().refusing(403);
                ForwardProxy lost = ForwardProxy.start().refusing(502)) {
            assertThat(failure(
                            front.uri(),
                            trusting(),
                            Map.of("HTTPS_PROXY", closed.uri().toString())))
                    .contains("lets nothing through to", "(403)", "NO_PROXY");
            assertThat(failure(
                            front.uri(),
                            trusting(),
                            Map.of("HTTPS_PROXY", lost.uri().toString())))
                    .contains("the proxy " + lost.uri(), "can't reach", "(502)");
        }
    }

    @Test
    void aProxyThatIsNotThereIsNamed() throws Exception {
        URI gone = proxy.uri();
        proxy.close();
        assertThat(failure(front.uri(), trusting(), Map.of("HTTPS_PROXY", gone.toString())))
                .contains("through the proxy " + gone + " (HTTPS_PROXY)", "refuses the connection");
    }

    @Test
    void aVariableThatNamesNoProxyIsRefusedAtTheOpening() {
        assertThatThrownBy(() -> open(front.uri(), trusting(), Map.of("HTTPS_PROXY", "http://u:secret@:99999999")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("HTTPS_PROXY is no address of a proxy", "http://host:port")
                .hasMessageNotContaining("secret");
    }

    private Map<String, String> trusting() {
        return Map.of("ca_file", authority.file().toString());
    }

    private TableStore open(URI address, Map<String, String> options, Map<String, String> variables) throws Exception {
        StorageSettings settings = settings(address);
        Map<String, String> environment = new HashMap<>(settings.environment());
        environment.putAll(variables);
        Map<String, String> all = new HashMap<>(settings.options());
        all.putAll(options);
        return adapter().open(uri(), new StorageSettings(environment, all));
    }

    private String failure(URI address, Map<String, String> options, Map<String, String> variables) throws Exception {
        try (TableStore store = open(address, options, variables)) {
            TableStoreException failure =
                    catchThrowableOfType(TableStoreException.class, () -> store.putIfAbsent("log/9", new byte[1]));
            assertThat(failure).isNotNull();
            return String.valueOf(failure.getMessage());
        }
    }

    /** Put-if-absent, list and read. */
    private static void requireUse(TableStore store) throws Exception {
        String name = "log/" + System.identityHashCode(store);
        assertThat(store.putIfAbsent(name, "first".getBytes(UTF_8))).isTrue();
        assertThat(store.putIfAbsent(name, "second".getBytes(UTF_8))).isFalse();
        assertThat(store.list("log", "")).extracting(file -> file.path()).contains(name);
        assertThat(store.readAll(name)).asString(UTF_8).isEqualTo("first");
    }
}
