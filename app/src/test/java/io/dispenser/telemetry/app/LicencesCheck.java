package io.dispenser.telemetry.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.testkit.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is shipped of others is shipped under its terms: listed, with its licence, and named in the bill of materials. */
class LicencesCheck {

    private static final Path HOME = Path.of("target/dispenser-telemetry").toAbsolutePath();
    private static final Path TEXTS = HOME.resolve("licences");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "lib, ., 30",
        "adapters/s3, adapters/s3, 30",
        "adapters/gcs, adapters/gcs, 0",
        "adapters/azure, adapters/azure, 2"
    })
    void everyJarOfOthersIsListedWithALicenceWhoseTextIsThere(String jars, String lists, int atLeast) throws Exception {
        Path list = HOME.resolve(lists).resolve("THIRD-PARTY.txt");
        assertThat(ThirdParty.problems(HOME.resolve(jars), list, TEXTS)).isEmpty();
        List<ThirdParty> listed = ThirdParty.list(list);
        assertThat(listed).allMatch(ThirdParty::isLicensed).hasSizeGreaterThan(atLeast);
        for (ThirdParty party : listed) {
            Path jar = HOME.resolve(jars).resolve(party.jar());
            assertThat(Files.exists(jar)
                            || party.hasText(TEXTS)
                            || party.group().startsWith("org.slf4j"))
                    .as("a text of the licence of %s", party)
                    .isTrue();
        }
    }

    @Test
    void aJarThatIsNotListedIsFound() throws IOException {
        Path jars = Files.createDirectory(folder.resolve("jars"));
        Files.createFile(jars.resolve("new-library-1.0.jar"));
        Files.createFile(jars.resolve("nameless-2.0.jar"));
        Files.createFile(jars.resolve("telemetry-core-1.jar"));
        Path list = Files.writeString(folder.resolve("list.txt"), """
                     (Unknown license) nameless (org.example:nameless:2.0 - no url defined)
                """);
        assertThat(ThirdParty.problems(jars, list, TEXTS))
                .hasSize(2)
                .anyMatch(problem -> problem.startsWith("nameless-2.0.jar has no licence"))
                .anyMatch(problem -> problem.startsWith("new-library-1.0.jar is not in"));
    }

    @Test
    void whatIsRepackagedIsListedAndItsLicencesAreInTheJar() throws IOException {
        List<String> repackaged =
                Arrays.asList(System.getProperty("telemetry.minimized").split(",", -1));
        List<ThirdParty> listed = ThirdParty.list(HOME.resolve("THIRD-PARTY.txt"));
        assertThat(listed).extracting(ThirdParty::artifact).containsAll(repackaged);
        Path minimized = only(HOME.resolve("lib"), "hadoop-parquet-minimized-");
        for (ThirdParty party : listed) {
            if (party.artifact().startsWith("hadoop-client") || party.artifact().equals("parquet-hadoop")) {
                String place = "META-INF/licences/" + party.artifact() + "-" + party.version() + "-jar/META-INF/";
                assertThat(sizeIn(minimized, place + licenceOf(party)))
                        .as(place)
                        .isPositive();
            }
        }
        Path gcs = only(HOME.resolve("adapters/gcs"), "adapter-storage-gcs-");
        assertThat(ThirdParty.list(HOME.resolve("adapters/gcs/THIRD-PARTY.txt")))
                .extracting(ThirdParty::artifact)
                .contains("gcs-connector");
        assertThat(sizeIn(gcs, "META-INF/licences/gcs-connector/META-INF/NOTICE"))
                .isPositive();
        assertThat(sizeIn(gcs, "META-INF/licences/gcs-connector/LICENSE-google-auth-library.txt"))
                .isPositive();
    }

    @Test
    void everyJarOfOursSaysUnderWhichTermsItMayBeUsed() throws IOException {
        for (String part : List.of("lib", "adapters/s3", "adapters/gcs", "adapters/azure")) {
            for (Path jar : ThirdParty.jars(HOME.resolve(part))) {
                if (jar.getFileName().toString().matches("(adapter|app|telemetry)-.*")) {
                    assertThat(sizeIn(jar, "META-INF/LICENSE")).as("%s", jar).isPositive();
                    assertThat(sizeIn(jar, "META-INF/NOTICE")).as("%s", jar).isPositive();
                }
            }
        }
        for (String file : List.of("LICENSE", "NOTICE")) {
            assertThat(HOME.resolve(file)).isNotEmptyFile();
        }
    }

    @ParameterizedTest
    @CsvSource({"lib, .", "adapters/s3, adapters/s3", "adapters/azure, adapters/azure"})
    void theBillOfMaterialsNamesEveryJarOfOthersByItsHash(String jars, String bills) throws Exception {
        Path file = HOME.resolve(bills).resolve("sbom.json");
        if (!Files.exists(file)) {
            Requirement.notMet("sbom", "no " + file + ": Maven writes it when it is not offline");
        }
        String bill = Files.readString(file);
        assertThat(bill).contains("\"bomFormat\"", "CycloneDX");
        List<ThirdParty> listed = ThirdParty.list(HOME.resolve(bills).resolve("THIRD-PARTY.txt"));
        for (Path jar : ThirdParty.jars(HOME.resolve(jars))) {
            if (listed.stream()
                    .anyMatch(party -> party.jar().equals(jar.getFileName().toString())
                            && !party.group().equals("io.dispenser.telemetry"))) {
                assertThat(bill).as("%s", jar).contains(sha256(jar));
            }
        }
    }

    private static String licenceOf(ThirdParty party) {
        return party.artifact().startsWith("hadoop") ? "LICENSE.txt" : "LICENSE";
    }

    private static Path only(Path folder, String prefix) throws IOException {
        return ThirdParty.jars(folder).stream()
                .filter(jar -> jar.getFileName().toString().startsWith(prefix))
                .findFirst()
                .orElseThrow();
    }

    private static long sizeIn(Path jar, String name) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            ZipEntry entry = zip.getEntry(name);
            return entry == null ? 0 : entry.getSize();
        }
    }

    private static String sha256(Path file) throws IOException, NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }
}
