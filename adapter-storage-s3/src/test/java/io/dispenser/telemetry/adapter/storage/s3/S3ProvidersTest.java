package io.dispenser.telemetry.adapter.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dispenser.telemetry.core.storage.StorageError;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.core.storage.TableUri;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The credentials that services give out, through the connector: who is asked, and what the store gets to see. */
class S3ProvidersTest {

    private static final String LIST = "GET /bucket";

    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private StubService stub;

    @BeforeEach
    void start() throws Exception {
        stub = new StubService();
    }

    @AfterEach
    void stop() {
        stub.close();
    }

    @Test
    void keysAreUsedAndNobodyIsAsked() throws Exception {
        list(environment(Map.of(
                "AWS_ACCESS_KEY_ID",
                "AKIAKEYS",
                "AWS_SECRET_ACCESS_KEY",
                "s",
                "AWS_SESSION_TOKEN",
                "session",
                "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                stub.uri() + "/container")));
        assertThat(stub.requests()).containsExactly(LIST);
        assertThat(stub.headerOfStore("Authorization"))
                .hasValueSatisfying(value -> assertThat(value).contains("Credential=AKIAKEYS/", "/eu-west-1/s3/"));
        assertThat(stub.headerOfStore("X-amz-security-token")).hasValue("session");
    }

    @Test
    void anonymousRequestsAreNotSigned() throws Exception {
        StorageSettings settings = new StorageSettings(
                environment(Map.of("AWS_ACCESS_KEY_ID", "AKIAKEYS", "AWS_SECRET_ACCESS_KEY", "s")),
                Map.of("anonymous", "true"));
        try (TableStore store = open(settings)) {
            store.list("", "");
        }
        assertThat(stub.requests()).containsExactly(LIST);
        assertThat(stub.headerOfStore("Authorization")).isEmpty();
    }

    @Test
    void theMachineIsAskedByTheSecondVersionAndOnce() throws Exception {
        try (TableStore store = open(new StorageSettings(environment(Map.of()), Map.of()))) {
            store.list("", "");
            store.list("", "");
        }
        assertThat(stub.requests())
                .containsExactly(
                        "PUT /latest/api/token",
                        "GET /latest/meta-data/iam/security-credentials/",
                        "GET /latest/meta-data/iam/security-credentials/the-role",
                        LIST,
                        LIST);
        assertSignedBy("AKIAMACHINE");
    }

    @Test
    void theContainerIsAskedWithItsToken() throws Exception {
        list(environment(Map.of(
                "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                stub.uri() + "/container",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
                tokenFile().toString())));
        assertThat(stub.requests()).containsExactly("GET /container", LIST);
        assertSignedBy("AKIACONTAINER");
    }

    @Test
    void theIdentityIsExchanged() throws Exception {
        list(environment(Map.of(
                "AWS_WEB_IDENTITY_TOKEN_FILE",
                tokenFile().toString(),
                "AWS_ROLE_ARN",
                "arn:aws:iam::123456789012:role/r")));
        assertThat(stub.requests()).containsExactly("POST /", LIST);
        assertSignedBy("AKIAIDENTITY");
    }

    @Test
    void aServiceThatRefusesIsNamed() throws Exception {
        stub.breakDown("/latest/meta-data/iam/security-credentials/", 404);
        TableStoreException e = failure(environment(Map.of()));
        assertThat(e)
                .hasMessageContaining("no credentials from the metadata service of this machine at " + stub.uri())
                .hasMessageContaining("with 404");
        assertThat(stub.requests()).as("nothing else is tried").doesNotContain(LIST);
    }

    @Test
    void theFirstVersionOfTheMetadataServiceIsNotTried() throws Exception {
        stub.breakDown("/latest/api/token", 403);
        assertThat(failure(environment(Map.of()))).hasMessageContaining("PUT /latest/api/token with 403");
        assertThat(stub.requests()).containsOnly("PUT /latest/api/token");
    }

    @Test
    void anIdentityThatIsNotTakenIsExplained() throws Exception {
        stub.breakDown("/", 403);
        TableStoreException e = failure(environment(Map.of(
                "AWS_WEB_IDENTITY_TOKEN_FILE", tokenFile().toString(), "AWS_ROLE_ARN", "arn:aws:iam::1:role/r")));
        assertThat(e.reason()).isEqualTo(StorageError.Reason.DENIED);
        assertThat(e).hasMessageContaining("Security Token Service").hasMessageContaining("AWS_ROLE_ARN");
    }

    private void assertSignedBy(String key) {
        assertThat(stub.headerOfStore("Authorization"))
                .hasValueSatisfying(value -> assertThat(value).contains("Credential=" + key + "/"));
        assertThat(stub.headerOfStore("X-amz-security-token")).hasValue("the token");
    }

    private TableStoreException failure(Map<String, String> environment) {
        TableStoreException e = catchThrowableOfType(TableStoreException.class, () -> list(environment));
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).doesNotContain("the secret", "the token", StubService.IDENTITY);
        return e;
    }

    private Path tokenFile() throws Exception {
        return Files.writeString(folder.resolve("token"), StubService.IDENTITY);
    }

    private void list(Map<String, String> environment) throws Exception {
        try (TableStore store = open(new StorageSettings(environment, Map.of()))) {
            assertThat(store.list("", "")).isEmpty();
        }
    }

    private static TableStore open(StorageSettings settings) throws Exception {
        return new S3StorageAdapter().open(TableUri.parse("s3://bucket/t"), settings);
    }

    private Map<String, String> environment(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("AWS_REGION", "eu-west-1");
        environment.put("AWS_ENDPOINT_URL_S3", stub.uri().toString());
        environment.put("AWS_ENDPOINT_URL_STS", stub.uri().toString());
        environment.put("AWS_EC2_METADATA_SERVICE_ENDPOINT", stub.uri().toString());
        return environment;
    }
}
