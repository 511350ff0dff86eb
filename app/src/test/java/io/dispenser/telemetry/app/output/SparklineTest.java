package io.dispenser.telemetry.app.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Signs stand for numbers: an oracle of plain loops says for which. */
class SparklineTest {

    private static final String BLOCKS = "▁▂▃▄▅▆▇█";
    private static final String ASCII = "_.:-=+*#";

    @Test
    void zeroIsTheGroundAndTheLargestIsFull() {
        assertThat(blocks(0L, 1L, 7L)).isEqualTo("▁▂█");
        assertThat(blocks(0L, 0L)).isEqualTo("▁▁");
        assertThat(blocks(5L, 5L, 5L)).as("steady").isEqualTo("███");
        assertThat(blocks(1L, 1_000_000L)).as("little is not nothing").isEqualTo("▂█");
        assertThat(blocks(null, 3L, null)).as("unknown is blank").isEqualTo(" █ ");
        assertThat(blocks(Long.MAX_VALUE, Long.MAX_VALUE / 2)).isEqualTo("█▅");
        assertThat(blocks()).isEmpty();
    }

    @Test
    void asciiHasAsManySigns() {
        assertThat(Sparkline.of(Arrays.asList(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, null), Terminal.Sparks.ASCII))
                .isEqualTo(ASCII + " ");
        assertThat(Sparkline.of(List.of(1L), Terminal.Sparks.NONE)).isEmpty();
    }

    @Test
    void eachSignIsTheLeastThatReachesItsNumber() {
        Random random = new Random(20_260_301);
        for (int round = 0; round < 2_000; round++) {
            List<@Nullable Long> values = new ArrayList<>();
            int bound = 1 + random.nextInt(1_000);
            for (int i = random.nextInt(70); i > 0; i--) {
                values.add(random.nextInt(10) == 0 ? null : Long.valueOf(random.nextInt(bound)));
            }
            assertThat(Sparkline.of(values, Terminal.Sparks.BLOCKS))
                    .as("%s", values)
                    .isEqualTo(expected(values));
        }
    }

    private static String expected(List<@Nullable Long> values) {
        long largest = 0;
        for (Long value : values) {
            if (value != null && value > largest) {
                largest = value;
            }
        }
        StringBuilder line = new StringBuilder();
        for (Long value : values) {
            if (value == null) {
                line.append(' ');
                continue;
            }
            int height = 0;
            while (height * largest < 7 * value) {
                height++;
            }
            line.append(BLOCKS.charAt(height));
        }
        return line.toString();
    }

    private static String blocks(@Nullable Long... values) {
        return Sparkline.of(Arrays.asList(values), Terminal.Sparks.BLOCKS);
    }
}
