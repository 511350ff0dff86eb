package io.dispenser.telemetry.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher of the packages, beside a program without jars; the Java that it finds tells what it was asked to run. */
class LauncherCheck {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Path home;

    @SuppressWarnings("NullAway.Init")
    private Path launcher;

    @BeforeEach
    void install() throws IOException {
        folder = folder.toRealPath();
        home = folder.resolve("usr/lib/dispenser-telemetry");
        launcher = home.resolve("bin/dispenser-telemetry");
        Files.createDirectories(launcher.getParent());
        Files.copy(Path.of("../app/src/main/distribution/bin/dispenser-telemetry"), launcher);
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void itTakesTheRuntimeThatCameWithIt() throws Exception {
        Path java = java(home.resolve("runtime"), "25.0.3");
        java(folder.resolve("jdk"), "17.0.15");
        Shell.Result started = launch("JAVA_HOME=" + folder.resolve("jdk"), launcher.toString(), "check", "two words");
        assertThat(started.out())
                .startsWith(java + " --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED"
                        + " -XX:TrimNativeHeapInterval=60000 ")
                .endsWith(" -Dguice_bytecode_gen_option=DISABLED -Ddispenser.telemetry.home=" + home
                        + " io.dispenser.telemetry.app.Main check two words")
                .doesNotContain(".jsa");
        assertThat(started.err()).isEmpty();
    }

    @Test
    void itsClassesAreMappedForAClassPathInOneOrder() throws Exception {
        java(home.resolve("runtime"), "25.0.3");
        Path archive = Files.createDirectories(home.resolve("runtime/lib")).resolve("dispenser-telemetry.jsa");
        Files.createFile(archive);
        Files.createDirectories(home.resolve("lib"));
        for (String jar : List.of("b.jar", "a.jar", "B.jar")) {
            Files.createFile(home.resolve("lib").resolve(jar));
        }
        for (String locale : List.of("C", "C.UTF-8", "en_US.UTF-8")) {
            assertThat(launch("LC_ALL=" + locale, "PRINT_CLASS_PATH=yes", launcher.toString())
                            .out()
                            .lines())
                    .first()
                    .isEqualTo(home + "/lib/B.jar:" + home + "/lib/a.jar:" + home + "/lib/b.jar");
        }
        assertThat(launch(launcher.toString()).out()).contains(" -XX:SharedArchiveFile=" + archive + " ");
    }

    @Test
    void withoutOneItTakesThatOfJavaHomeAndElseThatOfThePath() throws Exception {
        Path named = java(folder.resolve("named"), "17.0.15");
        Path found = java(folder.resolve("found"), "21");
        String path = "PATH=" + found.getParent() + ":" + System.getenv("PATH");
        assertThat(launch("JAVA_HOME=" + folder.resolve("named"), path, launcher.toString())
                        .out())
                .startsWith(named + " -XX:+UseSerialGC");
        assertThat(launch("JAVA_HOME=", path, launcher.toString()).out()).startsWith(found + " ");
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("java"), found);
        assertThat(launch("PATH=" + bin + ":" + System.getenv("PATH"), launcher.toString())
                        .out())
                .as("by a link, as alternatives are")
                .startsWith(found + " ");
    }

    @Test
    void aJavaThatIsTooOldIsOneSentence() throws Exception {
        Path java = java(folder.resolve("jdk"), "11.0.2");
        assertOneSentence(
                launch("JAVA_HOME=" + folder.resolve("jdk"), launcher.toString()),
                java + " is Java 11: install Java 17 or newer, or point JAVA_HOME at one");
        Files.delete(folder.resolve("jdk/release"));
        assertOneSentence(
                launch("JAVA_HOME=" + folder.resolve("jdk"), launcher.toString()),
                java + " is Java 11: install Java 17 or newer, or point JAVA_HOME at one");
        Path ancient = java(folder.resolve("jre"), "1.8.0_402");
        assertOneSentence(
                launch("JAVA_HOME=" + folder.resolve("jre"), launcher.toString()),
                ancient + " is Java 8: install Java 17 or newer, or point JAVA_HOME at one");
    }

    @Test
    void noJavaIsOneSentence() throws Exception {
        assertOneSentence(
                launch("PATH=" + onlyTools(), launcher.toString()),
                "no Java found: install Java 17 or newer, or point JAVA_HOME at one");
        assertOneSentence(
                launch("JAVA_HOME=/nowhere", launcher.toString()),
                "there is no /nowhere/bin/java: point JAVA_HOME at a Java 17 or newer, or leave it out");
    }

    @Test
    void itWorksThroughLinksFromAnyDirectoryWithoutTput() throws Exception {
        Path java = java(home.resolve("runtime"), "25.0.3");
        Path bin = Files.createDirectories(folder.resolve("usr/bin"));
        Files.createSymbolicLink(
                bin.resolve("relative"), Path.of("../lib/dispenser-telemetry/bin/dispenser-telemetry"));
        Files.createSymbolicLink(folder.resolve("absolute"), bin.resolve("relative"));
        for (String command : List.of(
                bin.resolve("relative").toString(), folder.resolve("absolute").toString())) {
            assertThat(launch("PATH=" + onlyTools(), command).out()).startsWith(java + " ");
        }
        assertThat(Shell.run(bin, "./relative").out()).startsWith(java + " ");
        assertThat(Shell.run(home.resolve("bin"), "sh", "dispenser-telemetry").out())
                .startsWith(java + " ");
    }

    @Test
    void furtherOptionsComeLast() throws Exception {
        java(home.resolve("runtime"), "25.0.3");
        Shell.Result started = launch("DISPENSER_TELEMETRY_JAVA_OPTIONS=-Xmx1g -Da=b", launcher.toString());
        assertThat(started.out().substring(started.out().indexOf("-Xmx256m"))).contains(" -Xmx1g -Da=b ");
    }

    @Test
    void aCollectorOfTheirsStandsInForOurs() throws Exception {
        java(home.resolve("runtime"), "25.0.3");
        assertThat(launch("DISPENSER_TELEMETRY_JAVA_OPTIONS=-Xmx1g -XX:+UseG1GC", launcher.toString())
                        .out())
                .contains(" -XX:+UseG1GC ")
                .doesNotContain("UseSerialGC");
        assertThat(launch("DISPENSER_TELEMETRY_JAVA_OPTIONS=-XX:-UseGCOverheadLimit", launcher.toString())
                        .out())
                .contains(" -XX:+UseSerialGC ");
    }

    private static void assertOneSentence(Shell.Result failed, String sentence) {
        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.out()).isEmpty();
        assertThat(failed.err()).isEqualTo("dispenser-telemetry: " + sentence);
    }

    private Shell.Result launch(String... assignmentsAndCommand) throws Exception {
        List<String> command = new ArrayList<>(List.of("env", "--unset=JAVA_HOME"));
        command.addAll(List.of(assignmentsAndCommand));
        return Shell.run(Path.of("/"), command.toArray(String[]::new));
    }

    /** A directory with what every system has, and neither Java nor tput. */
    private Path onlyTools() throws IOException {
        Path tools = folder.resolve("tools");
        if (Files.notExists(tools)) {
            Files.createDirectories(tools);
            for (String tool : List.of("sh", "dirname", "readlink", "sed", "head", "cat", "env")) {
                Files.copy(Path.of("/bin", tool), tools.resolve(tool));
            }
        }
        return tools;
    }

    /** A Java that says what it was started with, and {@code version} when it is asked. */
    private static Path java(Path jdk, String version) throws IOException {
        Path java = jdk.resolve("bin/java");
        Files.createDirectories(java.getParent());
        Files.writeString(java, """
                #!/bin/sh
                if [ "$1" = -version ]; then echo 'openjdk version "%s" 2026-01-01' >&2; exit; fi
                [ -z "${PRINT_CLASS_PATH:-}" ] || echo "$CLASSPATH"
                echo "$0 $*"
                """.replace("%s", version));
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        return java;
    }
}
