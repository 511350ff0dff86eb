package io.dispenser.telemetry.benchmarks.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FleetPlanTest {

    private static final long SECOND = 1_000_000_000;

    @Test
    void evenHostsAreSpreadOverThePeriod() {
        FleetPlan plan = plan(4, true, 1);
        assertThat(plan.begin(0)).isZero();
        assertThat(plan.begin(3)).isEqualTo(7_500_000_000L);
        assertThat(plan.due(3, 2)).isEqualTo(37_500_000_000L);
    }

    @Test
    void randomHostsBeginWithinThePeriodAndBySeed() {
        FleetPlan plan = plan(100, false, 1);
        for (int host = 0; host < 100; host++) {
            assertThat(plan.begin(host))
                    .isBetween(0L, 10 * SECOND)
                    .isEqualTo(plan(100, false, 1).begin(host));
        }
        assertThat(plan.begin(7)).isNotEqualTo(plan(100, false, 2).begin(7));
    }

    @Test
    void countsWhatIsDueBeforeATime() {
        FleetPlan plan = plan(1, true, 1);
        assertThat(plan.dueBefore(0, 10 * SECOND)).isZero();
        assertThat(plan.dueBefore(0, 10 * SECOND + 1)).isEqualTo(1);
        assertThat(plan.dueBefore(0, 20 * SECOND)).isEqualTo(1);
        assertThat(plan.dueBefore(0, 20 * SECOND + 1)).isEqualTo(2);
        assertThat(plan.offered()).isEqualTo(6);
    }

    @Test
    void soManyBatchesGoTogetherAsAPipelineWrites() {
        assertThat(plan(1, true, 1).together()).isEqualTo(133);
    }

    private static FleetPlan plan(int hosts, boolean even, long seed) {
        return new FleetPlan(
                hosts,
                Duration.ofSeconds(10),
                150,
                Latency.NONE,
                Duration.ofSeconds(20),
                Duration.ofMinutes(1),
                even,
                seed);
    }
}
