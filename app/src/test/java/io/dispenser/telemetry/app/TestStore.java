package io.dispenser.telemetry.app;

import io.dispenser.telemetry.core.storage.StorageAdapter;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableUri;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A store for the program's own tests: the servers that the adapters' tests start, which are not on this module's class path,
 * as the adapters are not.
 *
 * @param base where tables may lie
 * @param settings what leads there
 */
record TestStore(String base, StorageSettings settings, ClassLoader loader) {

    private static final String ADAPTERS = "io.dispenser.telemetry.adapter.storage.";
    private static final StorageSettings NO_SETTINGS = StorageSettings.NONE;

    static TestStore of(String family, Path home, Path folder) throws Exception {
        if (family.equals("local")) {
            return new TestStore("file://" + folder.resolve("lake"), NO_SETTINGS, TestStore.class.getClassLoader());
        }
        ClassLoader loader = loader(family, home);
        switch (family) {
            case "s3" -> {
                Object server = call(loader, "s3.S3Server", "start", null);
                call(loader, "s3.S3Server", "makeBucket", server, "packed");
                StorageSettings settings = (StorageSettings) call(
                        loader, "s3.S3Server", "settings", null, call(loader, "s3.S3Server", "uri", server), Map.of());
                return new TestStore("s3://packed", settings, loader);
            }
            case "gcs" -> {
                Object port = call(loader, "gcs.GcsServer", "port", call(loader, "gcs.GcsServer", "running", null));
                return new TestStore(
                        "gs://lake/packed",
                        (StorageSettings) call(loader, "gcs.GcsServer", "emulatorAt", null, port),
                        loader);
            }
            case "azure" -> {
                Object server = call(loader, "azure.Azurite", "running", null);
                Object port = call(loader, "azure.Azurite", "port", server);
                return new TestStore(
                        "az://lake/packed",
                        (StorageSettings) call(loader, "azure.Azurite", "settings", server, port, Map.of()),
                        loader);
            }
            default -> throw new IllegalArgumentException(family);
        }
    }

    /** Opens a table below {@link #base}. */
    TableStore open(String table) throws Exception {
        TableUri uri = TableUri.parse(base + "/" + table);
        return ServiceLoader.load(StorageAdapter.class, loader).stream()
                .map(ServiceLoader.Provider::get)
                .filter(adapter -> adapter.schemes().contains(uri.scheme()))
                .findFirst()
                .orElseThrow()
                .open(uri, settings);
    }

    /** The lines of {@code [telemetry.storage]}. */
    String options() {
        StringBuilder lines = new StringBuilder();
        settings.options()
                .forEach((key, value) ->
                        lines.append(key).append(" = \"").append(value).append("\"\n"));
        return lines.toString();
    }

    private static ClassLoader loader(String family, Path home) throws IOException {
        List<URL> urls = new ArrayList<>();
        urls.add(url(Path.of("../adapter-storage-" + family + "/target/test-classes")));
        try (Stream<Path> files = Files.list(home.resolve("adapters").resolve(family))) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".jar")).toList()) {
                urls.add(url(file));
            }
        }
        return new URLClassLoader(family, urls.toArray(URL[]::new), TestStore.class.getClassLoader());
    }

    private static URL url(Path path) throws MalformedURLException {
        URI uri = path.toAbsolutePath().normalize().toUri();
        return uri.toURL();
    }

    /** A method of a class of the adapters' tests, by its name and the number of its arguments. */
    private static Object call(
            ClassLoader loader, String type, String name, @Nullable Object target, Object... arguments)
            throws ReflectiveOperationException {
        for (Method method : loader.loadClass(ADAPTERS + type).getDeclaredMethods()) {
            if (method.getName().equals(name) && method.getParameterCount() == arguments.length) {
                method.setAccessible(true);
                return method.invoke(target, arguments);
            }
        }
        throw new NoSuchMethodException(type + "." + name);
    }
}
