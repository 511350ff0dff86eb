package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The largest operations stay within 128 MB, in a JVM that has no more. It takes two minutes, so the gate does without it. */
@EnabledIfSystemProperty(named = "telemetry.test.long", matches = "true")
class MaintenanceMemoryTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Test
    void aDayOfTwoHundredThousandRowsInThousandsOfFilesIsCompacted() throws Exception {
        String printed = run("compact", directory, "2500", "80");
        Matcher report = Pattern.compile("to 1 rows 200000 rewritten (\\d+)").matcher(printed);
        assertThat(report.find()).as(printed).isTrue();
        // A thousand files, another thousand and five hundred are sorted; then the three runs become one file.
        assertThat(Long.parseLong(report.group(1))).isEqualTo(200_000 + 200_000);
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
