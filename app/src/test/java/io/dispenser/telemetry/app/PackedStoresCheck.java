package io.dispenser.telemetry.app;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The suites of Delta and of the stores once more, with the jars that are packed in place of Maven's class path, and each adapter
 * loaded from its folder: nothing that they need was left out of the minimized jar. Of Delta's, what shows nothing of the libraries
 * is left out: races, crashes, simulations, other engines; and what makes or reads files with methods of Parquet that the
 * program has no use for. {@code -Dtelemetry.packed.exclude} is a pattern of the names of more test classes to leave out;
 * {@code -Dtelemetry.packed.java} is the home of a Java to run them with, such as the runtime that is packed.
 */
class PackedStoresCheck {

    private static final Path HOME = Path.of("target/dispenser-telemetry").toAbsolutePath();
    private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();

    /** Jars of the build that run tests; everything else is the distribution's. */
    private static final Pattern FRAMEWORK =
            Pattern.compile("/(junit-|opentest4j|apiguardian|assertj-|byte-buddy|telemetry-testkit)[^/]*\\.jar$"
                    + "|/telemetry-testkit/target/classes/?$");

    private static final String NOT_OF_LIBRARIES =
            ".*\\.(YearSimulation|LogCleanup|MaintenanceCrash|ClockSkew|CommitCost"
                    + "|ChangedTable|LocalTimestamps|DataFileWriter|UnknownColumnTypes|DeltaRs.*|DuckDb|Race|MaintenanceRace)Test";

    private static final Pattern PASSED = Pattern.compile("(?m)^(\\d+) passed, 0 failed");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "adapter-delta, 100",
        "adapter-storage-local, 20",
        "adapter-storage-s3, 50",
        "adapter-storage-gcs, 40",
        "adapter-storage-azure, 60"
    })
    void suitePassesOnThePackedJars(String name, int atLeast) throws Exception {
        Path module = CHECKOUT.resolve(name);
        Path tests = module.resolve("target/test-classes");
        List<String> classPath = new ArrayList<>(List.of(
                HOME + "/lib/*",
                CHECKOUT.resolve("adapter-delta/target/test-classes").toString(),
                Path.of("target/test-classes").toAbsolutePath().toString()));
        classPath.addAll(framework());
        List<String> own = new ArrayList<>(List.of(tests.toString()));
        Path adapter = HOME.resolve("adapters").resolve(name.replace("adapter-storage-", ""));
        if (Files.exists(adapter)) {
            own.addAll(jars(adapter));
        } else {
            // This one is in lib, and a package belongs to one class loader.
            classPath.add(tests.toString());
        }
        String said = run(module, classPath, own);
        System.out.println(
                name + ": " + said.strip().lines().reduce((first, last) -> last).orElse(""));
        Matcher passed = PASSED.matcher(said);
        assertThat(passed.find()).as(said).isTrue();
        assertThat(Integer.parseInt(passed.group(1))).as(said).isGreaterThanOrEqualTo(atLeast);
    }

    private String run(Path module, List<String> classPath, List<String> own) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("telemetry.packed.java", System.getProperty("java.home")), "bin", "java")
                        .toString(),
                "-XX:TieredStopAtLevel=1",
                "-Djava.awt.headless=true",
                "-Djdk.http.auth.tunneling.disabledSchemes=none", // as the program and the build set it
                "-Dtelemetry.test.require=" + System.getProperty("telemetry.test.require", ""),
                "-cp",
                String.join(File.pathSeparator, classPath),
                PackedSuite.class.getName(),
                NOT_OF_LIBRARIES + "|" + System.getProperty("telemetry.packed.exclude", "")));
        command.addAll(own);
        Path out = folder.resolve("out.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(module.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process suite = builder.start();
        try {
            assertThat(suite.waitFor(10, TimeUnit.MINUTES)).isTrue();
        } finally {
            suite.destroyForcibly();
        }
        return Files.readString(out);
    }

    private static List<String> framework() {
        List<String> jars = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> FRAMEWORK.matcher(entry).find())
                .toList();
        assertThat(jars).as(jars.stream().collect(joining("\n"))).hasSizeGreaterThan(5);
        return jars;
    }

    private static List<String> jars(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Path::toString)
                    .filter(file -> file.endsWith(".jar"))
                    .toList();
        }
    }
}
