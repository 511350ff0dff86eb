package io.dispenser.telemetry.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two agents on one table at the same time, each a process with a spool of its own, and both killed now and then. */
class TwoProcessesTest {

    private static final int AGENTS = 2;
    private static final int KILLS_OF_EACH = 2;
    private static final int LAST_EVENTS = 3000;

    @Test
    void theTableHoldsWhatEachOfThemAcknowledgedOnce(@TempDir Path folder) throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        Path table = folder.resolve("table");
        List<KilledPipeline> agents = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(AGENTS);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < AGENTS; i++) {
                KilledPipeline agent =
                        new KilledPipeline(folder.resolve("agent-" + i), table, false, i * 1000, random.nextLong());
                agents.add(agent);
                running.add(threads.submit(() -> work(agent)));
            }
            for (Future<?> each : running) {
                each.get();
            }
            long rows = 0;
            for (KilledPipeline agent : agents) {
                TableAudit audit = TableAudit.of(table, agent.log());
                assertThat(audit.problems()).as("seed %d", seed).isEmpty();
                assertThat(audit.rows()).isGreaterThanOrEqualTo(LAST_EVENTS);
                assertThat(agent.log().failures()).as("seed %d", seed).noneMatch(line -> line.startsWith("unwritten"));
                rows += audit.rows();
            }
            assertThat(rows)
                    .isGreaterThanOrEqualTo(agents.stream()
                            .mapToLong(agent -> agent.log().acknowledged())
                            .sum());
        } finally {
            threads.shutdownNow();
            agents.forEach(KilledPipeline::close);
        }
    }

    private static Void work(KilledPipeline agent) throws Exception {
        for (int kill = 0; kill < KILLS_OF_EACH; kill++) {
            agent.killAt(FailPoint.AFTER_COMMIT);
        }
        agent.endInOrder(LAST_EVENTS);
        return null;
    }
}
