package io.dispenser.telemetry.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.testkit.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What {@code distribution/build} makes of the program that was just built; installing it is tried by {@code .ci/long packages}. */
class PackagesCheck {

    private static final Path HERE = Path.of("").toAbsolutePath();
    private static final Path PACKAGES = HERE.resolve("target");
    private static final String SERVICE = "src/main/systemd/dispenser-telemetry.service";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @BeforeAll
    static void build() throws IOException, InterruptedException {
        Shell.Result tools = Shell.run(HERE, "../.ci/packaging.sh");
        if (tools.exitCode() != 0) {
            Requirement.notMet("packages", "what builds packages is missing: " + tools.err());
        }
        System.out.println(Shell.outputOf(HERE, "./build", "--program", "../app/target/dispenser-telemetry"));
    }

    @Test
    void theSumsAreThoseOfAllFiles() throws Exception {
        assertThat(names()).hasSize(4);
        assertThat(Shell.outputOf(PACKAGES, "sha256sum", "--check", "SHA256SUMS")
                        .lines())
                .hasSize(4);
    }

    @Test
    @EnabledIfSystemProperty(named = "telemetry.test.long", matches = "true")
    void aSecondBuildMakesTheSameFiles() throws Exception {
        // The runtime is as it was linked the first time: linking it again would take longer than all the rest. What a
        // run
        // has loaded differs from run to run.
        Path again = Files.createDirectories(folder.resolve("again"));
        Shell.outputOf(
                PACKAGES,
                "cp",
                "-R",
                "runtime",
                "runtime.made-of",
                "classes.jsa",
                "classes.jsa.made-of",
                again.toString());
        Shell.outputOf(HERE, "./build", "--program", "../app/target/dispenser-telemetry", "--into", again.toString());
        assertThat(again.resolve("SHA256SUMS")).hasSameTextualContentAs(PACKAGES.resolve("SHA256SUMS"));
    }

    @Test
    void theArchivesHoldTheProgramAndOneOfThemARuntime() throws Exception {
        List<String> plain = archived(only("dispenser-telemetry-.*[0-9a-z]\\.tar\\.gz", "x86_64"));
        List<String> whole = archived(only("dispenser-telemetry-.*-linux-x86_64\\.tar\\.gz", "nothing"));
        for (List<String> files : List.of(plain, whole)) {
            assertThat(files)
                    .contains("bin/dispenser-telemetry", "version", "LICENSE", "NOTICE", "THIRD-PARTY.txt")
                    .contains("share/man/man1/dispenser-telemetry-run.1.gz", "share/man/man1/dispenser-telemetry.1.gz")
                    .contains("share/bash-completion/completions/dispenser-telemetry")
                    .contains("share/systemd/dispenser-telemetry.service")
                    .anyMatch(file -> file.matches("lib/app-.*\\.jar"))
                    .anyMatch(file -> file.startsWith("adapters/s3/"))
                    .noneMatch(file -> file.matches("(?i).*(junit|testkit|picocli-codegen).*"));
        }
        assertThat(plain).noneMatch(file -> file.startsWith("runtime/"));
        assertThat(whole)
                .contains("runtime/bin/java", "runtime/lib/modules", "runtime/lib/server/classes.jsa")
                .contains("runtime/lib/dispenser-telemetry.jsa");
    }

    @Test
    void theProgramRunsFromTheArchiveAndSaysItsVersion() throws Exception {
        Path archive = only("dispenser-telemetry-.*-linux-x86_64\\.tar\\.gz", "nothing");
        Shell.outputOf(folder, "tar", "-xzf", archive.toString());
        String version =
                archive.getFileName().toString().replaceAll("^dispenser-telemetry-|-linux-x86_64\\.tar\\.gz$", "");
        Path home = folder.resolve("dispenser-telemetry-" + version);
        assertThat(Shell.outputOf(
                        folder, "env", "-i", "PATH=/bin:/usr/bin", home + "/bin/dispenser-telemetry", "--version"))
                .isEqualTo("dispenser-telemetry " + version);
        assertThat(Shell.outputOf(
                                folder,
                                "env",
                                "DISPENSER_TELEMETRY_JAVA_OPTIONS=-Xlog:class+load",
                                home + "/bin/dispenser-telemetry",
                                "--version")
                        .lines())
                .as("classes of ours that are mapped")
                .anyMatch(line -> line.matches(
                        ".* io\\.dispenser\\.telemetry\\.app\\.Main source: shared objects file \\(top\\).*"));
        assertThat(libraryVersions(home))
                .as("symbols of glibc beyond that of RHEL 7")
                .allMatch(minor -> minor <= 17);
        for (Path page : files(home.resolve("share/man/man1"))) {
            Shell.Result rendered = Shell.run(
                    folder, "env", "LC_ALL=C.UTF-8", "MANWIDTH=100", "man", "--warnings", "-l", page.toString());
            assertThat(rendered.err()).as(page.toString()).isEmpty();
            assertThat(rendered.out()).contains("SYNOPSIS");
        }
        String completed = Shell.outputOf(
                folder, "bash", "-c", """
                . "$1"; COMP_WORDS=(dispenser-telemetry spo) COMP_CWORD=1; _complete_dispenser-telemetry; echo "${COMPREPLY[@]}"
                """, "bash", home + "/share/bash-completion/completions/dispenser-telemetry");
        assertThat(completed).isEqualTo("spool");
    }

    @Test
    void theDebNeedsNothingButTheCLibrary() throws Exception {
        String deb = only("dispenser-telemetry_.*_amd64\\.deb", "nothing").toString();
        assertThat(Shell.outputOf(folder, "dpkg-deb", "--field", deb, "Depends"))
                .isEqualTo("libc6 (>= 2.17)");
        assertThat(Shell.outputOf(folder, "dpkg-deb", "--field", deb, "Package"))
                .isEqualTo("dispenser-telemetry");
        assertThat(Shell.run(folder, "dpkg-deb", "--info", deb, "conffiles").out())
                .as("files that dpkg would ask about at an upgrade")
                .isEmpty();
        assertThat(Shell.outputOf(folder, "dpkg-deb", "--contents", deb))
                .contains("./usr/share/dispenser-telemetry/defaults/dispenser.toml")
                .contains("./usr/share/dispenser-telemetry/defaults/environment")
                .contains("./usr/bin/dispenser-telemetry -> /usr/lib/dispenser-telemetry/bin/dispenser-telemetry")
                .contains("./usr/lib/systemd/system/dispenser-telemetry.service");
    }

    @Test
    void theRpmNeedsNothingButTheCLibraryAndUseradd() throws Exception {
        String rpm = only("dispenser-telemetry-.*\\.x86_64\\.rpm", "nothing").toString();
        assertThat(Shell.outputOf(folder, "rpm", "--query", "--package", "--requires", rpm)
                        .lines())
                .filteredOn(need -> !need.startsWith("rpmlib("))
                .containsExactlyInAnyOrder("glibc >= 2.17", "shadow-utils");
        assertThat(Shell.outputOf(folder, "rpm", "--query", "--package", "--list", rpm)
                        .lines())
                .doesNotContain("/etc/dispenser-telemetry/dispenser.toml", "/etc/default/dispenser-telemetry")
                .contains(
                        "/usr/share/dispenser-telemetry/defaults/dispenser.toml",
                        "/usr/share/dispenser-telemetry/defaults/environment");
    }

    @Test
    void aVersionThatIsToComeIsOlderThanItself() throws Exception {
        String coming = "0.1.0~git20261130014018.5c5c87ea";
        for (String older : List.of("0.0.9", "0.1.0~git20261129235959.ffffffff")) {
            assertThat(Shell.run(folder, "dpkg", "--compare-versions", older, "lt", coming)
                            .exitCode())
                    .isZero();
        }
        assertThat(Shell.run(folder, "dpkg", "--compare-versions", coming, "lt", "0.1.0")
                        .exitCode())
                .isZero();
        assertThat(Shell.outputOf(folder, "rpm", "--eval", "%{lua: print(rpm.vercmp('" + coming + "', '0.1.0'))}"))
                .isEqualTo("-1");
    }

    @Test
    void theServiceIsConfined() throws Exception {
        String said = Shell.run(HERE, "systemd-analyze", "security", "--offline=true", "--no-pager", SERVICE)
                .out();
        Matcher exposure =
                Pattern.compile("Overall exposure level for .*: (\\d+\\.\\d+)").matcher(said);
        assertThat(exposure.find()).as(said).isTrue();
        System.out.println(exposure.group());
        assertThat(Double.parseDouble(exposure.group(1))).isLessThanOrEqualTo(3.0);
        // The program and its manual are not installed here; all else that it says is a mistake.
        assertThat(Shell.run(HERE, "systemd-analyze", "verify", SERVICE).err().lines())
                .filteredOn(line -> line.contains("dispenser-telemetry"))
                .allMatch(line -> line.contains("is not executable") || line.contains("man dispenser-telemetry(1)"));
    }

    @Test
    void theWorkflowsAreSound() throws Exception {
        Shell.Result linted = Shell.run(HERE.resolve(".."), ".ci/tools/actionlint", ".github/workflows/release.yml");
        assertThat(linted.out()).isEmpty();
        assertThat(linted.exitCode()).isZero();
        assertThat(Files.readString(HERE.resolve("../.github/workflows/release.yml")))
                .as("the gate's own scripts, which set up what they need")
                .contains("run: .ci/run\n", "run: .ci/long packages ")
                .as("a name of an image, which has no capitals")
                .doesNotContain("ghcr.io/${{");
    }

    private static List<Integer> libraryVersions(Path home) throws IOException, InterruptedException {
        String symbols = Shell.outputOf(home, "sh", "-c", """
                find runtime -type f \\( -name '*.so' -o -path '*/bin/*' -o -name jspawnhelper \\) -exec readelf -V {} + 2>/dev/null \\
                  | grep -o 'GLIBC_2\\.[0-9]*' | sort -u
                """);
        List<Integer> minors = symbols.lines()
                .map(symbol -> Integer.valueOf(symbol.substring("GLIBC_2.".length())))
                .toList();
        assertThat(minors).isNotEmpty();
        return minors;
    }

    /** The names in an archive, below the folder that holds them all. */
    private List<String> archived(Path archive) throws IOException, InterruptedException {
        return Shell.outputOf(folder, "tar", "-tzf", archive.toString())
                .lines()
                .map(name -> name.substring(name.indexOf('/') + 1))
                .toList();
    }

    private static Path only(String pattern, String without) throws IOException {
        List<Path> found = names().stream()
                .filter(name -> name.matches(pattern) && !name.contains(without))
                .map(PACKAGES::resolve)
                .toList();
        assertThat(found).as(pattern).hasSize(1);
        return found.get(0);
    }

    private static List<String> names() throws IOException {
        return files(PACKAGES).stream()
                .map(file -> file.getFileName().toString())
                .filter(name -> name.matches("dispenser-telemetry[-_].*"))
                .toList();
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }
}
