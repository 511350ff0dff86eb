package io.dispenser.telemetry.adapter.delta.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class PathSetTest {

    @Test
    void itHoldsWhatWasAddedAndNothingElse() {
        PathSet paths = new PathSet();
        assertThat(paths.mayHold("")).isFalse();
        String[] added = new String[100_000];
        for (int i = 0; i < added.length; i++) {
            added[i] = path();
            paths.add(added[i]);
        }

        assertThat(added).allMatch(paths::mayHold);
        for (int i = 0; i < added.length; i++) {
            assertThat(paths.mayHold(path())).isFalse();
        }
        paths.add("late");
        assertThat(paths.mayHold("late")).isTrue();
    }

    private static String path() {
        return "date=2026-03-01/part-" + UUID.randomUUID() + ".c000.zstd.parquet";
    }
}
