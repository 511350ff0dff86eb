package io.dispenser.telemetry.app.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The progress of a run. */
class ProgressLineTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void aTerminalsLineIsRewritten() {
        ProgressLine progress = on(new Terminal(80, true, false, true));

        progress.update(0, List.of("0/20 s"));
        progress.update(0.4, List.of("8/20 s", "12 deployments", "40 status rows"));
        progress.update(0.4, List.of("8/20 s"));
        progress.update(1.25, List.of("20/20 s", "13 deployments"));
        progress.finish();
        progress.finish();

        assertThat(shown())
                .isEqualTo("\r\r[>                   ] 0/20 s"
                        + "\r" + " ".repeat(29) + "\r[========>           ] 8/20 s · 12 deployments · 40 status rows"
                        + "\r" + " ".repeat(63) + "\r[========>           ] 8/20 s"
                        + "\r" + " ".repeat(29) + "\r[====================] 20/20 s · 13 deployments\n");
    }

    @Test
    void aLineCanBeSaidAboveTheProgress() {
        ProgressLine progress = on(new Terminal(80, true, false, true));

        progress.update(0, List.of("0/20 s"));
        progress.say("flushed");

        assertThat(shown())
                .isEqualTo("\r\r[>                   ] 0/20 s\r" + " ".repeat(29)
                        + "\rflushed\n\r\r[>                   ] 0/20 s");
    }

    @Test
    void aNarrowTerminalsLineIsCutSoThatItDoesNotWrap() {
        on(new Terminal(30, true, false, true)).update(0.5, List.of("10/20 s", "5 rows"));

        assertThat(shown()).isEqualTo("\r\r[==========>         ] 10/20…");
    }

    @Test
    void aLogGetsFourLines() {
        ProgressLine progress = on(new Terminal(80, false, false, false));

        for (int tenths = 0; tenths <= 210; tenths++) {
            progress.update(tenths / 200.0, List.of(tenths + " rows"));
        }
        progress.say("done");
        progress.finish();

        assertThat(shown().lines()).containsExactly("50 rows", "100 rows", "150 rows", "200 rows", "done");
    }

    @Test
    void aLineCanBeTakenAway() {
        ProgressLine progress = on(new Terminal(80, true, false, true));

        progress.update(0.5, List.of("5 files"));
        progress.clear();
        progress.clear();

        assertThat(shown()).isEqualTo("\r\r[==========>         ] 5 files\r" + " ".repeat(30) + "\r");
    }

    private ProgressLine on(Terminal terminal) {
        return new ProgressLine(out, terminal);
    }

    private String shown() {
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
