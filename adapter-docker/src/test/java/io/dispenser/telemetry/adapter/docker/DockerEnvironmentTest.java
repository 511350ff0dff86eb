package io.dispenser.telemetry.adapter.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.core.port.EngineException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DockerEnvironmentTest {

    @TempDir
    Path home;

    @Test
    void nothingSetMeansTheUsualSocket() throws Exception {
        DockerSettings settings = new DockerEnvironment(Map.of(), home).settings();
        assertThat(settings.host()).hasToString("unix:///var/run/docker.sock");
        assertThat(settings.tls()).isNull();
        try (DockerContainerEngine engine = DockerContainerEngine.connect(settings)) {
            assertThat(engine.description()).isEqualTo("Docker Engine at unix:///var/run/docker.sock");
        }
    }

    @Test
    void hostBeatsContextBeatsCurrentContext() throws Exception {
        context(home.resolve(".docker"), "one", "unix:///one.sock");
        context(home.resolve(".docker"), "two", "tcp://two:2375");
        config(home.resolve(".docker"), "{\"auths\":{},\"currentContext\":\"one\"}");
        assertThat(host(Map.of())).isEqualTo("unix:///one.sock");
        assertThat(host(Map.of("DOCKER_CONTEXT", "two"))).isEqualTo("tcp://two:2375");
        assertThat(host(Map.of("DOCKER_CONTEXT", "default"))).isEqualTo("unix:///var/run/docker.sock");
        assertThat(host(Map.of("DOCKER_CONTEXT", "two", "DOCKER_HOST", "unix:///three.sock")))
                .isEqualTo("unix:///three.sock");
        assertThat(host(Map.of("DOCKER_CONTEXT", "", "DOCKER_HOST", ""))).isEqualTo("unix:///one.sock");
        assertThat(new DockerEnvironment(Map.of(), home).settings().source()).isEqualTo("context 'one'");
    }

    @Test
    void configurationFolderCanBeElsewhere() throws Exception {
        Path elsewhere = home.resolve("elsewhere");
        context(elsewhere, "one", "unix:///elsewhere.sock");
        config(elsewhere, "{\"currentContext\":\"one\"}");
        assertThat(host(Map.of("DOCKER_CONFIG", elsewhere.toString()))).isEqualTo("unix:///elsewhere.sock");
        assertThat(host(Map.of())).isEqualTo("unix:///var/run/docker.sock");
    }

    @Test
    void unknownContextIsNamedWithThoseThatExist() throws Exception {
        context(home.resolve(".docker"), "one", "unix:///one.sock");
        refused(Map.of("DOCKER_CONTEXT", "tow"))
                .hasMessageContaining("DOCKER_CONTEXT names the Docker context 'tow', which does not exist")
                .hasMessageContaining("default, one");
        config(home.resolve(".docker"), "{\"currentContext\":\"gone\"}");
        refused(Map.of()).hasMessageContaining("config.json (currentContext)").hasMessageContaining("'gone'");
    }

    @Test
    void brokenFileIsNamedAndItsContentIsNotShown() throws Exception {
        config(home.resolve(".docker"), "{\"auths\":{\"r\":{\"auth\":\"c2VjcmV0\"}, oops");
        refused(Map.of())
                .hasMessageContaining(home.resolve(".docker/config.json") + ": not JSON")
                .hasMessageNotContaining("c2VjcmV0");
        assertThat(host(Map.of("DOCKER_HOST", "unix:///x"))).isEqualTo("unix:///x");
    }

    @Test
    void contextWithoutAHostIsRefused() throws Exception {
        context(home.resolve(".docker"), "one", "");
        refused(Map.of("DOCKER_CONTEXT", "one")).hasMessageContaining("names no host");
    }

    @Test
    void contextBringsItsTls() throws Exception {
        Path folder = context(home.resolve(".docker"), "one", "tcp://one:2376");
        assertThat(new DockerEnvironment(Map.of("DOCKER_CONTEXT", "one"), home)
                        .settings()
                        .tls())
                .isNull();
        Path tls = Files.createDirectories(home.resolve(".docker/contexts/tls")
                .resolve(folder.getFileName())
                .resolve("docker"));
        assertThat(new DockerEnvironment(Map.of("DOCKER_CONTEXT", "one"), home)
                        .settings()
                        .tls())
                .isEqualTo(tls);
        Files.writeString(
                folder.resolve("meta.json"),
                "{\"Endpoints\":{\"docker\":{\"Host\":\"tcp://one:2376\",\"SkipTLSVerify\":true}}}");
        refused(Map.of("DOCKER_CONTEXT", "one")).hasMessageContaining("skips the verification");
    }

    @Test
    void tlsVariables() throws Exception {
        Path certificates = Files.createDirectories(home.resolve("certificates"));
        Map<String, String> environment = Map.of(
                "DOCKER_HOST", "tcp://engine", "DOCKER_TLS_VERIFY", "1", "DOCKER_CERT_PATH", certificates.toString());
        refused(environment)
                .hasMessageContaining("DOCKER_TLS_VERIFY is set")
                .hasMessageContaining(certificates.resolve("ca.pem").toString());
        Files.writeString(certificates.resolve("ca.pem"), "no certificate");
        DockerSettings settings = new DockerEnvironment(environment, home).settings();
        assertThat(settings.tls()).isEqualTo(certificates);
        assertThat(settings.host()).hasToString("tcp://engine:2376");
        assertThatThrownBy(() -> DockerContainerEngine.connect(settings))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining(certificates.resolve("ca.pem") + " holds no certificate in PEM");
        // Set but empty means not set; and without DOCKER_TLS_VERIFY the certificates are of no interest.
        assertThat(host(Map.of("DOCKER_HOST", "tcp://engine", "DOCKER_TLS_VERIFY", "", "DOCKER_CERT_PATH", "/nowhere")))
                .isEqualTo("tcp://engine:2375");
        refused(Map.of("DOCKER_HOST", "tcp://engine", "DOCKER_TLS", "1")).hasMessageContaining("DOCKER_TLS_VERIFY=1");
    }

    @Test
    void certificateWithoutItsKeyIsRefused() throws Exception {
        Files.writeString(home.resolve("cert.pem"), "x");
        assertThatThrownBy(() -> PemTls.load(home, null)).hasMessageContaining("go together");
    }

    @ParameterizedTest
    @CsvSource({
        "unix:///a b.sock,unix:///a%20b.sock",
        "tcp://h:1,tcp://h:1",
        "tcp://h,tcp://h:2375",
        "h:99,tcp://h:99",
        "tcp://[::1]:2375,tcp://[::1]:2375",
        "tcp://h:1/prefix,tcp://h:1/prefix"
    })
    void addresses(String text, String expected) throws Exception {
        assertThat(host(Map.of("DOCKER_HOST", text))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "unix://relative,absolute path",
        "npipe:////./pipe/docker_engine,named pipes are not supported",
        "ssh://me@host,SSH is not supported",
        "http://h:1,scheme 'http' is not supported",
        "tcp://,names no host",
        "tcp://h:port,names no host",
        "tcp://h h,DOCKER_HOST"
    })
    void addressesThatAreRefused(String text, String why) {
        refused(Map.of("DOCKER_HOST", text))
                .hasMessageContaining("DOCKER_HOST = \"")
                .hasMessageContaining(why);
    }

    @Test
    void passwordInAnAddressIsNotShown() {
        refused(Map.of("DOCKER_HOST", "tcp://me:secret@h:1")).hasMessageNotContaining("secret");
        refused(Map.of("DOCKER_HOST", "ssh://me:secret@h")).hasMessageNotContaining("secret");
        refused(Map.of("DOCKER_HOST", "tcp://me:secret@h h")).hasMessageNotContaining("secret");
    }

    private String host(Map<String, String> environment) throws EngineException {
        return new DockerEnvironment(environment, home).settings().host().toString();
    }

    private org.assertj.core.api.AbstractThrowableAssert<?, ?> refused(Map<String, String> environment) {
        return assertThatThrownBy(() -> new DockerEnvironment(environment, home).settings())
                .isInstanceOf(EngineException.class);
    }

    private static void config(Path folder, String json) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("config.json"), json);
    }

    private static Path context(Path folder, String name, String host) throws Exception {
        String id = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8)));
        Path meta = Files.createDirectories(folder.resolve("contexts/meta").resolve(id));
        Files.writeString(
                meta.resolve("meta.json"),
                "{\"Name\":\"" + name + "\",\"Metadata\":{},\"Endpoints\":{\"docker\":{\"Host\":\"" + host
                        + "\",\"SkipTLSVerify\":false}}}");
        return meta;
    }
}
