package io.dispenser.telemetry.adapter.storage.azure;

import io.dispenser.telemetry.core.storage.StorageSettings;
import java.net.URI;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.fs.azurebfs.oauth2.ClientCredsTokenProvider;
import org.apache.hadoop.fs.azurebfs.oauth2.MsiTokenProvider;
import org.apache.hadoop.fs.azurebfs.oauth2.WorkloadIdentityTokenProvider;

/**
 * Which credentials are used: exactly one form, and nothing else is tried. The first of these that is there:
 *
 * <ol>
 *   <li>the connector's own properties, if {@code fs.azure.account.auth.type} is among the options
 *   <li>none, if the option {@code anonymous} is true
 *   <li>the account's key: {@code AZURE_STORAGE_KEY} or {@code AZURE_STORAGE_ACCOUNT_KEY}
 *   <li>a service principal: {@code AZURE_CLIENT_SECRET} with {@code AZURE_CLIENT_ID} and {@code AZURE_TENANT_ID}
 *   <li>a federated workload identity: {@code AZURE_FEDERATED_TOKEN_FILE} with the same two
 *   <li>the managed identity of this machine; {@code AZURE_CLIENT_ID} chooses one among several
 * </ol>
 *
 * @param form which one
 * @param source the same in words
 * @param properties what the connector is told; holds secrets
 */
record AzureCredentials(Form form, String source, Map<String, String> properties) {

    /** How a request is authorized, and what to do where that is refused. */
    enum Form {
        CONNECTOR("look at the fs.azure.account properties of the configuration"),
        ANONYMOUS("remove anonymous = true and set credentials in the environment"),
        ACCOUNT_KEY("copy one of the account's two present keys (az storage account keys list) to AZURE_STORAGE_KEY"),
        SERVICE_PRINCIPAL(
                "look at AZURE_CLIENT_ID, AZURE_CLIENT_SECRET and AZURE_TENANT_ID; the secret may have expired"),
        WORKLOAD_IDENTITY("look at AZURE_CLIENT_ID, AZURE_TENANT_ID and the federated credential of that application"),
        MANAGED_IDENTITY(
                "give this machine a managed identity, or set AZURE_STORAGE_KEY or another form of credentials");

        private final String remedy;

        Form(String remedy) {
            this.remedy = remedy;
        }

        String remedy() {
            return remedy;
        }
    }

    private static final String AUTHORITY = "https://login.microsoftonline.com";

    /**
     * Chooses.
     *
     * @throws IllegalArgumentException if the environment names no complete form, or two; the message says which variable
     *     is missing or too much
     */
    static AzureCredentials choose(StorageSettings settings) {
        Map<String, String> options = settings.options();
        if (options.keySet().stream().anyMatch(key -> key.startsWith("fs.azure.account.auth.type"))) {
            return new AzureCredentials(Form.CONNECTOR, "connector properties of the configuration", Map.of());
        }
        if (settings.anonymous()) {
            return new AzureCredentials(Form.ANONYMOUS, StorageSettings.ANONYMOUS_SOURCE, Map.of());
        }
        Variables environment = new Variables(settings.environment());
        if (environment.has("AZURE_STORAGE_KEY") || environment.has("AZURE_STORAGE_ACCOUNT_KEY")) {
            return accountKey(environment);
        }
        if (environment.has("AZURE_CLIENT_SECRET")) {
            return servicePrincipal(environment);
        }
        if (environment.has("AZURE_FEDERATED_TOKEN_FILE")) {
            return workloadIdentity(environment);
        }
        if (environment.has("AZURE_TENANT_ID")) {
            throw new IllegalArgumentException(
                    "AZURE_TENANT_ID is set, but neither AZURE_CLIENT_SECRET (service principal) nor "
                            + "AZURE_FEDERATED_TOKEN_FILE (workload identity): set one of them; for a managed identity, "
                            + "unset AZURE_TENANT_ID");
        }
        return managedIdentity(environment);
    }

    private static AzureCredentials accountKey(Variables environment) {
        String name = environment.has("AZURE_STORAGE_KEY") ? "AZURE_STORAGE_KEY" : "AZURE_STORAGE_ACCOUNT_KEY";
        String key = environment.get(name);
        if (environment.has("AZURE_STORAGE_ACCOUNT_KEY")
                && !environment.get("AZURE_STORAGE_ACCOUNT_KEY").equals(key)) {
            throw new IllegalArgumentException(
                    "AZURE_STORAGE_KEY and AZURE_STORAGE_ACCOUNT_KEY hold two different keys: unset one");
        }
        if (!isBase64(key)) {
            throw new IllegalArgumentException(name
                    + " is no storage account key: expected Base64 text, as the portal shows it under Access keys");
        }
        return new AzureCredentials(
                Form.ACCOUNT_KEY,
                "the account's key, from " + name,
                Map.of("fs.azure.account.auth.type", "SharedKey", "fs.azure.account.key", key));
    }

    private static AzureCredentials servicePrincipal(Variables environment) {
        String form = "a service principal (AZURE_CLIENT_SECRET is set)";
        String client = environment.require("AZURE_CLIENT_ID", form);
        String tenant = environment.require("AZURE_TENANT_ID", form);
        Map<String, String> properties = token(ClientCredsTokenProvider.class, client);
        properties.put("fs.azure.account.oauth2.client.secret", environment.get("AZURE_CLIENT_SECRET"));
        properties.put(
                "fs.azure.account.oauth2.client.endpoint", authority(environment) + tenant + "/oauth2/v2.0/token");
        return new AzureCredentials(
                Form.SERVICE_PRINCIPAL, "service principal " + client + " of the environment", properties);
    }

    private static AzureCredentials workloadIdentity(Variables environment) {
        String form = "a workload identity (AZURE_FEDERATED_TOKEN_FILE is set)";
        String client = environment.require("AZURE_CLIENT_ID", form);
        String tenant = environment.require("AZURE_TENANT_ID", form);
        String file = environment.get("AZURE_FEDERATED_TOKEN_FILE");
        Map<String, String> properties = token(WorkloadIdentityTokenProvider.class, client);
        properties.put("fs.azure.account.oauth2.token.file", file);
        properties.put("fs.azure.account.oauth2.msi.tenant", tenant);
        properties.put("fs.azure.account.oauth2.msi.authority", authority(environment));
        return new AzureCredentials(
                Form.WORKLOAD_IDENTITY, "workload identity " + client + " with the token in " + file, properties);
    }

    private static AzureCredentials managedIdentity(Variables environment) {
        String client = environment.has("AZURE_CLIENT_ID") ? environment.get("AZURE_CLIENT_ID") : "";
        return new AzureCredentials(
                Form.MANAGED_IDENTITY,
                client.isEmpty() ? "managed identity of this machine" : "managed identity " + client,
                token(MsiTokenProvider.class, client));
    }

    private static Map<String, String> token(Class<?> provider, String client) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("fs.azure.account.auth.type", "OAuth");
        properties.put("fs.azure.account.oauth.provider.type", provider.getName());
        if (!client.isEmpty()) {
            properties.put("fs.azure.account.oauth2.client.id", client);
        }
        return properties;
    }

    private static String authority(Variables environment) {
        String authority =
                environment.has("AZURE_AUTHORITY_HOST") ? environment.get("AZURE_AUTHORITY_HOST") : AUTHORITY;
        try {
            if (SecretRoute.isSafe(URI.create(authority))) {
                return authority.endsWith("/") ? authority : authority + "/";
            }
        } catch (IllegalArgumentException e) {
            // Said below, of any text that is no such address.
        }
        throw new IllegalArgumentException(
                "AZURE_AUTHORITY_HOST is no https address, and secrets go there: expected " + AUTHORITY);
    }

    private static boolean isBase64(String text) {
        try {
            return Base64.getDecoder().decode(text).length > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Whether requests carry a token that whoever sees it can use. */
    boolean sendsToken() {
        return form != Form.ANONYMOUS && form != Form.ACCOUNT_KEY;
    }

    /** Whether Entra ID gives the tokens, in the network, and not a service of this machine. */
    boolean ofEntra() {
        return form == Form.SERVICE_PRINCIPAL || form == Form.WORKLOAD_IDENTITY;
    }

    /** Says nothing of the properties: they hold secrets. */
    @Override
    public String toString() {
        return "AzureCredentials[" + source + "]";
    }

    /** The environment; a variable that is empty is as good as not set. */
    private record Variables(Map<String, String> values) {

        boolean has(String name) {
            return !get(name).isEmpty();
        }

        String get(String name) {
            return values.getOrDefault(name, "").strip();
        }

        String require(String name, String form) {
            if (!has(name)) {
                throw new IllegalArgumentException(name + " is missing, and " + form + " needs it: set " + name);
            }
            return get(name);
        }
    }
}
