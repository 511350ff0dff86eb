package io.dispenser.telemetry.app.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolPlaceTest {

    @TempDir
    private Path folder;

    @Test
    void whatTheConfigurationSaysIsTaken() {
        SpoolPlace place = place(Optional.of(folder.resolve("mine")), folder.resolve("system"));
        assertThat(place.forWriting()).isEqualTo(folder.resolve("mine"));
        assertThat(place.forReading(SpoolPlaceTest::nobody)).isEqualTo(folder.resolve("mine"));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void theSystemsPlaceIsTakenWhereItCanBeMade() {
        SpoolPlace place = place(Optional.empty(), folder.resolve("system/spool"));
        assertThat(place.forReading(SpoolPlaceTest::nobody)).isEqualTo(folder.resolve("system/spool"));
        assertThat(folder).isEmptyDirectory();
        assertThat(place.forWriting()).isEqualTo(folder.resolve("system/spool")).isDirectory();
        assertThat(place.forReading(SpoolPlaceTest::nobody)).isEqualTo(folder.resolve("system/spool"));
    }

    @Test
    void elseItIsBesideTheConfiguration() throws IOException {
        Files.writeString(folder.resolve("file"), "in the way");
        SpoolPlace place = place(Optional.empty(), folder.resolve("file/spool"));
        Path own = folder.resolve("etc/.dispenser/telemetry/spool");
        assertThat(place.planned()).isEqualTo(own);
        assertThat(place.forWriting()).isEqualTo(own);
        assertThat(place.forReading(SpoolPlaceTest::nobody)).isEqualTo(own);
    }

    @Test
    void whoLooksFindsTheAgentOfAnotherUser() throws IOException {
        Path system = folder.resolve("system/spool");
        Path own = folder.resolve("etc/.dispenser/telemetry/spool");
        SpoolPlace place = place(Optional.empty(), system);
        assertThat(place.forReading(own::equals)).isEqualTo(own);
        Files.createDirectories(own);
        assertThat(place.forReading(SpoolPlaceTest::nobody)).isEqualTo(own);
        Files.createDirectories(system);
        assertThat(place.forReading(SpoolPlaceTest::nobody)).isEqualTo(system);
        assertThat(place.forReading(own::equals)).isEqualTo(own);
    }

    private static boolean nobody(Path directory) {
        return false;
    }

    private SpoolPlace place(Optional<Path> configured, Path system) {
        return new SpoolPlace(configured, folder.resolve("etc/dispenser.toml"), system);
    }
}
