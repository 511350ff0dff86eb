package io.dispenser.telemetry.adapter.delta.maintenance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.adapter.delta.parquet.FileColumn;
import io.dispenser.telemetry.core.table.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rows come out as they went in, and in the order that a plain sort of them gives. */
class SortBufferTest {

    private static final List<FileColumn> COLUMNS = List.of(
            new FileColumn("number", ColumnType.INTEGER, false),
            new FileColumn("text", ColumnType.STRING, true),
            new FileColumn("share", ColumnType.DOUBLE, true),
            new FileColumn("truth", ColumnType.BOOLEAN, true),
            new FileColumn("day", ColumnType.DATE, true),
            new FileColumn("timestamp", ColumnType.TIMESTAMP, true),
            new FileColumn("count", ColumnType.LONG, true));

    @Test
    void anyRowsAreSortedAsObjectsWouldBe() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (String columns : List.of("text,timestamp", "share,text", "truth,day,count", "timestamp")) {
            RowOrder order = RowOrder.of(Map.of("dispenser.sortBy", columns), COLUMNS);
            List<@Nullable Object[]> plain = new ArrayList<>();
            SortBuffer buffer = new SortBuffer(COLUMNS, order);
            int size = random.nextInt(10_000);
            for (int number = 0; number < size; number++) {
                @Nullable Object[] row = row(number, random);
                plain.add(row);
                buffer.add(row);
            }
            plain.sort(order);

            List<@Nullable Object[]> sorted = new ArrayList<>();
            buffer.sorted(row -> sorted.add(row.clone()));

            assertThat(sorted).as("seed %d, by %s", seed, columns).hasSize(size);
            for (int i = 0; i < size; i++) {
                assertThat(sorted.get(i))
                        .as("seed %d, by %s, row %d", seed, columns, i)
                        .isEqualTo(plain.get(i));
            }
        }
    }

    @Test
    void aRowTakesEightBytesForANumberAndFourForAText() {
        SortBuffer buffer = new SortBuffer(COLUMNS, RowOrder.of(Map.of(), COLUMNS));
        buffer.add(row(0, new Random(0)));

        assertThat(buffer.size()).isEqualTo(1);
        assertThat(buffer.bytes()).isEqualTo(6 * 8 + 4 + 8);
    }

    /** Few different values, so that many rows are alike in what they are sorted by. */
    private static @Nullable Object[] row(int number, Random random) {
        return new @Nullable Object[] {
            number,
            orNull(random, ("text " + (char) ('Y' + random.nextInt(200))).getBytes(UTF_8)),
            orNull(random, random.nextInt(4) == 0 ? Double.NaN : random.nextInt(9) - 4.5),
            orNull(random, random.nextBoolean()),
            orNull(random, random.nextInt(5) - 2),
            orNull(random, random.nextLong() % 50),
            orNull(random, random.nextLong())
        };
    }

    private static @Nullable Object orNull(Random random, Object value) {
        return random.nextInt(8) == 0 ? null : value;
    }
}
