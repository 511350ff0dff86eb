package io.dispenser.telemetry.app.live;

import io.dispenser.telemetry.core.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;

/** What the live page costs an agent of so many containers, whose samples are a minute apart: heap, document, time to make it. */
final class LiveFootprint {

    private static final int ROUNDS = 20;

    private LiveFootprint() {}

    /**
     * Measures, and prints a line.
     *
     * @param arguments the number of containers
     */
    public static void main(String[] arguments) throws InterruptedException {
        int containers = Integer.parseInt(arguments[0]);
        Instant now = Instant.parse("2026-11-30T10:00:00Z");
        long before = usedHeap();
        LiveReport report = new LiveReport(
                () -> new LiveAgent("1.2.3", now, null, List.of()),
                new LiveReport.Watchers() {
                    @Override
                    public boolean isAny() {
                        return false;
                    }

                    @Override
                    public void send(byte[] document) {}
                },
                InstantSource.fixed(now),
                () -> Ticker.system().nanos() * 1_000_000); // each time it is asked, a second has passed
        for (long minute = LiveHistory.REACH.toMinutes(); minute >= 0; minute--) {
            for (int i = 0; i < containers; i++) {
                report.recorded(LiveReportTest.sample("service-" + i, now.minus(Duration.ofMinutes(minute))));
            }
        }
        long history = usedHeap() - before;
        long size = 0;
        long fastest = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) {
            long start = Ticker.system().nanos();
            size = report.document().length;
            fastest = Math.min(fastest, Ticker.system().nanos() - start);
        }
        System.out.printf(
                Locale.ROOT,
                "%d containers: %.1f MB of heap for the last hours, %.1f MB with the latest document of %.2f MB, which is made in"
                        + " %d ms%n",
                containers,
                history / 1e6,
                (usedHeap() - before) / 1e6,
                size / 1e6,
                fastest / 1_000_000);
        report.close();
    }

    private static long usedHeap() throws InterruptedException {
        for (int i = 0; i < 5; i++) {
            System.gc();
            Thread.sleep(50);
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
