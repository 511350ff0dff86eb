package io.dispenser.telemetry.app.storage;

import io.dispenser.telemetry.core.storage.StorageAdapter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder with the jars of one adapter and of the connector that it brings. They are loaded when the adapter is first asked
 * for, once for the process, by a class loader of their own.
 */
final class AdapterFolder {

    private final Path folder;
    private @Nullable List<StorageAdapter> adapters;

    AdapterFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * The adapter in the folder that serves {@code scheme}.
     *
     * @throws IllegalArgumentException if there is none, or the folder can't be read; the message says what to do
     */
    StorageAdapter serving(String scheme) {
        return adapters().stream()
                .filter(adapter -> adapter.schemes().contains(scheme))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the folder " + folder
                        + " holds no storage adapter for scheme '" + scheme + "'; install this program anew"));
    }

    private synchronized List<StorageAdapter> adapters() {
        if (adapters == null) {
            adapters = load();
        }
        return adapters;
    }

    private List<StorageAdapter> load() {
        URL[] jars;
        try (Stream<Path> files = Files.list(folder)) {
            jars = files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .map(AdapterFolder::url)
                    .toArray(URL[]::new);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "the storage adapter in " + folder + " can't be loaded: " + e + "; install this program anew", e);
        }
        // Open as long as the process lives: an adapter may load another class at any time.
        ClassLoader loader =
                new URLClassLoader(String.valueOf(folder.getFileName()), jars, AdapterFolder.class.getClassLoader());
        return ServiceLoader.load(StorageAdapter.class, loader).stream()
                .filter(provider -> provider.type().getClassLoader() == loader)
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }
}
