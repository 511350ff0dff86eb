package io.dispenser.telemetry.app.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The classes of every module that is published. */
final class HouseClasses {

    static final JavaClasses ALL = new ClassFileImporter()
            // A connector is repackaged beside our classes.
            .withImportOption(location -> location.contains("/io/dispenser/"))
            .importPaths(modules());

    private HouseClasses() {}

    /** Where the classes of every module are that is published: those were built before this one. */
    private static List<Path> modules() {
        try (Stream<Path> folders = Files.list(Path.of(".."))) {
            return folders.filter(folder -> !folder.endsWith("benchmarks") && !folder.endsWith("distribution"))
                    .map(folder -> folder.resolve("target/classes"))
                    .filter(Files::isDirectory)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
