package io.dispenser.telemetry.adapter.storage.gcs;

import io.dispenser.telemetry.core.storage.StorageAdapter;
import io.dispenser.telemetry.core.storage.StorageError;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.StoreRoute;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.core.storage.TableUri;
import java.io.IOException;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;

/**
 * Google Cloud Storage: {@code gs://bucket/path}. Opening asks nobody anything; a bucket that is not
 * there and credentials that don't do show when the store is used.
 *
 * <p>Options: {@code endpoint} (else the variable {@code STORAGE_EMULATOR_HOST}, else Google's), {@code anonymous},
 * {@code ca_file}, and the
 * connector's properties that {@link GcsSettings} lists. Credentials are found as {@link GcsCredentials} says. Both also throw
 * {@link IllegalArgumentException} for settings that can't work.
 */
public final class GcsStorageAdapter implements StorageAdapter {

    /** For {@link java.util.ServiceLoader}. */
    public GcsStorageAdapter() {}

    @Override
    public Set<String> schemes() {
        return Set.of("gs");
    }

    @Override
    public String credentialSource(TableUri uri, StorageSettings settings) {
        GcsLocation.of(uri);
        return GcsCredentials.choose(settings).source();
    }

    @Override
    public TableStore open(TableUri uri, StorageSettings settings) throws TableStoreException {
        GcsLocation location = GcsLocation.of(uri);
        GcsCredentials credentials = GcsCredentials.choose(settings);
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        // The connector looks up some of its parts there, and this adapter may have a class loader of its own.
        Thread.currentThread().setContextClassLoader(GcsStorageAdapter.class.getClassLoader());
        try {
            Configuration configuration = GcsSettings.of(credentials, settings);
            GcsSettings.requireWithoutBucket(configuration, location.bucket());
            StoreRoute route = GcsSettings.route(configuration, settings);
            GcsConnection connection = GcsConnection.open(configuration, settings.environment(), route);
            return new GcsTableStore(
                    location,
                    new GcsClient(location.bucket(), connection),
                    new GcsErrorTranslator(location, credentials.source(), connection.endpoint(), route));
        } catch (IOException e) {
            // Neither the cause nor its words: it has read a secret.
            throw new TableStoreException(
                    StorageError.denied(
                            "can't use the credentials (" + credentials.source()
                                    + "): the file is damaged or lacks a part",
                            "get a new one"),
                    null);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }
}
