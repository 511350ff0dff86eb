package io.dispenser.telemetry.adapter.storage.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.testkit.TestProxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With which token the store is asked, who gave it, and that nobody else was asked for one. */
class GcsTokenTest {

    @TempDir
    private Path folder;

    private TestProxy store;
    private StubService tokens;
    private StubService metadata;

    @BeforeEach
    void startServices() throws Exception {
        store = TestProxy.before(GcsServer.running().port());
        tokens = StubService.giving("of-the-token-service");
        metadata = StubService.giving("of-the-metadata-server");
    }

    @AfterEach
    void stopServices() {
        if (store != null) {
            store.close();
            tokens.close();
            metadata.close();
        }
    }

    @Test
    void aKeyFileIsShownToItsTokenServiceAlone() throws Exception {
        KeyFile key = KeyFile.write(folder, tokens.address());
        writeTwice(Map.of("GOOGLE_APPLICATION_CREDENTIALS", key.path().toString()));
        assertThat(tokens.requests()).hasSize(1);
        StubService.Request request = tokens.requests().get(0);
        assertThat(request.target()).isEqualTo("/token");
        assertThat(request.body())
                .startsWith("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=")
                .doesNotContain(key.secret());
        assertThat(metadata.requests()).isEmpty();
        assertThat(authorizations()).containsOnly("Bearer of-the-token-service");
    }

    @Test
    void theMachineHasItsTokenFromTheMetadataServerAlone() throws Exception {
        writeTwice(Map.of());
        assertThat(metadata.requests()).hasSize(1);
        StubService.Request request = metadata.requests().get(0);
        assertThat(request.method()).isEqualTo("GET");
        assertThat(request.target()).startsWith("/computeMetadata/v1/instance/service-accounts/default/token");
        assertThat(request.flavor()).isEqualTo("Google");
        assertThat(tokens.requests()).isEmpty();
        assertThat(authorizations()).containsOnly("Bearer of-the-metadata-server");
    }

    @Test
    void aFederatedIdentityIsShownToItsTokenServiceAlone() throws Exception {
        Path subject = Files.writeString(folder.resolve("subject"), "token-of-the-pod", UTF_8);
        String json = String.format(Locale.ROOT, """
                {
                  "type": "external_account",
                  "audience": "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/q",
                  "subject_token_type": "urn:ietf:params:oauth:token-type:jwt",
                  "token_url": "https://127.0.0.1:%d/v1/token",
                  "credential_source": {"file": "%s"}
                }
                """, portOfNobody(), subject);
        Path file = Files.writeString(folder.resolve("federation.json"), json, UTF_8);
        try (TableStore open = open(Map.of("GOOGLE_APPLICATION_CREDENTIALS", file.toString()), Map.of())) {
            // The connector insists on TLS, which the stub can't speak; so nobody is there, and nobody else is tried.
            assertThatExceptionOfType(TableStoreException.class)
                    .isThrownBy(() -> open.put("a", new byte[1]))
                    .withMessageContaining("the service that gives tokens can't be reached")
                    .withMessageContaining(file.toString());
        }
        assertThat(tokens.requests()).isEmpty();
        assertThat(metadata.requests()).isEmpty();
        assertThat(store.requests()).isEmpty();
    }

    @Test
    void anonymousIsNobody() throws Exception {
        KeyFile key = KeyFile.write(folder, tokens.address());
        try (TableStore anonymous =
                open(Map.of("GOOGLE_APPLICATION_CREDENTIALS", key.path().toString()), Map.of("anonymous", "true"))) {
            anonymous.put("a", new byte[1]);
        }
        assertThat(tokens.requests()).isEmpty();
        assertThat(metadata.requests()).isEmpty();
        assertThat(store.requests())
                .singleElement()
                .satisfies(request -> assertThat(request.headers()).doesNotContainKey("authorization"));
    }

    @Test
    void aTokenThatTheStoreTakesNoMoreIsFetchedAnew() throws Exception {
        KeyFile key = KeyFile.write(folder, tokens.address());
        try (TableStore open =
                open(Map.of("GOOGLE_APPLICATION_CREDENTIALS", key.path().toString()), Map.of())) {
            store.answerNext(any -> true, 401, "application/json", "{\"error\": {\"code\": 401}}");
            assertThat(open.putIfAbsent("a", new byte[1])).isTrue();
            store.answerNext(any -> true, 401, "application/json", "{\"error\": {\"code\": 401}}");
            assertThat(open.readAll("a")).hasSize(1);
        }
        assertThat(tokens.requests()).hasSize(3);
        assertThat(store.requests()).hasSize(4);
    }

    /** One token is enough for two. */
    private void writeTwice(Map<String, String> environment) throws Exception {
        try (TableStore open = open(environment, Map.of())) {
            assertThat(open.putIfAbsent("a", new byte[1])).isTrue();
            open.put("b", new byte[1]);
        }
        assertThat(store.requests()).hasSize(2);
    }

    private TableStore open(Map<String, String> environment, Map<String, String> options) throws Exception {
        Map<String, String> variables = new HashMap<>(environment);
        variables.put("GCE_METADATA_HOST", metadata.address());
        Map<String, String> settings = new HashMap<>(options);
        settings.put("endpoint", store.uri().toString());
        return new GcsStorageAdapter().open(GcsServer.newTable(), new StorageSettings(variables, settings));
    }

    private static int portOfNobody() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private List<String> authorizations() {
        return store.requests().stream()
                .map(request -> String.valueOf(request.headers().get("authorization")))
                .toList();
    }
}
