package io.dispenser.telemetry.app.storage;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.MapBinder;
import io.dispenser.telemetry.core.storage.StorageAdapter;
import io.dispenser.telemetry.core.storage.StorageSettings;
import java.util.List;
import java.util.ServiceLoader;

/** Binds each storage adapter under each of its URI schemes. Two adapters for one scheme are an error at start. */
public final class StorageModule extends AbstractModule {

    private final List<StorageAdapter> adapters;
    private final StorageSettings settings;

    /**
     * @param adapters the adapters there are
     * @param settings what they may use to find their stores and credentials
     */
    public StorageModule(List<StorageAdapter> adapters, StorageSettings settings) {
        this.adapters = List.copyOf(adapters);
        this.settings = settings;
    }

    /** The adapters on the class path. */
    public static List<StorageAdapter> installed() {
        return ServiceLoader.load(StorageAdapter.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    @Override
    protected void configure() {
        MapBinder<String, StorageAdapter> byScheme =
                MapBinder.newMapBinder(binder(), String.class, StorageAdapter.class);
        for (StorageAdapter adapter : adapters) {
            for (String scheme : adapter.schemes()) {
                byScheme.addBinding(scheme).toInstance(adapter);
            }
        }
        bind(StorageSettings.class).toInstance(settings);
        bind(StorageAdapters.class);
    }
}
