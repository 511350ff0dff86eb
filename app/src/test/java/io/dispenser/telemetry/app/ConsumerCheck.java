package io.dispenser.telemetry.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A Maven project that is not part of this one embeds the artifacts that were built, with its dependencies in several orders,
 * and with and without the bill of materials. Its local repository holds our artifacts as {@code install} would put them, and
 * what else this build's repository lacks (the descriptors of versions that lose against others).
 */
class ConsumerCheck {

    private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();
    private static final Path TARGET = Path.of("target/consumer").toAbsolutePath();
    private static final Path REPOSITORY = TARGET.resolve("repository");
    private static final String VERSION = System.getProperty("telemetry.version");
    private static final Pattern MANAGED =
            Pattern.compile("<groupId>io\\.dispenser\\.telemetry</groupId>\\s*<artifactId>([a-z0-9-]+)</artifactId>");

    @TempDir
    private Path folder;

    @Test
    void aProgramThatEmbedsTheArtifactsWritesAndReadsWhateverItsOrderOfDependencies() throws Exception {
        deleteOurs();
        install("telemetry-parent", CHECKOUT, false);
        install("telemetry-bom", CHECKOUT.resolve("telemetry-bom"), false);
        for (String artifact : managed()) {
            if (!artifact.equals("telemetry-bom")) {
                install(artifact, CHECKOUT.resolve(artifact), true);
            }
        }
        String said = build();
        for (String order : List.of("core-first", "delta-first", "storage-first", "without-bom")) {
            assertThat(said).contains(order + ": 1 row was written and read back");
        }
    }

    /** The bill of materials stands alone, so its versions are written twice. */
    @Test
    void theBillOfMaterialsNamesTheVersionsThatAreBuiltWith() throws IOException {
        String bill = Files.readString(CHECKOUT.resolve("telemetry-bom/pom.xml"));
        String parent = Files.readString(CHECKOUT.resolve("pom.xml"));
        assertThat(bill).contains("<version>" + VERSION + "</version>");
        Matcher property = Pattern.compile("<[a-z0-9-]+\\.(?:version>[^<]+</|url(?:/>|>[^<]+</))")
                .matcher(bill);
        int properties = 0;
        for (; property.find(); properties++) {
            assertThat(parent).contains(property.group());
        }
        assertThat(properties).isPositive();
        try (Stream<Path> modules = Files.list(CHECKOUT)) {
            List<String> published = modules.map(module -> module.getFileName().toString())
                    .filter(name -> name.matches("(adapter|telemetry)-.*"))
                    .toList();
            assertThat(managed()).containsExactlyInAnyOrderElementsOf(published);
        }
    }

    /** The first page of an artifact's Javadoc says where to begin. */
    @Test
    void everyPublishedJavadocHasAFirstPage() throws IOException {
        for (String module : managed()) {
            if (!module.equals("telemetry-bom")) { // which has no classes
                assertThat(CHECKOUT.resolve(module).resolve("src/main/javadoc/overview.html"))
                        .content()
                        .contains("{@link io.dispenser.telemetry.");
            }
        }
    }

    /** What Maven Central demands of each; the rest comes from the parent. */
    @Test
    void everyPublishedPomSaysWhatItIsOfAndWhereItsSourcesAre() throws IOException {
        for (String alone : List.of("pom.xml", "telemetry-bom/pom.xml")) {
            assertThat(Files.readString(CHECKOUT.resolve(alone)))
                    .as(alone)
                    .contains(
                            "<url>${repository.url}</url>",
                            "<license>",
                            "<developer>",
                            "<connection>scm:git:${repository.url}</connection>",
                            "<developerConnection>scm:git:${repository.url}</developerConnection>");
        }
        for (String module : managed()) {
            assertThat(Files.readString(CHECKOUT.resolve(module).resolve("pom.xml")))
                    .as(module)
                    .containsPattern("  <name>Dispenser Telemetry: [^<]+</name>\\s+<description>[^<]+</description>");
        }
    }

    private static List<String> managed() throws IOException {
        return MANAGED.matcher(Files.readString(CHECKOUT.resolve("telemetry-bom/pom.xml")))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private static void install(String artifact, Path module, boolean jar) throws IOException {
        Path place = Files.createDirectories(REPOSITORY.resolve("io/dispenser/telemetry/" + artifact + "/" + VERSION));
        String name = artifact + "-" + VERSION;
        copy(module.resolve("pom.xml"), place.resolve(name + ".pom"));
        if (jar) {
            Path target = module.resolve("target");
            Path built = target.resolve(name + ".jar");
            copy(
                    Files.exists(built) ? built : target.resolve("adapter/" + name + ".jar"),
                    place.resolve(name + ".jar"));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }

    private String build() throws IOException, InterruptedException {
        Path out = folder.resolve("out.txt");
        ProcessBuilder maven = new ProcessBuilder(new ArrayList<>(List.of(
                        Path.of(System.getProperty("maven.home"), "bin", "mvn").toString(),
                        "--batch-mode",
                        "--no-transfer-progress",
                        "-Dtelemetry.version=" + VERSION,
                        "-Dconsumer.target=" + TARGET,
                        "-Dmaven.repo.local=" + REPOSITORY,
                        "-Dmaven.repo.local.tail=" + System.getProperty("telemetry.local.repository"),
                        "process-classes")))
                .directory(CHECKOUT.resolve("consumer").toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        maven.environment().keySet().removeIf(name -> name.startsWith("MAVEN_"));
        maven.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = maven.start();
        try {
            assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).as(Files.readString(out)).isZero();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(out);
    }

    private static void deleteOurs() throws IOException {
        Path ours = REPOSITORY.resolve("io/dispenser/telemetry");
        if (Files.exists(ours)) {
            try (Stream<Path> files = Files.walk(ours)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
