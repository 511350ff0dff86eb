package io.dispenser.telemetry.app.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines are broken between words. */
class WrappedTextTest {

    @Test
    void whatFitsIsLeftAlone() {
        assertThat(WrappedText.lines("  two  words ", 13, 2)).containsExactly("  two  words ");
    }

    @Test
    void wordsGoToTheNextLineWhichIsSetIn() {
        assertThat(WrappedText.lines("FAILED  the table can't be written", 18, 2))
                .containsExactly("FAILED  the table", "  can't be written");
    }

    @Test
    void aLongWordIsLeftWhole() {
        assertThat(WrappedText.lines("see file:///var/lib/tables/status please", 16, 4))
                .containsExactly("see", "    file:///var/lib/tables/status", "    please");
    }

    @Test
    void wideCharactersCountTwice() {
        assertThat(WrappedText.lines("健康 診断 健康", 9, 0)).containsExactly("健康 診断", "健康");
    }

    @Test
    void noLineIsWiderThanItsWordsAsk() {
        String text = "a bb ccc dddd eeeee ffffff";
        for (int width = 12; width < 30; width++) {
            List<String> lines = WrappedText.lines(text, width, 6);
            int most = width;
            assertThat(lines).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(most));
            assertThat(String.join(" ", lines).replaceAll(" +", " ")).isEqualTo(text);
        }
    }
}
