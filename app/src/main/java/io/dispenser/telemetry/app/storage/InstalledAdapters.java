package io.dispenser.telemetry.app.storage;

import io.dispenser.telemetry.core.storage.StorageAdapter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The storage adapters that this program has: those on its class path, and those in folders of their own. The latter are
 * loaded when a table needs them, so that a program that writes to the local disk has nothing of an object store's connector
 * in memory; until then their manifests tell what they serve.
 */
public final class InstalledAdapters implements ServedSchemes {

    /** The system property that names the directory of this program, which holds {@code adapters/s3} and its like. */
    private static final String HOME = "dispenser.telemetry.home";

    /**
     * What was found.
     *
     * @param byScheme who serves each scheme
     */
    private record Found(Map<String, List<AdapterSource>> byScheme, List<String> warnings) {}

    private final Supplier<List<StorageAdapter>> present;
    private final Optional<Path> directory;
    private @Nullable Found found;

    private InstalledAdapters(Supplier<List<StorageAdapter>> present, Optional<Path> directory) {
        this.present = present;
        this.directory = directory;
    }

    /** Those of this process. */
    public static InstalledAdapters ofProcess() {
        return new InstalledAdapters(
                () -> ServiceLoader.load(StorageAdapter.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList(),
                homeOfProcess().map(home -> home.resolve("adapters")));
    }

    /** The directory of this program, where it was started from a package. */
    public static Optional<Path> homeOfProcess() {
        return Optional.ofNullable(System.getProperty(HOME)).map(Path::of);
    }

    /** These and no others. */
    public static InstalledAdapters of(List<StorageAdapter> adapters) {
        return of(adapters, Optional.empty());
    }

    /** These, and those of the folders in a directory. */
    static InstalledAdapters of(List<StorageAdapter> adapters, Optional<Path> directory) {
        return new InstalledAdapters(() -> adapters, directory);
    }

    /** Looks when somebody asks: most commands never do, and opening jars takes a tenth of a second. */
    private synchronized Found found() {
        if (found == null) {
            List<String> warnings = new ArrayList<>();
            Map<String, List<AdapterSource>> byScheme = new TreeMap<>();
            for (AdapterSource source : scan(warnings)) {
                for (String scheme : source.schemes()) {
                    byScheme.computeIfAbsent(scheme, first -> new ArrayList<>()).add(source);
                }
            }
            found = new Found(byScheme, List.copyOf(warnings));
        }
        return found;
    }

    private List<AdapterSource> scan(List<String> warnings) {
        List<AdapterSource> sources = new ArrayList<>();
        present.get().forEach(adapter -> sources.add(new AdapterSource.OfClassPath(adapter)));
        if (directory.isPresent() && Files.isDirectory(directory.get())) {
            try {
                for (Path folder : folders(directory.get())) {
                    try {
                        sources.add(AdapterFolder.of(folder));
                    } catch (IllegalArgumentException e) {
                        warnings.add(String.valueOf(e.getMessage()));
                    }
                }
            } catch (IOException | UncheckedIOException e) {
                warnings.add("no storage adapters in " + directory.get() + ": it can't be read: " + e
                        + "; let the user who runs this program read it");
            }
        }
        return sources;
    }

    private static List<Path> folders(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(Files::isDirectory).sorted().toList();
        }
    }

    @Override
    public Set<String> schemes() {
        return new TreeSet<>(found().byScheme().keySet());
    }

    @Override
    public boolean haveOneAdapter(String scheme, String other) {
        return scheme.equals(other) || sources(scheme).stream().anyMatch(sources(other)::contains);
    }

    private List<AdapterSource> sources(String scheme) {
        return found().byScheme().getOrDefault(scheme, List.of());
    }

    /** Whence the adapter of each scheme comes; where several serve it, the first, and {@link #conflicts} tells. */
    Map<String, AdapterSource> sources() {
        Map<String, AdapterSource> sources = new TreeMap<>();
        found().byScheme().forEach((scheme, serving) -> sources.put(scheme, serving.get(0)));
        return sources;
    }

    /** Folders that hold no adapter, one a line; nothing else is the worse for them. */
    public List<String> warnings() {
        return found().warnings();
    }

    /** Adapters that serve the same scheme, one a line with what to do: nothing can be opened until that is settled. */
    public List<String> conflicts() {
        Map<List<AdapterSource>, List<String>> schemes = new LinkedHashMap<>();
        found().byScheme().forEach((scheme, serving) -> {
            if (serving.size() > 1) {
                schemes.computeIfAbsent(serving, first -> new ArrayList<>()).add(scheme);
            }
        });
        List<String> conflicts = new ArrayList<>();
        schemes.forEach((serving, shared) -> conflicts.add("more than one storage adapter for scheme "
                + shared.stream().map(scheme -> "'" + scheme + "'").collect(Collectors.joining(", ")) + ": "
                + serving.stream().map(AdapterSource::toString).collect(Collectors.joining(" and "))
                + "; remove all but one"));
        return conflicts;
    }
}
