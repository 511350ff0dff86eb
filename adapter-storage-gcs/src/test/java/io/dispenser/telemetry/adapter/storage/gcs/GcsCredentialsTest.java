package io.dispenser.telemetry.adapter.storage.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dispenser.telemetry.core.storage.StorageSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which credentials are chosen; that nothing else is asked is shown by {@link GcsTokenTest}. */
class GcsCredentialsTest {

    private static final String NONE = "UNAUTHENTICATED";

    @TempDir
    private Path folder;

    @Test
    void theServiceAccountOfTheMachineIsTheDefault() {
        assertThat(chosen(Map.of(), Map.of()))
                .isEqualTo(new GcsCredentials(
                        "service account of this machine or pod, from the metadata server metadata.google.internal",
                        Map.of("fs.gs.auth.type", "COMPUTE_ENGINE")));
        assertThat(chosen(Map.of("GCE_METADATA_HOST", "127.0.0.1:8080"), Map.of())
                        .source())
                .endsWith("from the metadata server 127.0.0.1:8080");
        assertThat(type(Map.of("GOOGLE_APPLICATION_CREDENTIALS", "", "STORAGE_EMULATOR_HOST", ""), Map.of()))
                .as("set and empty is as not set")
                .isEqualTo("COMPUTE_ENGINE");
        assertThat(type(Map.of(), Map.of("endpoint", "https://storage.example.com")))
                .isEqualTo("COMPUTE_ENGINE");
    }

    @Test
    void aKeyFileComesBeforeTheMachineAndTheEmulator() throws Exception {
        String file = file("{\"private_key\": \"hush\", \"type\": \"service_account\"}");
        Map<String, String> environment = Map.of(
                "GOOGLE_APPLICATION_CREDENTIALS", file,
                "STORAGE_EMULATOR_HOST", "127.0.0.1:4443",
                "GCE_METADATA_HOST", "127.0.0.1:8080");
        assertThat(chosen(environment, Map.of()))
                .isEqualTo(new GcsCredentials(
                        "service account's key file " + file + " (GOOGLE_APPLICATION_CREDENTIALS)",
                        Map.of(
                                "fs.gs.auth.type",
                                "SERVICE_ACCOUNT_JSON_KEYFILE",
                                "fs.gs.auth.service.account.json.keyfile",
                                file)));
    }

    @Test
    void aFileMayDescribeAFederation() throws Exception {
        String file = file("{\"type\": \"external_account\"}");
        assertThat(chosen(Map.of("GOOGLE_APPLICATION_CREDENTIALS", file), Map.of()))
                .isEqualTo(new GcsCredentials(
                        "workload identity federation by file " + file + " (GOOGLE_APPLICATION_CREDENTIALS)",
                        Map.of(
                                "fs.gs.auth.type",
                                "WORKLOAD_IDENTITY_FEDERATION_CREDENTIAL_CONFIG_FILE",
                                "fs.gs.auth.workload.identity.federation.credential.config.file",
                                file)));
    }

    @Test
    void anonymousComesBeforeAllVariables() {
        assertThat(type(Map.of("GOOGLE_APPLICATION_CREDENTIALS", "/nowhere"), Map.of("anonymous", "true")))
                .isEqualTo(NONE);
        assertThat(type(Map.of(), Map.of("anonymous", "false"))).isEqualTo("COMPUTE_ENGINE");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> chosen(Map.of(), Map.of("anonymous", "yes")))
                .withMessageContaining("anonymous = yes: expected true or false");
    }

    @Test
    void anEmulatorAsksForNone() {
        assertThat(chosen(Map.of("STORAGE_EMULATOR_HOST", "127.0.0.1:4443"), Map.of()))
                .isEqualTo(new GcsCredentials(
                        "none: the emulator of STORAGE_EMULATOR_HOST", Map.of("fs.gs.auth.type", NONE)));
    }

    @Test
    void aPropertyOfTheConnectorComesFirst() {
        Map<String, String> options = new HashMap<>(Map.of("anonymous", "true", "fs.gs.auth.type", "USER_CREDENTIALS"));
        options.put("fs.gs.auth.client.secret", "hush");
        GcsCredentials chosen = chosen(Map.of(), options);
        assertThat(chosen.properties()).isEmpty();
        assertThat(chosen.source())
                .isEqualTo("the connector's property fs.gs.auth.type = USER_CREDENTIALS")
                .doesNotContain("hush");
    }

    @Test
    void aFileThatCantBeOneIsNamedWithWhatToDo() throws Exception {
        Map<String, String> wrong = Map.of(
                folder.resolve("absent.json").toString(), "it is not there",
                folder.toString(), "it can't be read",
                file("{\"type\": \"authorized_user\", \"refresh_token\": \"hush\"}"), "neither service_account nor",
                file("{\"private_key\": \"hush\"}"), "neither service_account nor",
                file("hush"), "it is no JSON",
                file(""), "it is no JSON");
        wrong.forEach((file, why) -> assertThatIllegalArgumentException()
                .as(why)
                .isThrownBy(() -> chosen(Map.of("GOOGLE_APPLICATION_CREDENTIALS", file), Map.of()))
                .withMessageStartingWith("GOOGLE_APPLICATION_CREDENTIALS names " + file + ", and ")
                .withMessageContaining(why)
                .withMessageContaining("name the JSON key file of a service account")
                .satisfies(e -> assertThat(e.toString()).doesNotContain("hush")));
    }

    private String file(String content) throws IOException {
        return Files.write(Files.createTempFile(folder, "credentials", ".json"), content.getBytes(UTF_8))
                .toString();
    }

    private static String type(Map<String, String> environment, Map<String, String> options) {
        return String.valueOf(chosen(environment, options).properties().get("fs.gs.auth.type"));
    }

    private static GcsCredentials chosen(Map<String, String> environment, Map<String, String> options) {
        return GcsCredentials.choose(new StorageSettings(environment, options));
    }
}
