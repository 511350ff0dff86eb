package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The largest operations stay within 128 MB, in a JVM that has no more. */
class MaintenanceMemoryTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Test
    void aDayOfTwoHundredThousandRowsInThousandsOfFilesIsCompacted() throws Exception {
        assertThat(run("compact", directory, "2500", "80")).contains("to 1 rows 200000 rewritten 400000");
    }

    @Test
    void aTableOfAHundredThousandLiveFilesGetsItsCheckpoints() throws Exception {
        assertThat(run("checkpoint", directory, "100000")).contains("checkpoints 100 200 files 100100");
    }

    private static String run(Object... arguments) throws Exception {
        return ForkedJvm.start(List.of("-Xmx128m"), MaintenanceMemory.class, arguments)
                .printed();
    }
}
