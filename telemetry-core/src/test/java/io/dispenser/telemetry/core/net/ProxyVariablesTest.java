package io.dispenser.telemetry.core.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyVariablesTest {

    private static final URI TLS = URI.create("https://store.example.org/bucket");
    private static final URI PLAIN = URI.create("http://store.example.org:9000/bucket");

    @Test
    void eachKindOfConnectionHasItsVariable() {
        Map<String, String> both = Map.of("HTTPS_PROXY", "http://tls:3128", "HTTP_PROXY", "plain:8080/");
        assertThat(to(TLS, both))
                .hasValueSatisfying(proxy -> assertThat(proxy.host()).isEqualTo("tls"));
        assertThat(to(PLAIN, both)).hasValueSatisfying(proxy -> {
            assertThat(proxy.host()).isEqualTo("plain");
            assertThat(proxy.port()).isEqualTo(8080);
            assertThat(proxy).hasToString("http://plain:8080 (HTTP_PROXY)");
        });
        assertThat(to(PLAIN, Map.of("HTTPS_PROXY", "http://tls:3128"))).isEmpty();
        assertThat(to(TLS, Map.of())).isEmpty();
    }

    @Test
    void lowerCaseWinsAndAnEmptyOneSwitchesOff() {
        assertThat(to(TLS, Map.of("HTTPS_PROXY", "http://upper:1", "https_proxy", "http://lower:2")))
                .hasValueSatisfying(proxy -> assertThat(proxy.variable()).isEqualTo("https_proxy"));
        assertThat(to(TLS, Map.of("HTTPS_PROXY", "http://upper:1", "https_proxy", "")))
                .isEmpty();
    }

    @Test
    void userAndPasswordAreDecodedAndNotShown() {
        ProxyServer proxy = to(TLS, Map.of("HTTPS_PROXY", "http://us%40er:p%3Aa+ss@[::1]:3128"))
                .orElseThrow();
        assertThat(proxy.login()).contains(new ProxyServer.Login("us@er", "p:a+ss"));
        assertThat(proxy).hasToString("http://***@[::1]:3128 (HTTPS_PROXY)");
        assertThat(proxy.login().orElseThrow()).hasToString("***");
        assertThat(proxy.refusal(407, "the store").sentence()).doesNotContain("us@er", "p:a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://",
                "http://secret@:3128",
                "http://secret:x@host:port",
                "http://secret@host:3128/path",
                "socks5://secret@host:1080",
                "https://secret@host:3128",
                "http://secret%ZZ@host:3128",
                "http://secret@host:99999",
                "http://secret@host:0",
                "secret host"
            })
    void whatNamesNoProxyIsToldWithoutIt(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> to(TLS, Map.of("HTTPS_PROXY", value)))
                .withMessageStartingWith("HTTPS_PROXY ")
                .withMessageContaining("expected http://host:port")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*                          | store.example.org | true",
                "example.org                | store.example.org | true",
                ".example.org               | store.example.org | true",
                "other.org, EXAMPLE.org.    | store.example.org | true",
                "other.org example.org      | store.example.org | true",
                "store.example.org          | store.example.org | true",
                "ample.org                  | store.example.org | false",
                "store.example.org          | example.org       | false",
                "example.org:443            | store.example.org | true",
                "example.org:9000           | store.example.org | false",
                "10.1.2.3                   | 10.1.2.3          | true",
                "10.1.2                     | 10.1.2.3          | false",
                "2.3                        | 10.1.2.3          | false",
                "10.0.0.0/8                 | 10.1.2.3          | true",
                "10.0.0.0/16                | 10.1.2.3          | false",
                "10.1.2.3:443               | 10.1.2.3          | true",
                "10.1.2.3:80                | 10.1.2.3          | false",
                "10.0.0.0/99                | 10.1.2.3          | false",
                "0.0.0.0/0                  | 10.1.2.3          | true",
                "10.0.0.0/8                 | 10.example.org    | false",
                "fd00::/8                   | [fd00::1]         | true",
                "[fd00::1]                  | [fd00::1]         | true",
                "[fd00::1]:443              | [fd00::1]         | true",
                "[fd00::1]:80               | [fd00::1]         | false",
                "FD00:0:0::1                | [fd00::1]         | true",
                "fd00::/8                   | [fe80::1]         | false",
                "fd00::/8                   | 10.1.2.3          | false",
                "''                         | store.example.org | false"
            })
    void noProxyIsReadAsCurlDoes(String list, String host, boolean without) {
        Map<String, String> environment = Map.of("HTTPS_PROXY", "http://proxy:3128", "NO_PROXY", list);
        assertThat(to(URI.create("https://" + host + "/"), environment).isEmpty())
                .isEqualTo(without);
    }

    @Test
    void whatIsReachedWithoutNeedsNoProperProxy() {
        assertThat(to(TLS, Map.of("HTTPS_PROXY", "nonsense://", "NO_PROXY", "*")))
                .isEmpty();
    }

    private static Optional<ProxyServer> to(URI server, Map<String, String> environment) {
        return ProxyVariables.of(environment).to(server);
    }
}
