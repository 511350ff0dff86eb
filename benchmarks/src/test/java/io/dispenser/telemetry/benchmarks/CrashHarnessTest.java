package io.dispenser.telemetry.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of the trial: each fail point once, and some kills at any moment. The long form is {@link CrashHarness}. */
class CrashHarnessTest {

    private static final int KILLS_AT_ANY_MOMENT = 5;
    private static final int MORE_ROUNDS = 4;

    @Test
    void whateverIsKilledWhereverTheTableHoldsEveryAcknowledgedEventOnce(@TempDir Path folder) throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        List<FailPoint> points = new ArrayList<>(Arrays.asList(FailPoint.values()));
        points.removeIf(point -> point == FailPoint.AFTER_CREATION || point.isInGroup());
        points.addAll(Collections.nCopies(KILLS_AT_ANY_MOMENT - 1, FailPoint.ANY));
        Collections.shuffle(points, random);
        Path table = folder.resolve("table");
        try (KilledPipeline pipeline = new KilledPipeline(folder, table, false, 0, random.nextLong())) {
            pipeline.killAt(FailPoint.AFTER_CREATION);
            for (FailPoint point : points) {
                pipeline.killAt(point);
            }
            // A process that is slow to get to its point is killed before it: once more, then.
            for (int round = 0; round < MORE_ROUNDS; round++) {
                for (FailPoint point : stoppable()) {
                    if (!pipeline.stops().containsKey(point)) {
                        pipeline.killAt(point);
                    }
                }
            }
            pipeline.endInOrder(500);

            TableAudit audit = TableAudit.of(table, pipeline.log());
            System.out.println(pipeline.kills() + " kills, " + pipeline.powerCuts() + " power cuts, "
                    + pipeline.log().acknowledged() + " acked, " + audit.rows() + " rows, version " + audit.version());
            assertThat(audit.problems()).as("seed %d", seed).isEmpty();
            assertThat(pipeline.log().failures()).as("seed %d", seed).isEmpty();
            assertThat(audit.rows())
                    .as("seed %d", seed)
                    .isGreaterThanOrEqualTo(pipeline.log().acknowledged());
            assertThat(pipeline.kills()).isGreaterThanOrEqualTo(20);
            assertThat(pipeline.stops().keySet())
                    .as("fail points that were reached, seed %d", seed)
                    .contains(stoppable());
        }
    }

    private static FailPoint[] stoppable() {
        return Arrays.stream(FailPoint.values())
                .filter(point -> point != FailPoint.ANY && !point.isInGroup())
                .toArray(FailPoint[]::new);
    }
}
