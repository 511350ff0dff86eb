package io.dispenser.telemetry.adapter.delta.parquet;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.delta.kernel.expressions.Literal;
import io.dispenser.telemetry.core.table.ColumnType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ColumnStatisticsTest {

    @Test
    void shortStringsAreTheirOwnBounds() {
        ColumnStatistics names = strings("web", "api", "worker");

        assertThat(value(names.min())).isEqualTo("api");
        assertThat(value(names.max())).isEqualTo("worker");
        assertThat(names.nulls()).isZero();
    }

    @Test
    void longStringsAreCutAndTheMaximumIsRoundedUp() {
        ColumnStatistics output = strings("a".repeat(40), "b".repeat(40));

        assertThat(value(output.min())).isEqualTo("a".repeat(32));
        assertThat(value(output.max())).isEqualTo("b".repeat(31) + "c");
    }

    @Test
    void codePointsAreNeverCutInTwo() {
        String box = "\uD83D\uDCE6";
        ColumnStatistics output = strings(box.repeat(40));

        assertThat(value(output.min())).isEqualTo(box.repeat(32));
        assertThat(value(output.max())).isEqualTo(box.repeat(31) + "\uD83D\uDCE7");
    }

    @Test
    void theLastCodePointCanNotBeRoundedUp() {
        String last = new String(Character.toChars(Character.MAX_CODE_POINT));

        assertThat(ColumnStatistics.cutAndRoundedUp("x" + last.repeat(40))).isEqualTo("y");
        assertThat(ColumnStatistics.cutAndRoundedUp(last.repeat(40))).isNull();
        assertThat(ColumnStatistics.cutAndRoundedUp("\uD7FF".repeat(40))).isEqualTo("\uD7FF".repeat(31) + "\uE000");
    }

    @Test
    void boundsEncloseEveryStringInTheOrderOfItsBytes() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            String[] texts = new String[10];
            Arrays.setAll(texts, i -> text(random));
            ColumnStatistics statistics = strings(texts);
            byte[] max = utf8(value(statistics.max()));
            byte[] min = utf8(value(statistics.min()));
            assertThat(texts).as("seed %s", seed).allSatisfy(text -> {
                assertThat(Arrays.compareUnsigned(min, utf8(text))).isLessThanOrEqualTo(0);
                assertThat(Arrays.compareUnsigned(utf8(text), max)).isLessThanOrEqualTo(0);
            });
        }
    }

    @Test
    void timestampsAreBoundedInMilliseconds() {
        ColumnStatistics times = of(ColumnType.TIMESTAMP, 1_000_001L, 1_999_001L, 1_500_000L);
        ColumnStatistics early = of(ColumnType.TIMESTAMP, -1_500L);

        assertThat(value(times.min())).isEqualTo(1_000_000L);
        assertThat(value(times.max())).isEqualTo(2_000_000L);
        assertThat(value(early.min())).isEqualTo(-2_000L);
        assertThat(value(early.max())).isEqualTo(-1_000L);
    }

    @Test
    void nullsAreCountedAndBoundNothing() {
        ColumnStatistics codes = of(ColumnType.INTEGER, null, 3, null, -1);
        ColumnStatistics nothing = of(ColumnType.INTEGER, null, null);

        assertThat(codes.nulls()).isEqualTo(2);
        assertThat(value(codes.min())).isEqualTo(-1);
        assertThat(value(codes.max())).isEqualTo(3);
        assertThat(nothing.nulls()).isEqualTo(2);
        assertThat(nothing.min()).isNull();
        assertThat(nothing.max()).isNull();
    }

    @Test
    void aNaNHasNoBounds() {
        ColumnStatistics numbers = of(ColumnType.DOUBLE, 1.0, Double.NaN, 2.0);

        assertThat(numbers.min()).isNull();
        assertThat(numbers.max()).isNull();
    }

    @Test
    void falseIsLessThanTrue() {
        ColumnStatistics both = of(ColumnType.BOOLEAN, true, false, null);
        ColumnStatistics one = of(ColumnType.BOOLEAN, true, true);

        assertThat(value(both.min())).isEqualTo(false);
        assertThat(value(both.max())).isEqualTo(true);
        assertThat(both.nulls()).isEqualTo(1);
        assertThat(value(one.min())).isEqualTo(true);
        assertThat(value(one.max())).isEqualTo(true);
    }

    private static String text(Random random) {
        int[] points = random.ints(random.nextInt(60), 0, Character.MAX_CODE_POINT + 1)
                .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
                .map(point -> random.nextInt(4) == 0 ? point : 'a' + point % 3)
                .toArray();
        return new String(points, 0, points.length);
    }

    private static ColumnStatistics strings(String... texts) {
        return of(ColumnType.STRING, (Object[])
                Arrays.stream(texts).map(ColumnStatisticsTest::utf8).toArray(byte[][]::new));
    }

    private static ColumnStatistics of(ColumnType type, @Nullable Object... values) {
        ColumnStatistics statistics = new ColumnStatistics(type);
        for (Object value : values) {
            if (value == null) {
                statistics.addNulls(1);
            } else {
                statistics.add(value);
            }
        }
        return statistics;
    }

    private static byte[] utf8(Object text) {
        return ((String) text).getBytes(StandardCharsets.UTF_8);
    }

    private static Object value(@Nullable Literal literal) {
        return requireNonNull(requireNonNull(literal).getValue());
    }
}
