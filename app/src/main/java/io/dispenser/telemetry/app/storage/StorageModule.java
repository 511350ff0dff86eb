package io.dispenser.telemetry.app.storage;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.MapBinder;
import com.google.inject.spi.Message;
import io.dispenser.telemetry.core.storage.StorageAdapter;
import io.dispenser.telemetry.core.storage.StorageSettings;

/** Binds each storage adapter under each of its URI schemes. Two adapters for one scheme are an error at start. */
public final class StorageModule extends AbstractModule {

    private final InstalledAdapters adapters;
    private final StorageSettings settings;

    /**
     * @param adapters the adapters there are
     * @param settings what they may use to find their stores and credentials
     */
    public StorageModule(InstalledAdapters adapters, StorageSettings settings) {
        this.adapters = adapters;
        this.settings = settings;
    }

    @Override
    protected void configure() {
        MapBinder<String, StorageAdapter> byScheme =
                MapBinder.newMapBinder(binder(), String.class, StorageAdapter.class);
        adapters.conflicts().forEach(conflict -> addError(new Message(conflict)));
        adapters.sources()
                .forEach((scheme, source) -> byScheme.addBinding(scheme).toProvider(() -> source.serving(scheme)));
        bind(StorageSettings.class).toInstance(settings);
        bind(StorageAdapters.class);
    }
}
