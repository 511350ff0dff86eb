package io.dispenser.telemetry.adapter.storage.azure;

import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.StoreRoute;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.core.storage.TableUri;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a table is in Azure.
 *
 * @param uri as it was written
 * @param account the storage account
 * @param host the account's name as the connector's properties have it: {@code account.dfs.core.windows.net}
 * @param container the container's address at the Blob service
 * @param directory the table's directory in the container, without slashes at its ends; empty for all of the container
 * @param route the way to the service
 */
record AzureLocation(TableUri uri, String account, String host, URI container, String directory, StoreRoute route) {

    static final Set<String> SCHEMES = Set.of("az", "adls", "abfs", "abfss");

    private static final Pattern CONTAINER = Pattern.compile("(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*|\\$root|\\$web");
    private static final Pattern ACCOUNT = Pattern.compile("[a-z0-9]{3,24}");
    private static final String FORMS =
            "expected az://container/path with AZURE_STORAGE_ACCOUNT in the environment, or "
                    + "abfss://container@account.dfs.core.windows.net/path";

    /**
     * Finds the place that {@code uri} means.
     *
     * @throws IllegalArgumentException if it means none; the message tells what to write
     */
    static AzureLocation of(TableUri uri, StorageSettings settings) {
        if (!SCHEMES.contains(uri.scheme())) {
            throw new IllegalArgumentException(uri + " is not in Azure: " + FORMS);
        }
        int at = uri.authority().indexOf('@');
        String container = at < 0 ? uri.authority() : uri.authority().substring(0, at);
        if (at >= 0 && !CONTAINER.matcher(container).matches()) {
            // Not echoed: it may be a secret.
            throw new IllegalArgumentException(
                    "before the @ stands no container's name (3 to 63 lower-case letters, digits and"
                            + " single hyphens): " + FORMS);
        }
        if (!CONTAINER.matcher(container).matches()) {
            throw new IllegalArgumentException(uri + " names no container ('" + container
                    + "'; a container's name is 3 to 63 lower-case letters, digits and single hyphens): " + FORMS);
        }
        String host = at < 0 ? account(uri, settings) : uri.authority().substring(at + 1);
        host = host.toLowerCase(Locale.ROOT);
        if (!host.contains(".")) {
            host += ".dfs.core.windows.net";
        }
        String account = host.substring(0, host.indexOf('.'));
        if (!ACCOUNT.matcher(account).matches()) {
            throw new IllegalArgumentException(uri + ": '" + account
                    + "' is no storage account (3 to 24 lower-case letters and digits): " + FORMS);
        }
        URI service = service(host, settings.options().get("endpoint"));
        requireService(service, account, container);
        return new AzureLocation(
                uri,
                account,
                host,
                URI.create(service + "/" + AzureNames.encoded(container)),
                directory(uri),
                StoreRoute.to(service, settings));
    }

    private static String account(TableUri uri, StorageSettings settings) {
        Map<String, String> environment = settings.environment();
        String account = environment.getOrDefault("AZURE_STORAGE_ACCOUNT", "");
        String alias = environment.getOrDefault("AZURE_STORAGE_ACCOUNT_NAME", "");
        if (!account.isEmpty() && !alias.isEmpty() && !account.equals(alias)) {
            throw new IllegalArgumentException(
                    "AZURE_STORAGE_ACCOUNT and AZURE_STORAGE_ACCOUNT_NAME name two storage accounts, " + account
                            + " and " + alias + ": unset one");
        }
        if (account.isEmpty() && alias.isEmpty()) {
            throw new IllegalArgumentException(uri + " doesn't say in which storage account its container is: set "
                    + "AZURE_STORAGE_ACCOUNT, or write abfss://" + uri.authority() + "@account.dfs.core.windows.net"
                    + uri.path());
        }
        return account.isEmpty() ? alias : account;
    }

    /** The Blob service of an account, also of one with a hierarchical namespace, has its own host beside the other's. */
    private static URI service(String host, @Nullable String endpoint) {
        if (endpoint == null || endpoint.isBlank()) {
            return URI.create("https://" + host.replace(".dfs.", ".blob."));
        }
        String text = endpoint.strip().replaceAll("/+$", "");
        if (!text.matches("https?://[^/?#@\\s]+(/[^?#\\s]*)?")) {
            throw new IllegalArgumentException("endpoint = \"" + endpoint
                    + "\" is no address of a Blob service: expected https://account.blob.core.windows.net, or "
                    + "http://127.0.0.1:10000/devstoreaccount1 for Azurite");
        }
        return URI.create(text);
    }

    /** Portals show addresses with the container in them, and of the account's other service. */
    private static void requireService(URI service, String account, String container) {
        String path = service.getPath() == null ? "" : service.getPath();
        if (path.endsWith("/" + container) && !path.equals("/" + account)) {
            throw new IllegalArgumentException("the endpoint " + service + " has the container " + container
                    + " in it, which the table's URI names already; write the account's address alone: "
                    + service.toString().substring(0, service.toString().length() - container.length() - 1));
        }
        String host = service.getHost() == null ? "" : service.getHost().toLowerCase(Locale.ROOT);
        if (host.matches("[a-z0-9]+\\.dfs\\.core\\..+")) {
            throw new IllegalArgumentException(
                    "the endpoint " + service + " is of the Data Lake service, and tables are"
                            + " read and written over the Blob service; write "
                            + service.toString().replaceFirst("(?i)\\.dfs\\.", ".blob."));
        }
        if (host.matches("[a-z0-9]+\\.blob\\.core\\..+") && !host.startsWith(account + ".")) {
            throw new IllegalArgumentException("the endpoint " + service + " is not that of the storage account "
                    + account + ", in which the table is; correct one of the two, or leave endpoint out");
        }
    }

    private static String directory(TableUri uri) {
        String directory = uri.path().substring(1);
        try {
            AzureNames.requireDirectory(directory);
        } catch (TableStoreException e) {
            throw new IllegalArgumentException(uri + ": " + e.getMessage(), e);
        }
        return directory;
    }

    String containerName() {
        String path = container.getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The name of a file or directory of the table in the container. */
    String blob(String path) {
        return directory.isEmpty() || path.isEmpty() ? directory + path : directory + "/" + path;
    }

    /** The address of a file of the table. */
    URI address(String path) {
        StringBuilder address = new StringBuilder(container.toString());
        for (String name : blob(path).split("/", -1)) {
            address.append('/').append(AzureNames.encoded(name));
        }
        return URI.create(address.toString());
    }

    /** The address of the container with a query. */
    URI query(Map<String, String> parameters) {
        StringBuilder address = new StringBuilder(container.toString());
        char separator = '?';
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            address.append(separator)
                    .append(parameter.getKey())
                    .append('=')
                    .append(AzureNames.encoded(parameter.getValue()));
            separator = '&';
        }
        return URI.create(address.toString());
    }

    /** A file or directory for a person; the empty string for the table. */
    String file(String path) {
        return path.isEmpty() ? toString() : path + " in " + this;
    }

    /** The table for a person. */
    @Override
    public String toString() {
        return uri.authority().contains("@") ? uri.toString() : uri + " (storage account " + account + ")";
    }
}
