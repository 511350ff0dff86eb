package io.dispenser.telemetry.app.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is concluded from the environment. */
class TerminalTest {

    @ParameterizedTest
    @CsvSource({
        "'', true, 80",
        "'', false, 10000",
        "100, true, 100",
        "100, false, 100",
        "0, true, 80",
        "19, true, 80",
        "99999, true, 80",
        "-5, true, 80",
        "wide, true, 80",
        "99999999999, true, 80"
    })
    void width(String columns, boolean isTerminal, int expected) {
        assertThat(Terminal.of(Map.of("COLUMNS", columns), isTerminal, StandardCharsets.UTF_8)
                        .width())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "true, '', xterm, true, true",
        "true, 1, xterm, true, false",
        "true, '', dumb, false, false",
        "false, '', xterm, false, false",
    })
    void colours(boolean isTerminal, String noColor, String term, boolean interactive, boolean colours) {
        Terminal terminal = Terminal.of(Map.of("NO_COLOR", noColor, "TERM", term), isTerminal, StandardCharsets.UTF_8);

        assertThat(terminal.interactive()).isEqualTo(interactive);
        assertThat(terminal.colours()).isEqualTo(colours);
        assertThat(terminal.styled(Terminal.Style.RED, "x")).isEqualTo(colours ? "\u001B[31mx\u001B[0m" : "x");
    }

    @Test
    void unicodeIsAQuestionOfTheCharset() {
        assertThat(Terminal.of(Map.of(), true, StandardCharsets.UTF_8).unicode())
                .isTrue();
        assertThat(Terminal.of(Map.of(), true, StandardCharsets.ISO_8859_1).unicode())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "true, xterm, UTF-8, BLOCKS",
        "true, '', UTF-8, BLOCKS",
        "true, xterm, US-ASCII, ASCII",
        "true, xterm, ISO-8859-1, ASCII",
        "true, linux, UTF-8, ASCII",
        "true, dumb, UTF-8, NONE",
        "false, xterm, UTF-8, NONE",
    })
    void sparks(boolean isTerminal, String term, Charset charset, Terminal.Sparks expected) {
        assertThat(Terminal.of(Map.of("TERM", term), isTerminal, charset).sparks())
                .isEqualTo(expected);
    }

    @Test
    void theTestsOwnOutputIsNoTerminal() {
        assertThat(Terminal.detect().interactive()).isFalse();
        assertThat(Terminal.detect().colours()).isFalse();
    }
}
