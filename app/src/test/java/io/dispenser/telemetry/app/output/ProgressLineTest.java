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
        on(new Terminal(60, true, false, true))
                .update(0.5, List.of("10/20 s", "5 rows", "a table of a very long name"));
        assertThat(shown()).isEqualTo("\r\r[==========>         ] 10/20 s · 5 rows · a table of a ver…");
    }

    @Test
    void theBarGivesWayToTheWords() {
        on(new Terminal(50, true, false, true)).update(0.5, List.of("10/20 s", "5 rows"));
        assertThat(shown()).isEqualTo("\r\r[=====>    ] 10/20 s · 5 rows");

        bytes.reset();
        on(new Terminal(20, true, false, false)).update(0.5, List.of("10/20 s", "5 rows of a table"));
        assertThat(shown()).isEqualTo("\r\r10/20 s, 5 rows o..");
    }

    @Test
    void whatIsShownAlreadyIsNotWrittenAgain() {
        ProgressLine progress = on(new Terminal(80, true, false, true));

        progress.busy(List.of("looking"));
        progress.busy(List.of("looking"));

        assertThat(shown()).isEqualTo("\r\rlooking");
    }

    @Test
    void foreignTextCanNotMoveTheCursor() {
        on(new Terminal(80, true, false, true)).busy(List.of("a\u001B[2Jb\nc"));

        assertThat(shown()).isEqualTo("\r\ra\\u001b[2Jb\\nc");
    }

    @Test
    void aLineThatATerminalHasBrokenIsLeftAndGoesOnBelow() {
        ProgressLine progress = on(new Terminal(80, true, false, false));

        progress.update(0.5, List.of("10/20 s", "5 rows"));
        progress.resized(100);
        progress.resized(30);
        progress.update(0.75, List.of("15/20 s", "7 rows"));

        assertThat(shown())
                .isEqualTo("\r\r[==========>         ] 10/20 s, 5 rows"
                        + "\n\r\r[==========>         ] 10/2.."
                        + "\r" + " ".repeat(29) + "\r15/20 s, 7 rows");
    }

    @Test
    void othersWriteAboveIt() {
        ProgressLine progress = on(new Terminal(80, true, false, true));

        progress.aside(() -> out.println("nothing is shown yet"));
        progress.busy(List.of("looking"));
        progress.aside(() -> out.println("a line of the log"));

        assertThat(shown()).isEqualTo("nothing is shown yet\n\r\rlooking\r       \ra line of the log\n\r\rlooking");
    }

    @Test
    void atTheEndNothingIsLeftAndNothingComes() {
        ProgressLine progress = on(new Terminal(80, true, false, true));

        progress.busy(List.of("looking"));
        progress.close();
        progress.update(0.5, List.of("late"));

        assertThat(shown()).isEqualTo("\r\rlooking\r       \r");
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
