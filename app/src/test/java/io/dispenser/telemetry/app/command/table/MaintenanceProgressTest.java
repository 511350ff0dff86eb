package io.dispenser.telemetry.app.command.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.app.output.ProgressLine;
import io.dispenser.telemetry.app.output.Terminal;
import io.dispenser.telemetry.core.port.MaintenanceOperation;
import io.dispenser.telemetry.testkit.ManualTicker;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a terminal shows of maintenance. */
class MaintenanceProgressTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ManualTicker ticker = new ManualTicker();

    @Test
    void countsPercentAndTimeLeft() {
        MaintenanceProgress progress = on(new Terminal(80, true, false, true));
        progress.begin(MaintenanceOperation.COMPACT);
        assertThat(line()).isEqualTo("status optimize · looking for what there is to do");

        ticker.advance(Duration.ofSeconds(10));
        progress.progress(MaintenanceOperation.COMPACT, 25, 100);
        assertThat(line()).isEqualTo("[=====>              ] 25 % · status optimize · 25/100 files · about 30 s left");

        progress.finish();
        assertThat(line()).isEmpty();
    }

    @Test
    void itIsDrawnSomeTimesASecondAndAtTheEnd() {
        MaintenanceProgress progress = on(new Terminal(40, true, false, true));
        progress.begin(MaintenanceOperation.VACUUM);
        int before = bytes.size();
        for (int file = 0; file <= 5_000; file++) {
            progress.progress(MaintenanceOperation.VACUUM, file, 5_000);
        }
        assertThat(line()).isEqualTo("100 % · status vacuum · 5000/5000 files");
        assertThat(bytes.size() - before).as("two lines' worth").isLessThan(300);
    }

    @Test
    void aLogIsSpared() {
        MaintenanceProgress progress = on(new Terminal(10_000, false, false, true));
        progress.begin(MaintenanceOperation.VACUUM);
        progress.progress(MaintenanceOperation.VACUUM, 5, 5);
        progress.finish();
        assertThat(bytes.size()).isZero();
    }

    private MaintenanceProgress on(Terminal terminal) {
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        return new MaintenanceProgress("status", new ProgressLine(out, terminal), terminal.interactive(), ticker);
    }

    /** What stands in the line after the last return to its begin. */
    private String line() {
        String all = bytes.toString(StandardCharsets.UTF_8);
        return all.substring(all.lastIndexOf('\r') + 1);
    }
}
