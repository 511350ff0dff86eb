package io.dispenser.telemetry.app.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Numbers over time, in less room. */
class SeriesTest {

    @Test
    void thereIsRoomForEach() {
        Series series = series(Series.Joined.MEAN, 1L, null, 3L);
        assertThat(series.within(3)).isSameAs(series);
        assertThat(series(Series.Joined.MEAN).within(1).values()).isEmpty();
    }

    @Test
    void theNewestAreWholeAndTheFirstMayBeOfFewer() {
        assertThat(series(Series.Joined.MEAN, 100L, 1L, 3L, 5L, 7L).within(3).values())
                .containsExactly(100L, 2L, 6L);
        assertThat(series(Series.Joined.PEAK, 100L, 1L, 3L, 5L, 7L).within(3).values())
                .containsExactly(100L, 3L, 7L);
    }

    @Test
    void littleIsNotNothingAndUnknownIsNotZero() {
        assertThat(series(Series.Joined.MEAN, 0L, 1L, 0L, 0L, null, null, null, 4L)
                        .within(4)
                        .values())
                .containsExactly(1L, 0L, null, 4L);
    }

    @Test
    void anyNumberFitsIntoAnyRoom() {
        List<Long> hour = LongStream.range(0, 60).boxed().toList();
        for (int most = 1; most <= 70; most++) {
            List<@Nullable Long> fitted =
                    new Series(hour, Series.Joined.PEAK).within(most).values();
            assertThat(fitted).hasSizeBetween(1, most).last().isEqualTo(59L);
            assertThat(fitted).isSorted();
        }
        assertThatIllegalArgumentException().isThrownBy(() -> new Series(hour, Series.Joined.PEAK).within(0));
    }

    @Test
    void largeCountsDoNotOverflow() {
        List<Long> many = Collections.nCopies(4, 1L << 60);
        assertThat(new Series(many, Series.Joined.MEAN).within(1).values()).containsExactly(1L << 60);
    }

    private static Series series(Series.Joined joined, @Nullable Long... values) {
        return new Series(Arrays.asList(values), joined);
    }
}
