package io.dispenser.telemetry.app.storage;

import io.dispenser.telemetry.core.storage.StorageAdapter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * A storage adapter as somebody else would make and install it: compiled from {@code src/test/resources/third-party-adapter}
 * against the core and nothing else, and put as a jar into a folder of its own.
 */
public final class ThirdPartyAdapter {

    private static final Path SOURCES = Path.of("src/test/resources/third-party-adapter");
    private static final String HOME = "dispenser.telemetry.home";

    private ThirdPartyAdapter() {}

    /**
     * Installs it.
     *
     * @param folder the folder, {@code adapters/…} of the program's home
     * @param schemes what the manifest declares; null for a manifest that says nothing of schemes
     */
    public static void install(Path folder, @Nullable String schemes) throws IOException {
        Files.createDirectories(folder);
        Path classes = Files.createTempDirectory("third-party-adapter");
        compile(classes);
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (schemes != null) {
            manifest.getMainAttributes().putValue("Dispenser-Storage-Schemes", schemes);
        }
        try (OutputStream out = Files.newOutputStream(folder.resolve("dir-store-1.0.jar"));
                JarOutputStream jar = new JarOutputStream(out, manifest);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                jar.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                jar.write(Files.readAllBytes(file));
                Files.delete(file);
            }
            jar.putNextEntry(new JarEntry("META-INF/services/" + StorageAdapter.class.getName()));
            jar.write("com.example.dirstore.DirStorageAdapter".getBytes(StandardCharsets.UTF_8));
        }
    }

    /** What a process whose home that is has installed. */
    public static InstalledAdapters installedIn(Path home) {
        String outer = System.getProperty(HOME);
        System.setProperty(HOME, home.toString());
        try {
            return InstalledAdapters.ofProcess();
        } finally {
            if (outer == null) {
                System.clearProperty(HOME);
            } else {
                System.setProperty(HOME, outer);
            }
        }
    }

    private static void compile(Path target) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter words = new StringWriter();
        try (Stream<Path> files = Files.walk(SOURCES);
                StandardJavaFileManager manager =
                        compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
            List<Path> sources =
                    files.filter(file -> file.toString().endsWith(".java")).toList();
            Path core = Path.of(StorageAdapter.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            List<String> options = List.of("-d", target.toString(), "-proc:none", "-cp", core.toString());
            if (!compiler.getTask(words, manager, null, options, null, manager.getJavaFileObjectsFromPaths(sources))
                    .call()) {
                throw new AssertionError("the adapter does not compile: " + words);
            }
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
