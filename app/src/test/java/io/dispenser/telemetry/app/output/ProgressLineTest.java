package io.dispenser.telemetry.app.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The progress of a run. */
class ProgressLineTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void aTerminalsLineIsRewritten() {
        ProgressLine progress = on(new Terminal(80, true, false, true));

        progress.update(Duration.ZERO, List.of());
        progress.update(Duration.ofSeconds(8), List.of("12 deployments", "40 status rows"));
        progress.update(Duration.ofSeconds(8), List.of());
        progress.update(Duration.ofSeconds(25), List.of("13 deployments"));
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

        progress.update(Duration.ZERO, List.of());
        progress.say("flushed");

        assertThat(shown())
                .isEqualTo("\r\r[>                   ] 0/20 s\r" + " ".repeat(29)
                        + "\rflushed\n\r\r[>                   ] 0/20 s");
    }

    @Test
    void aNarrowTerminalsLineIsCutSoThatItDoesNotWrap() {
        on(new Terminal(30, true, false, true)).update(Duration.ofSeconds(10), List.of("5 rows"));

        assertThat(shown()).isEqualTo("\r\r[==========>         ] 10/20…");
    }

    @Test
    void aLogGetsFourLines() {
        ProgressLine progress = on(new Terminal(80, false, false, false));

        for (int tenths = 0; tenths <= 210; tenths++) {
            progress.update(Duration.ofMillis(100L * tenths), List.of(tenths + " rows"));
        }
        progress.say("done");
        progress.finish();

        assertThat(shown().lines())
                .containsExactly(
                        "5/20 s, 50 rows", "10/20 s, 100 rows", "15/20 s, 150 rows", "20/20 s, 200 rows", "done");
    }

    @Test
    void aRunOfNoLengthIsRefused() {
        assertThatThrownBy(() -> new ProgressLine(out, new Terminal(80, false, false, true), Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private ProgressLine on(Terminal terminal) {
        return new ProgressLine(out, terminal, Duration.ofSeconds(20));
    }

    private String shown() {
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
