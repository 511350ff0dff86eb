package io.dispenser.telemetry.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.app.command.process.ExitCode;
import io.dispenser.telemetry.app.logging.CapturedLines;
import io.dispenser.telemetry.app.storage.ThirdPartyAdapter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator sees of storage adapters in folders, on tables that an adapter of somebody else serves. */
class AdapterFoldersTest {

    @TempDir
    private Path folder;

    private final CalledProgram program = new CalledProgram();

    @BeforeEach
    void configure() throws IOException {
        Files.writeString(folder.resolve("dispenser.toml"), """
                [telemetry]
                enabled = true
                base_uri = "dir://lake"
                spool_dir = "spool"
                """);
    }

    @Test
    void aTableOfItsSchemeIsOpened() throws IOException {
        ThirdPartyAdapter.install(folder.resolve("adapters/dir"), "dir");
        execute("check");
        assertThat(program.out())
                .contains("ok      directory " + folder.resolve("tables/lake/status") + ", no table yet")
                .contains("; DirStorageAdapter, none needed below " + folder.resolve("tables"));
        assertThat(program.err()).isEmpty();
    }

    @Test
    void aFolderWithoutAnAdapterIsNamedInOneWarning() throws IOException {
        ThirdPartyAdapter.install(folder.resolve("adapters/dir"), "s4");
        Files.createDirectory(folder.resolve("adapters/other"));
        assertThat(execute("check")).isEqualTo(ExitCode.USAGE);
        assertThat(program.errLines())
                .hasSize(2)
                .anyMatch(line -> line.startsWith("warning: no storage adapter in " + folder.resolve("adapters/other")))
                .anyMatch(line -> line.contains("no storage adapter for scheme 'dir' (installed: file, s4); use one"));
    }

    @Test
    void theAgentTellsThatInItsLog() throws IOException {
        ThirdPartyAdapter.install(folder.resolve("adapters/dir"), "s4");
        Files.createDirectory(folder.resolve("adapters/other"));
        try (CapturedLines log = CapturedLines.begin()) {
            assertThat(execute("run")).isEqualTo(ExitCode.USAGE);
            assertThat(log.all())
                    .hasSize(2)
                    .anyMatch(line -> line.startsWith("WARN no storage adapter in " + folder.resolve("adapters/other")))
                    .anyMatch(line -> line.startsWith("ERROR ")
                            && line.contains("no storage adapter for scheme 'dir' (installed: file, s4); use one"));
        }
        assertThat(program.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "show", "tables"})
    void twoFoldersForOneSchemeEndACommandWithOneMessage(String command) throws IOException {
        ThirdPartyAdapter.install(folder.resolve("adapters/dir"), "dir");
        ThirdPartyAdapter.install(folder.resolve("adapters/dir-1.0"), "dir");
        assertThat(execute(command)).isEqualTo(ExitCode.USAGE);
        assertThat(program.errLines())
                .containsExactly("more than one storage adapter for scheme 'dir': " + folder.resolve("adapters/dir")
                        + " and " + folder.resolve("adapters/dir-1.0") + "; remove all but one");
    }

    private int execute(String command) {
        return program.execute(
                folder,
                Map.of(
                        "DIR_ROOT",
                        folder.resolve("tables").toString(),
                        "DOCKER_HOST",
                        "unix://" + folder.resolve("no-engine.sock")),
                ThirdPartyAdapter.installedIn(folder),
                command,
                "--config",
                folder.resolve("dispenser.toml").toString());
    }
}
