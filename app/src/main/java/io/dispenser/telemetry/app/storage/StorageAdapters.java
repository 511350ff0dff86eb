package io.dispenser.telemetry.app.storage;

import com.google.inject.Inject;
import com.google.inject.ProvisionException;
import io.dispenser.telemetry.core.storage.StorageAdapter;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.core.storage.TableUri;
import jakarta.inject.Provider;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Finds the storage adapter for a table's URI by its scheme. */
public final class StorageAdapters {

    private final Map<String, Provider<StorageAdapter>> byScheme;
    private final StorageSettings settings;

    @Inject
    StorageAdapters(Map<String, Provider<StorageAdapter>> byScheme, StorageSettings settings) {
        this.byScheme = byScheme;
        this.settings = settings;
    }

    /** The schemes that are served, in order. */
    public Set<String> schemes() {
        return new TreeSet<>(byScheme.keySet());
    }

    /**
     * Opens the place of a table.
     *
     * @throws IllegalArgumentException if no adapter serves it; the message says what to do
     * @throws TableStoreException if the store can't be used
     */
    public TableStore open(TableUri uri) throws TableStoreException {
        return adapter(uri).open(uri, settings);
    }

    /**
     * Opens the place of a table for a program that goes on whatever happens: where the store can't be used now, each use tries
     * again.
     *
     * @throws IllegalArgumentException if what the configuration says of the place can't be meant
     */
    public TableStore openForever(TableUri uri) {
        StorageAdapter adapter = adapter(uri);
        try {
            return adapter.open(uri, settings);
        } catch (TableStoreException e) {
            return new RetriedStore(adapter, uri, settings);
        }
    }

    /** Says in words which credentials are used for a table. */
    public String credentialSource(TableUri uri) {
        return adapter(uri).credentialSource(uri, settings);
    }

    /** The name of the adapter that serves a table: {@code S3StorageAdapter}. */
    public String adapterName(TableUri uri) {
        return adapter(uri).getClass().getSimpleName();
    }

    private StorageAdapter adapter(TableUri uri) {
        Provider<StorageAdapter> adapter = byScheme.get(uri.scheme());
        if (adapter == null) {
            throw new IllegalArgumentException("no storage adapter for scheme '" + uri.scheme() + "' (installed: "
                    + String.join(", ", schemes()) + "); " + ServedSchemes.HOW_TO_ADD);
        }
        try {
            return adapter.get();
        } catch (ProvisionException e) {
            throw e.getCause() instanceof IllegalArgumentException known ? known : e;
        }
    }
}
