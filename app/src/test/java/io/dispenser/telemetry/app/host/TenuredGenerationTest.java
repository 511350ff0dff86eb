package io.dispenser.telemetry.app.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.testkit.JavaCommand;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TenuredGenerationTest {

    private static final long MIB = 1 << 20;

    @ParameterizedTest
    @CsvSource({"3, 0, 0", "9, 0, 1", "12, 9, 0", "13, 9, 1", "104, 100, 0", "124, 100, 0", "125, 100, 1", "8, 9, 0"})
    void itIsCollectedWhenAGoodPartOfItMayBeGarbage(long used, long live, int collections) {
        AtomicInteger collected = new AtomicInteger();
        new TenuredGeneration(() -> used * MIB, () -> live * MIB, collected::incrementAndGet).look();
        assertThat(collected).hasValue(collections);
    }

    /** On a JVM whose collector does not do it by itself: newer than 17; 29 MiB on 25. */
    @Test
    void whatLivesForAWhileIsNotHeapedUp() throws Exception {
        Process process = new ProcessBuilder(JavaCommand.of(AtRest.class, List.of("-Xmn4m", "-Xms12m", "-Xmx64m")))
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        assertThat(Integer.parseInt(printed.strip()))
                .as("the most that was tenured, in MiB")
                .isBetween(2, 12);
    }

    /** Keeps the newest 2 MiB of 40 that it makes. */
    static final class AtRest {

        private AtRest() {}

        public static void main(String[] arguments) {
            TenuredGeneration generation = TenuredGeneration.ofThisProcess();
            Deque<byte[]> kept = new ArrayDeque<>();
            long most = 0;
            for (int i = 0; i < 40 * 1024; i++) {
                kept.addLast(new byte[1024]);
                if (kept.size() > 2 * 1024) {
                    kept.removeFirst();
                }
                if (i % 256 == 0) {
                    generation.look();
                    most = Math.max(most, tenured());
                }
            }
            System.out.println(most / MIB);
        }

        private static long tenured() {
            return ManagementFactory.getMemoryPoolMXBeans().stream()
                    .filter(pool -> pool.getName().equals("Tenured Gen"))
                    .mapToLong(pool -> pool.getUsage().getUsed())
                    .sum();
        }
    }
}
