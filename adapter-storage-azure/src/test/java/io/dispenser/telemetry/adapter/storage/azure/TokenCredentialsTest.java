package io.dispenser.telemetry.adapter.storage.azure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dispenser.telemetry.core.storage.StorageError.Reason;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Forms of credentials that need a token: from the environment to an authorized request, with stand-ins for the services. */
class TokenCredentialsTest {

    private static final Map<String, String> PRINCIPAL =
            Map.of("AZURE_CLIENT_ID", "client", "AZURE_TENANT_ID", "tenant", "AZURE_CLIENT_SECRET", "my+secret/of=it");

    @TempDir
    private Path folder;

    private StubService blobs;
    private StubService entra;
    private StubService metadata;

    @BeforeEach
    void start() throws Exception {
        blobs = StubService.answering(request -> new StubService.Answer(200, Map.of(), "content"));
        entra = StubService.ofTokens("token-of-entra");
        metadata = StubService.ofTokens("token-of-metadata");
    }

    @AfterEach
    void stop() {
        blobs.close();
        entra.close();
        metadata.close();
    }

    @Test
    void aServicePrincipalExchangesItsSecret() throws Exception {
        readTwice(PRINCIPAL, "token-of-entra");
        assertThat(metadata.seen()).isEmpty();
        assertThat(entra.seen()).hasSize(1);
        StubService.Seen asked = entra.seen().get(0);
        assertThat(asked).hasToString("POST /tenant/oauth2/v2.0/token");
        assertThat(asked.body().split("&"))
                .containsExactlyInAnyOrder(
                        "grant_type=client_credentials",
                        "client_id=client",
                        "client_secret=my%2Bsecret%2Fof%3Dit",
                        "scope=https%3A%2F%2Fstorage.azure.com%2F.default");
    }

    @Test
    void aWorkloadIdentityExchangesItsFederatedToken() throws Exception {
        Path file = Files.write(folder.resolve("token"), "federated.token\n".getBytes(UTF_8));
        readTwice(
                Map.of(
                        "AZURE_CLIENT_ID", "client",
                        "AZURE_TENANT_ID", "tenant",
                        "AZURE_FEDERATED_TOKEN_FILE", file.toString()),
                "token-of-entra");
        assertThat(metadata.seen()).isEmpty();
        assertThat(entra.seen()).hasSize(1);
        StubService.Seen asked = entra.seen().get(0);
        assertThat(asked).hasToString("POST /tenant/oauth2/v2.0/token");
        assertThat(asked.body().split("&"))
                .containsExactlyInAnyOrder(
                        "grant_type=client_credentials",
                        "client_id=client",
                        "client_assertion=federated.token",
                        "client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer",
                        "scope=https%3A%2F%2Fstorage.azure.com%2F.default");
    }

    @Test
    void aManagedIdentityAsksTheMetadataService() throws Exception {
        readTwice(Map.of(), "token-of-metadata");
        assertThat(entra.seen()).isEmpty();
        assertThat(metadata.seen()).hasSize(1);
        StubService.Seen asked = metadata.seen().get(0);
        assertThat(asked.headers()).containsEntry("metadata", "true");
        assertThat(asked.target())
                .startsWith("/metadata/identity/oauth2/token?")
                .contains("resource=https%3A%2F%2Fstorage.azure.com%2F")
                .doesNotContain("client_id");
    }

    @Test
    void aManagedIdentityMayBeOneOfSeveral() throws Exception {
        readTwice(Map.of("AZURE_CLIENT_ID", "mine"), "token-of-metadata");
        assertThat(entra.seen()).isEmpty();
        assertThat(metadata.seen()).hasSize(1);
        assertThat(metadata.seen().get(0).target()).contains("client_id=mine");
    }

    @Test
    void anonymousRequestsShowNothing() throws Exception {
        try (TableStore store = open(PRINCIPAL, Map.of("anonymous", "true"))) {
            assertThat(store.readAll("a")).asString(UTF_8).isEqualTo("content");
        }
        assertThat(blobs.seen().get(0).headers()).doesNotContainKey("authorization");
        assertThat(entra.seen()).isEmpty();
        assertThat(metadata.seen()).isEmpty();
    }

    @Test
    void aWrongSecretIsDeniedByItsCodeAndRepeatedNowhere() throws Exception {
        try (StubService echo = StubService.answering(request -> StubService.Answer.json(
                        401,
                        "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: " + request.body()
                                + "\"}"));
                TableStore store = open(PRINCIPAL, Map.of(), echo, metadata)) {
            TableStoreException e = failure(store);
            assertThat(e.reason()).isEqualTo(Reason.DENIED);
            assertThat(e)
                    .hasMessageContaining("service principal client")
                    .hasMessageContaining("401 (invalid_client, AADSTS7000215)")
                    .hasMessageContaining("AZURE_CLIENT_SECRET");
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            assertThat(trace.toString()).doesNotContain("my+secret", "my%2Bsecret");
            assertThat(echo.seen()).hasSize(1);
        }
        assertThat(blobs.seen()).isEmpty();
    }

    @Test
    void aMachineWithoutIdentityIsToldWhatToSet() throws Exception {
        try (StubService none = StubService.answering(request -> StubService.Answer.json(
                        400, "{\"error\":\"invalid_request\",\"error_description\":\"Identity not found\"}"));
                TableStore store = open(Map.of(), Map.of(), entra, none)) {
            TableStoreException e = failure(store);
            assertThat(e.reason()).isEqualTo(Reason.DENIED);
            assertThat(e).hasMessageContaining("managed identity").hasMessageContaining("AZURE_STORAGE_KEY");
        }
    }

    @Test
    void aSilentMetadataServiceIsNotWaitedForLong() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                TableStore store = open(
                        Map.of(),
                        Map.of(
                                "fs.azure.http.read.timeout",
                                "300",
                                "fs.azure.account.oauth2.msi.endpoint",
                                "http://127.0.0.1:" + silent.getLocalPort() + "/token"))) {
            for (int i = 0; i < 2; i++) {
                TableStoreException e = failure(store);
                assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE);
                assertThat(e).hasMessageContaining("no answer within").hasMessageContaining("AZURE_STORAGE_KEY");
            }
        }
    }

    @Test
    void aMissingTokenFileIsNamed() throws Exception {
        Map<String, String> environment = Map.of(
                "AZURE_CLIENT_ID", "client",
                "AZURE_TENANT_ID", "tenant",
                "AZURE_FEDERATED_TOKEN_FILE", folder.resolve("absent").toString());
        try (TableStore store = open(environment, Map.of())) {
            TableStoreException e = failure(store);
            assertThat(e.reason()).isEqualTo(Reason.DENIED);
            assertThat(e)
                    .hasMessageContaining(folder.resolve("absent").toString())
                    .hasMessageContaining("can't be read");
        }
    }

    private void readTwice(Map<String, String> environment, String token) throws Exception {
        try (TableStore store = open(environment, Map.of())) {
            assertThat(blobs.seen()).as("opening sends nothing").isEmpty();
            assertThat(entra.seen()).isEmpty();
            assertThat(metadata.seen()).isEmpty();
            assertThat(store.readAll("a")).asString(UTF_8).isEqualTo("content");
            assertThat(store.readAll("a")).asString(UTF_8).isEqualTo("content");
        }
        assertThat(blobs.seen())
                .hasSize(2)
                .allSatisfy(request -> assertThat(request.headers()).containsEntry("authorization", "Bearer " + token));
    }

    private static TableStoreException failure(TableStore store) {
        TableStoreException e = catchThrowableOfType(TableStoreException.class, () -> store.readAll("a"));
        assertThat(e).isNotNull();
        return e;
    }

    private TableStore open(Map<String, String> environment, Map<String, String> options) {
        return open(environment, options, entra, metadata);
    }

    private TableStore open(
            Map<String, String> environment, Map<String, String> options, StubService authority, StubService imds) {
        Map<String, String> allVariables = new HashMap<>(environment);
        allVariables.put("AZURE_STORAGE_ACCOUNT", "acme");
        allVariables.put("AZURE_AUTHORITY_HOST", authority.address());
        Map<String, String> allOptions = new HashMap<>();
        allOptions.put("endpoint", blobs.address() + "/acme");
        allOptions.put("fs.azure.account.oauth2.msi.endpoint", imds.address() + "/metadata/identity/oauth2/token");
        allOptions.putAll(options);
        return new AzureStorageAdapter().open(Azurite.newTable(), new StorageSettings(allVariables, allOptions));
    }
}
