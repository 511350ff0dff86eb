package io.dispenser.telemetry.adapter.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dispenser.telemetry.adapter.storage.azure.AzureCredentials.Form;
import io.dispenser.telemetry.core.storage.StorageSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which environment leads to which credentials, and to nothing else. */
class AzureCredentialsTest {

    private static final String KEY = "c2VjcmV0LWtleQ==";
    private static final String TYPE = "fs.azure.account.auth.type";
    private static final String PROVIDER = "fs.azure.account.oauth.provider.type";
    private static final String CLIENT = "fs.azure.account.oauth2.client.id";
    private static final String PACKAGE = "org.apache.hadoop.fs.azurebfs.oauth2.";

    record Choice(
            Map<String, String> environment,
            Map<String, String> options,
            Form form,
            String source,
            Map<String, String> properties) {

        @Override
        public String toString() {
            return environment.keySet() + " " + options.keySet() + " -> " + form;
        }
    }

    static List<Choice> choices() {
        Map<String, String> principal =
                Map.of("AZURE_CLIENT_ID", "client", "AZURE_TENANT_ID", "tenant", "AZURE_CLIENT_SECRET", "hidden");
        Map<String, String> workload = Map.of(
                "AZURE_CLIENT_ID", "client", "AZURE_TENANT_ID", "tenant", "AZURE_FEDERATED_TOKEN_FILE", "/run/token");
        Map<String, String> key = Map.of(TYPE, "SharedKey", "fs.azure.account.key", KEY);
        Map<String, String> principalProperties = Map.of(
                TYPE,
                "OAuth",
                PROVIDER,
                PACKAGE + "ClientCredsTokenProvider",
                CLIENT,
                "client",
                "fs.azure.account.oauth2.client.secret",
                "hidden",
                "fs.azure.account.oauth2.client.endpoint",
                "https://login.microsoftonline.com/tenant/oauth2/v2.0/token");
        return List.of(
                new Choice(Map.of("AZURE_STORAGE_KEY", KEY), Map.of(), Form.ACCOUNT_KEY, "AZURE_STORAGE_KEY", key),
                new Choice(
                        Map.of("AZURE_STORAGE_ACCOUNT_KEY", KEY, "AZURE_STORAGE_KEY", ""),
                        Map.of(),
                        Form.ACCOUNT_KEY,
                        "AZURE_STORAGE_ACCOUNT_KEY",
                        key),
                new Choice(
                        with(principal, "AZURE_STORAGE_KEY", KEY, "AZURE_FEDERATED_TOKEN_FILE", "/run/token"),
                        Map.of(),
                        Form.ACCOUNT_KEY,
                        "AZURE_STORAGE_KEY",
                        key),
                new Choice(
                        principal, Map.of(), Form.SERVICE_PRINCIPAL, "service principal client", principalProperties),
                new Choice(
                        with(principal, "AZURE_FEDERATED_TOKEN_FILE", "/run/token"),
                        Map.of(),
                        Form.SERVICE_PRINCIPAL,
                        "service principal client",
                        principalProperties),
                new Choice(
                        with(principal, "AZURE_AUTHORITY_HOST", "https://login.chinacloudapi.cn/"),
                        Map.of("anonymous", "false", "fs.s3a.access.key", "x"),
                        Form.SERVICE_PRINCIPAL,
                        "service principal client",
                        with(
                                principalProperties,
                                "fs.azure.account.oauth2.client.endpoint",
                                "https://login.chinacloudapi.cn/tenant/oauth2/v2.0/token")),
                new Choice(
                        workload,
                        Map.of(),
                        Form.WORKLOAD_IDENTITY,
                        "workload identity client with the token in /run/token",
                        Map.of(
                                TYPE,
                                "OAuth",
                                PROVIDER,
                                PACKAGE + "WorkloadIdentityTokenProvider",
                                CLIENT,
                                "client",
                                "fs.azure.account.oauth2.token.file",
                                "/run/token",
                                "fs.azure.account.oauth2.msi.tenant",
                                "tenant",
                                "fs.azure.account.oauth2.msi.authority",
                                "https://login.microsoftonline.com/")),
                new Choice(
                        Map.of("AZURE_STORAGE_ACCOUNT", "acme"),
                        Map.of(),
                        Form.MANAGED_IDENTITY,
                        "managed identity of this machine",
                        Map.of(TYPE, "OAuth", PROVIDER, PACKAGE + "MsiTokenProvider")),
                new Choice(
                        Map.of("AZURE_CLIENT_ID", "mine"),
                        Map.of(),
                        Form.MANAGED_IDENTITY,
                        "managed identity mine",
                        Map.of(TYPE, "OAuth", PROVIDER, PACKAGE + "MsiTokenProvider", CLIENT, "mine")),
                new Choice(principal, Map.of("anonymous", "TRUE"), Form.ANONYMOUS, "none", Map.of()),
                new Choice(
                        principal,
                        Map.of(TYPE + ".acme.dfs.core.windows.net", "Custom", "anonymous", "true"),
                        Form.CONNECTOR,
                        "connector properties",
                        Map.of()));
    }

    @ParameterizedTest
    @MethodSource("choices")
    void anEnvironmentLeadsToOneForm(Choice choice) {
        AzureCredentials chosen = AzureCredentials.choose(new StorageSettings(choice.environment(), choice.options()));
        assertThat(chosen.form()).isEqualTo(choice.form());
        assertThat(chosen.source()).contains(choice.source());
        assertThat(chosen.properties()).isEqualTo(choice.properties());
        assertThat(chosen + chosen.source()).doesNotContain(KEY, "hidden");
    }

    record Refusal(Map<String, String> environment, String missing) {

        @Override
        public String toString() {
            return environment.keySet() + " -> " + missing;
        }
    }

    static List<Refusal> refusals() {
        return List.of(
                new Refusal(
                        Map.of("AZURE_CLIENT_SECRET", "hidden", "AZURE_TENANT_ID", "t"), "AZURE_CLIENT_ID is missing"),
                new Refusal(
                        Map.of("AZURE_CLIENT_SECRET", "hidden", "AZURE_CLIENT_ID", "c", "AZURE_TENANT_ID", " "),
                        "AZURE_TENANT_ID is missing"),
                new Refusal(
                        Map.of("AZURE_FEDERATED_TOKEN_FILE", "f", "AZURE_TENANT_ID", "t"),
                        "AZURE_CLIENT_ID is missing"),
                new Refusal(
                        Map.of("AZURE_FEDERATED_TOKEN_FILE", "f", "AZURE_CLIENT_ID", "c"),
                        "AZURE_TENANT_ID is missing"),
                new Refusal(Map.of("AZURE_CLIENT_ID", "c", "AZURE_TENANT_ID", "t"), "neither AZURE_CLIENT_SECRET"),
                new Refusal(
                        Map.of("AZURE_STORAGE_KEY", KEY, "AZURE_STORAGE_ACCOUNT_KEY", "b3RoZXI="),
                        "two different keys: unset one"),
                new Refusal(Map.of("AZURE_STORAGE_KEY", "hidden!"), "AZURE_STORAGE_KEY is no storage account key"),
                new Refusal(
                        Map.of(
                                "AZURE_CLIENT_SECRET", "hidden",
                                "AZURE_CLIENT_ID", "c",
                                "AZURE_TENANT_ID", "t",
                                "AZURE_AUTHORITY_HOST", "http://login.example/"),
                        "AZURE_AUTHORITY_HOST is no https address"),
                new Refusal(
                        Map.of(
                                "AZURE_CLIENT_SECRET", "hidden",
                                "AZURE_CLIENT_ID", "c",
                                "AZURE_TENANT_ID", "t",
                                "AZURE_AUTHORITY_HOST", "login microsoftonline"),
                        "AZURE_AUTHORITY_HOST is no https address"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void anIncompleteOrContradictoryEnvironmentIsRefused(Refusal refusal) {
        StorageSettings settings = new StorageSettings(refusal.environment(), Map.of());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AzureCredentials.choose(settings))
                .withMessageContaining(refusal.missing())
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(KEY, "hidden"));
    }

    @Test
    void tokensGoOverEncryptedConnectionsOnly() {
        StorageSettings settings = new StorageSettings(
                Map.of("AZURE_STORAGE_ACCOUNT", "acme"), Map.of("endpoint", "http://storage.example/acme"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AzureStorageAdapter().open(Azurite.newTable(), settings))
                .withMessageContaining("not encrypted")
                .withMessageContaining("https://");
    }

    @Test
    void propertiesThatTheConnectorRefusesAreNamedWithoutTheirValues() {
        StorageSettings settings = new StorageSettings(
                Map.of("AZURE_STORAGE_ACCOUNT", "acme"),
                Map.of("fs.azure.account.auth.type", "SharedKey", "fs.azure.account.key", "hidden!"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AzureStorageAdapter().open(Azurite.newTable(), settings))
                .withMessageContaining("[fs.azure.account.auth.type, fs.azure.account.key]")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hidden"))
                .satisfies(e -> assertThat(e.getCause()).isNull());
    }

    private static Map<String, String> with(Map<String, String> some, String... more) {
        Map<String, String> all = new HashMap<>(some);
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        return all;
    }
}
