package io.dispenser.telemetry.adapter.spool;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A quick look at what durability costs here: events a second for 1, 10, 100 and 1000 events an append, each append forced,
 * and how fast sealed batches are read back. Argument: a folder on the disk to measure.
 */
final class SpoolThroughput {

    private static final long NANOS_A_RUN = 3_000_000_000L;
    private static final int BATCHES = 150;

    private SpoolThroughput() {}

    public static void main(String[] arguments) throws Exception {
        Path root = Files.createTempDirectory(Path.of(arguments[0]), "spool-throughput");
        try {
            measureReading(root.resolve("reading"), System.out);
            for (int events : new int[] {1000, 1, 10, 100, 1000}) { // the first one warms up
                measureAppending(root.resolve("appending"), events, System.out);
            }
        } finally {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void measureAppending(Path root, int eventsAnAppend, PrintStream out) throws Exception {
        List<ContainerStatusEvent> events = SampleEvents.statuses(0, eventsAnAppend);
        try (FileSpool<ContainerStatusEvent> spool = open(root)) {
            long appends = 0;
            long start = System.nanoTime();
            long nanos = 0;
            while (nanos < NANOS_A_RUN) {
                spool.append(events);
                appends++;
                if (spool.openEvents() >= 1000) {
                    spool.seal();
                    spool.remove(spool.oldest().orElseThrow());
                }
                nanos = System.nanoTime() - start;
            }
            out.printf(
                    Locale.ROOT,
                    "%5d events an append: %8.0f events/s, %6.0f appends/s, %7.3f ms an append%n",
                    eventsAnAppend,
                    appends * eventsAnAppend * 1e9 / nanos,
                    appends * 1e9 / nanos,
                    nanos / 1e6 / appends);
        }
    }

    private static void measureReading(Path root, PrintStream out) throws Exception {
        try (FileSpool<ContainerStatusEvent> spool = open(root)) {
            for (int i = 0; i < BATCHES; i++) {
                spool.append(SampleEvents.statuses(i * 1000, i * 1000 + 1000));
                spool.seal();
            }
        }
        long start = System.nanoTime();
        try (FileSpool<ContainerStatusEvent> spool = open(root)) {
            long opened = System.nanoTime();
            long bytes = spool.bytes();
            int read = SpoolFixture.events(SpoolFixture.drain(spool)).size();
            out.printf(
                    Locale.ROOT,
                    "a backlog of %d events, %d MiB: opened in %.0f ms, read and removed in %.0f ms%n",
                    read,
                    bytes >> 20,
                    (opened - start) / 1e6,
                    (System.nanoTime() - opened) / 1e6);
        }
    }

    private static FileSpool<ContainerStatusEvent> open(Path root) throws Exception {
        return FileSpool.open(TelemetryTables.STATUS, root, SpoolFixture.OPTIONS);
    }
}
