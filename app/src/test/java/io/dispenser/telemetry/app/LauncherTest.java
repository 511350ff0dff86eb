package io.dispenser.telemetry.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The checkout's launcher, in a checkout whose build takes no time and whose Java tells what it was asked to run. */
class LauncherTest {

    private static final String BUILDING = "dispenser-telemetry: building; the first time this takes some minutes";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Path checkout;

    @BeforeEach
    void make() throws IOException {
        checkout = Files.createDirectories(folder.resolve("checkout"));
        Files.copy(Path.of("../dispenser-telemetry"), checkout.resolve("dispenser-telemetry"));
        executable(checkout.resolve("dispenser-telemetry"));
        Path packed = checkout.resolve("app/src/main/distribution/bin/dispenser-telemetry");
        Files.createDirectories(packed.getParent());
        Files.copy(Path.of("src/main/distribution/bin/dispenser-telemetry"), packed);
        executable(packed);
        script(checkout.resolve("mvnw"), """
                echo once >>builds
                [ ! -e broken ] || { echo the compiler says no; exit 1; }
                mkdir -p app/target/dispenser-telemetry/lib
                cp -R app/src/main/distribution/. app/target/dispenser-telemetry/
                cp pom.xml app/target/dispenser-telemetry/lib/
                """);
        script(folder.resolve("jdk/bin/javac"), "");
        script(folder.resolve("jdk/bin/java"), """
                for argument; do case $argument in -Ddispenser.telemetry.home=*) home=${argument#*=} ;; esac; done
                echo "$home $(cat "$home/lib/pom.xml")"
                """);
        change("one");
    }

    @Test
    void itBuildsWhenTheSourcesAreNewerAndNotElse() throws Exception {
        assertThat(launch().err()).isEqualTo(BUILDING);
        assertThat(launch().err()).isEmpty();
        change("two");
        Output second = launch();
        assertThat(second.err()).isEqualTo(BUILDING);
        assertThat(second.out()).endsWith(" two");
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void itWorksThroughLinksFromAnyDirectory() throws Exception {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        Files.createSymbolicLink(bin.resolve("relative"), Path.of("../checkout/dispenser-telemetry"));
        Files.createSymbolicLink(bin.resolve("absolute"), bin.resolve("relative"));
        assertThat(run(elsewhere, bin.resolve("absolute").toString()).out()).endsWith(" one");
        assertThat(run(bin, "./relative").out()).endsWith(" one");
        assertThat(run(checkout, "sh", "dispenser-telemetry").out()).endsWith(" one");
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void aFailedBuildLeavesTheProgramAsItWas() throws Exception {
        launch();
        change("two");
        Files.createFile(checkout.resolve("broken"));
        Output failed = launch();
        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.err())
                .contains("the compiler says no")
                .contains("the program of the last build is as it was; DISPENSER_TELEMETRY_BUILD=no runs it")
                .endsWith("the build failed; it printed the above");
        Output old = run(checkout, "env", "DISPENSER_TELEMETRY_BUILD=no", "./dispenser-telemetry");
        assertThat(old.out()).endsWith(" one");
        Files.delete(checkout.resolve("broken"));
        assertThat(launch().out()).endsWith(" two");
    }

    @Test
    void anAgentThatRunsKeepsItsJarsWhenTheProgramIsBuiltAnew() throws Exception {
        Path running = home(launch());
        change("two");
        Path next = home(launch());
        assertThat(next).isNotEqualTo(running);
        assertThat(running.resolve("lib/pom.xml")).hasContent("one");
        change("three");
        Path last = home(launch());
        try (Stream<Path> programs = Files.list(checkout.resolve("target/programs"))) {
            assertThat(programs.filter(Files::isDirectory).filter(each -> !Files.isSymbolicLink(each)))
                    .as("the last one and the one before")
                    .containsExactlyInAnyOrder(next, last);
        }
    }

    @Test
    void twoThatStartAtOnceBuildOnce() throws Exception {
        List<Process> started = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            started.add(start(checkout, List.of("./dispenser-telemetry")));
        }
        for (Process process : started) {
            assertThat(output(process).out()).endsWith(" one");
        }
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void theLockOfALauncherThatWasKilledIsNone() throws Exception {
        Path lock = Files.createDirectories(checkout.resolve("target/programs/.lock"));
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        Files.writeString(lock.resolve("pid"), gone.pid() + "\n");
        assertThat(launch().out()).endsWith(" one");
    }

    @Test
    void withoutAProgramItSaysWhatToDo() throws Exception {
        Output output = run(checkout, "env", "DISPENSER_TELEMETRY_BUILD=no", "./dispenser-telemetry");
        assertThat(output.exitCode()).isEqualTo(1);
        assertThat(output.err())
                .isEqualTo("dispenser-telemetry: the program was not built yet; leave DISPENSER_TELEMETRY_BUILD out");
    }

    @Test
    void withoutACompilerItSaysWhatToDo() throws Exception {
        Files.delete(folder.resolve("jdk/bin/javac"));
        Output output = launch();
        assertThat(output.exitCode()).isEqualTo(1);
        assertThat(output.err()).endsWith("no compiler found; install a JDK 17 or newer, or point JAVA_HOME at one");
        assertThat(checkout.resolve("builds")).doesNotExist();
    }

    private record Output(int exitCode, String out, String err) {}

    /** Somebody edits a source, some days after the last build: the clocks of file systems are coarse. */
    private void change(String content) throws IOException {
        Path pom = Files.writeString(checkout.resolve("pom.xml"), content);
        Files.setLastModifiedTime(pom, FileTime.from(Instant.parse("2026-03-03T00:00:00Z")));
        Path stamp = checkout.resolve("target/programs/current/built");
        if (Files.exists(stamp)) {
            Files.setLastModifiedTime(stamp, FileTime.from(Instant.parse("2026-03-01T00:00:00Z")));
        }
    }

    private long builds() throws IOException {
        return Files.readAllLines(checkout.resolve("builds")).size();
    }

    private static Path home(Output output) {
        return Path.of(output.out().substring(0, output.out().lastIndexOf(' ')));
    }

    private Output launch() throws Exception {
        return run(checkout, "./dispenser-telemetry");
    }

    private Output run(Path directory, String... command) throws Exception {
        return output(start(directory, List.of(command)));
    }

    private Process start(Path directory, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
        return builder.start();
    }

    private static Output output(Process process) throws Exception {
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
        return new Output(process.waitFor(), out.strip(), err.strip());
    }

    private static void script(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + text);
        executable(file);
    }

    private static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
