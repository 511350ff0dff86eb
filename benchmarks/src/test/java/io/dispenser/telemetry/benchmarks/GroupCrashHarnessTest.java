package io.dispenser.telemetry.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fifty kills of three pipelines that hand over to one of them. The long form is {@link GroupCrashHarness}. */
class GroupCrashHarnessTest {

    private static final int KILLS = 50;

    @Test
    void whoeverIsKilledTheTableHoldsEveryAcknowledgedEventOnce(@TempDir Path folder) throws Exception {
        long seed = System.nanoTime();
        GroupCrashHarness harness = new GroupCrashHarness(folder, seed);
        try {
            harness.kill(KILLS);
            TableAudit audit = harness.audit();

            System.out.println("seed " + seed + ": " + harness.kills() + " kills, " + harness.acknowledged()
                    + " acked, " + audit.rows() + " rows, " + harness.stops());
            assertThat(audit.problems()).as("seed %d", seed).isEmpty();
            assertThat(audit.rows()).isGreaterThanOrEqualTo(harness.acknowledged());
            assertThat(harness.kills()).isGreaterThanOrEqualTo(KILLS);
            assertThat(harness.stops()).containsKey(FailPoint.GROUP_AFTER_HAND_OVER);
            assertThat(harness.stops().keySet())
                    .as("points that only who commits for all comes to")
                    .containsAnyOf(FailPoint.AFTER_COMMIT, FailPoint.GROUP_AFTER_LEASE, FailPoint.AFTER_DATA_FILE);
        } finally {
            harness.close();
        }
    }
}
