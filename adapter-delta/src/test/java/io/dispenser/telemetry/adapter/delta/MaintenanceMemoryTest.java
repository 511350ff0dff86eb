package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
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
        assertThat(run("compact", "4000", "50")).contains("compacted 4003 to 1 rows 200000 rewritten 400000");
    }

    @Test
    void aTableOfAHundredThousandLiveFilesGetsItsCheckpoints() throws Exception {
        assertThat(run("checkpoint", "100000")).contains("checkpoints 100 200 files 100100");
    }

    private String run(String what, String... numbers) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                MaintenanceMemory.class.getName(),
                what,
                directory.toString()));
        command.addAll(List.of(numbers));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed;
    }
}
