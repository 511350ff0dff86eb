package io.dispenser.telemetry.adapter.storage.azure;

import io.dispenser.telemetry.core.storage.StorageAdapter;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableUri;
import io.dispenser.telemetry.core.time.Ticker;
import java.time.InstantSource;
import java.util.Set;

/**
 * Azure Blob Storage and Azure Data Lake Storage Gen2, with flat and with hierarchical namespace: {@code az://container/path}
 * and {@code adls://container/path} with the storage account of {@code AZURE_STORAGE_ACCOUNT}, and
 * {@code abfss://container@account.dfs.core.windows.net/path}, which names it. Credentials come from the environment only.
 * Opening sends nothing.
 *
 * <p>Options: {@code endpoint} is the URL of the account's Blob service, if not the usual one: what is called
 * {@code BlobEndpoint} in a connection string, {@code http://127.0.0.1:10000/devstoreaccount1} for Azurite.
 * {@code anonymous} asks without credentials. Keys that begin with {@code fs.azure.} are properties of Hadoop's connector and
 * override ours; they act where the connector is used: for credentials, time-outs and retries.
 */
public final class AzureStorageAdapter implements StorageAdapter {

    @Override
    public Set<String> schemes() {
        return AzureLocation.SCHEMES;
    }

    @Override
    public String credentialSource(TableUri uri, StorageSettings settings) {
        var unused = AzureLocation.of(uri, settings);
        return AzureCredentials.choose(settings).source();
    }

    @Override
    public TableStore open(TableUri uri, StorageSettings settings) {
        AzureLocation location = AzureLocation.of(uri, settings);
        AzureCredentials credentials = AzureCredentials.choose(settings);
        if (credentials.sendsToken() && !SecretRoute.isSafe(location.container())) {
            throw new IllegalArgumentException(location.container()
                    + " is not encrypted, and whoever reads a token on its way can use it: write https://, or use the "
                    + "account's key");
        }
        AbfsSettings connector = AbfsSettings.of(location, credentials, settings.options());
        return new AzureTableStore(
                location,
                new BlobClient(connector, Ticker.system()),
                new AzureErrorTranslator(location, credentials, InstantSource.system()));
    }
}
