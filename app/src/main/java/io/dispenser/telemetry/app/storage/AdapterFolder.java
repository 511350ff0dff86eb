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
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder with the jars of one adapter and of the connector that it brings. A manifest among them says which schemes it
 * serves. The jars are loaded when the adapter is first asked for, once for the process, by a class loader of their own.
 */
final class AdapterFolder implements AdapterSource {

    private final Path folder;
    private final Set<String> schemes;
    private @Nullable List<StorageAdapter> adapters;

    private AdapterFolder(Path folder, Set<String> schemes) {
        this.folder = folder;
        this.schemes = schemes;
    }

    /**
     * Reads the manifests of a folder's jars, up to the first one by name that declares schemes.
     *
     * @throws IllegalArgumentException if none does; the message says what to do
     */
    static AdapterFolder of(Path folder) {
        StringBuilder unreadable = new StringBuilder();
        for (Path jar : jars(folder)) {
            try {
                Optional<AdapterManifest> manifest = AdapterManifest.of(jar);
                if (manifest.isPresent()) {
                    return new AdapterFolder(folder, manifest.get().schemes());
                }
            } catch (IOException e) {
                unreadable
                        .append(" (")
                        .append(jar.getFileName())
                        .append(" can't be read: ")
                        .append(e.getMessage())
                        .append(')');
            } catch (IllegalArgumentException e) {
                throw unusable(folder, String.valueOf(e.getMessage()), e);
            }
        }
        throw unusable(
                folder,
                "no jar in it has " + AdapterManifest.ATTRIBUTE + " in its manifest" + unreadable
                        + "; put the jars of a storage adapter there, or remove the folder",
                null);
    }

    @Override
    public Set<String> schemes() {
        return schemes;
    }

    @Override
    public StorageAdapter serving(String scheme) {
        Set<String> served = new TreeSet<>();
        for (StorageAdapter adapter : adapters()) {
            if (adapter.schemes().contains(scheme)) {
                return adapter;
            }
            served.addAll(adapter.schemes());
        }
        throw new IllegalArgumentException("the storage adapter in " + folder + " does not serve scheme '" + scheme
                + "', which the manifest of its jar declares; it serves "
                + (served.isEmpty() ? "none" : String.join(", ", served))
                + "; install the adapter anew, or ask whoever made it");
    }

    private synchronized List<StorageAdapter> adapters() {
        if (adapters == null) {
            adapters = load();
        }
        return adapters;
    }

    private List<StorageAdapter> load() {
        URL[] jars = jars(folder).stream().map(AdapterFolder::url).toArray(URL[]::new);
        // Open as long as the process lives: an adapter may load another class at any time.
        ClassLoader loader =
                new URLClassLoader(String.valueOf(folder.getFileName()), jars, AdapterFolder.class.getClassLoader());
        try {
            return ServiceLoader.load(StorageAdapter.class, loader).stream()
                    .filter(provider -> provider.type().getClassLoader() == loader)
                    .map(ServiceLoader.Provider::get)
                    .toList();
        } catch (ServiceConfigurationError | LinkageError e) {
            throw unusable(folder, "it can't be loaded: " + e + "; install it anew, or ask whoever made it", e);
        }
    }

    private static List<Path> jars(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw unusable(folder, "it can't be read: " + e + "; let the user who runs this program read it", e);
        }
    }

    private static IllegalArgumentException unusable(Path folder, String why, @Nullable Throwable cause) {
        return new IllegalArgumentException("no storage adapter in " + folder + ": " + why, cause);
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
