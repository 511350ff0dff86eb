package io.dispenser.telemetry.app.command.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.app.output.ProgressLine;
import io.dispenser.telemetry.app.output.Terminal;
import io.dispenser.telemetry.testkit.ManualTicker;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a terminal shows while tables are read for a report. */
class ReadingProgressTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ManualTicker ticker = new ManualTicker();

    @Test
    void percentRowsAndTimeLeft() {
        ReadingProgress progress = on(new Terminal(80, true, false, true));
        progress.begin("status");
        assertThat(line()).isEqualTo("status · looking for its files");

        ticker.advance(Duration.ofSeconds(10));
        progress.read("status", 0.25, 6_570_000);
        assertThat(line()).isEqualTo("[=====>              ] 25 % · status · 6570000 rows · about 30 s left");

        progress.read("status", 1, 26_280_000);
        assertThat(line()).isEqualTo("[====================] 100 % · status · 26280000 rows");
        progress.making();
        assertThat(line()).isEqualTo("making the page");
        progress.finish();
        assertThat(line()).isEmpty();
    }

    @Test
    void itIsDrawnSomeTimesASecondAndKeepsWithinTheTerminal() {
        ReadingProgress progress = on(new Terminal(30, true, false, true));
        progress.begin("dispenser-container-status");
        int before = bytes.size();
        for (int part = 0; part < 5_000; part++) {
            progress.read("dispenser-container-status", part / 5_000.0, part);
        }
        assertThat(line()).isEqualTo("0 % · dispenser-container-st…");
        assertThat(bytes.size() - before).as("a line's worth").isLessThan(120);
    }

    @Test
    void aLogIsSpared() {
        ReadingProgress progress = on(new Terminal(10_000, false, false, true));
        progress.begin("status");
        progress.read("status", 1, 5);
        progress.making();
        progress.finish();
        assertThat(bytes.size()).isZero();
    }

    private ReadingProgress on(Terminal terminal) {
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        return new ReadingProgress(new ProgressLine(out, terminal), terminal.interactive(), ticker);
    }

    /** What stands in the line after the last return to its begin. */
    private String line() {
        String all = bytes.toString(StandardCharsets.UTF_8);
        return all.substring(all.lastIndexOf('\r') + 1);
    }
}
