package io.dispenser.telemetry.app.storage;

import io.dispenser.telemetry.core.storage.StorageAdapter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * The storage adapters that this program has: those on its class path, and those in folders of their own. The latter are
 * loaded when a table needs them, so that a program that writes to the local disk has nothing of an object store's connector
 * in memory.
 */
public final class InstalledAdapters {

    /** The system property that names the directory of this program, which holds {@code adapters/s3} and its like. */
    private static final String HOME = "dispenser.telemetry.home";

    private final List<Offer> offers;

    /**
     * A scheme that is served.
     *
     * @param adapter gives the adapter, and loads it first if need be
     */
    record Offer(String scheme, Supplier<StorageAdapter> adapter) {}

    private InstalledAdapters(List<Offer> offers) {
        this.offers = List.copyOf(offers);
    }

    /** Those of this process. */
    public static InstalledAdapters ofProcess() {
        List<StorageAdapter> present = ServiceLoader.load(StorageAdapter.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        return of(present, Optional.ofNullable(System.getProperty(HOME)).map(home -> Path.of(home, "adapters")));
    }

    /** These and no others. */
    public static InstalledAdapters of(List<StorageAdapter> adapters) {
        return of(adapters, Optional.empty());
    }

    /** These, and those of the folders in a directory. */
    static InstalledAdapters of(List<StorageAdapter> adapters, Optional<Path> directory) {
        List<Offer> offers = new ArrayList<>();
        for (StorageAdapter adapter : adapters) {
            adapter.schemes().forEach(scheme -> offers.add(new Offer(scheme, () -> adapter)));
        }
        for (StorageFamily family : StorageFamily.values()) {
            Optional<Path> folder =
                    directory.map(parent -> parent.resolve(family.folder())).filter(Files::isDirectory);
            if (folder.isPresent()) {
                AdapterFolder adapter = new AdapterFolder(folder.get());
                family.schemes().forEach(scheme -> offers.add(new Offer(scheme, () -> adapter.serving(scheme))));
            }
        }
        return new InstalledAdapters(offers);
    }

    List<Offer> offers() {
        return offers;
    }

    /** The schemes that are served, in order. */
    public Set<String> schemes() {
        Set<String> schemes = new TreeSet<>();
        offers.forEach(offer -> schemes.add(offer.scheme()));
        return schemes;
    }
}
