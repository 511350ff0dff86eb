package io.dispenser.telemetry.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.dispenser.telemetry.adapter.delta.DeltaMaintenance;
import io.dispenser.telemetry.adapter.delta.TargetedMaintenance;
import io.dispenser.telemetry.core.port.CompactionReport;
import io.dispenser.telemetry.core.port.CompactionScope;
import io.dispenser.telemetry.core.port.LogReport;
import io.dispenser.telemetry.core.port.MaintenanceListener;
import io.dispenser.telemetry.core.port.TableDescription;
import io.dispenser.telemetry.core.port.VacuumReport;
import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.storage.ForwardingTableStore;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;

/**
 * What one agent's round of maintenance takes for a day of a fleet that is over and that nobody compacted before: time, memory,
 * requests, and bytes written for each byte of the day. The round is that of {@code MaintenanceLoop}; its vacuum is done as
 * two days later, when there is something to delete.
 */
final class CompactionBenchmark {

    private static final Duration LATER = Duration.ofDays(2);

    /** Minutes, as {@code MaintenanceLoop} has them: then vacuum and log have their turn, and the rest is done in the next round. */
    private static final long ROUND = 30;

    private final Path table;
    private final Duration round;

    private CompactionBenchmark(Path table, Duration round) {
        this.table = table;
        this.round = round;
    }

    /**
     * Arguments: {@code write} or {@code maintain}, the table's directory, and to write it how many hosts, how many containers
     * each, seconds from flush to flush, and {@code each} or {@code together}; to maintain it, after how many minutes a
     * compaction ends and the next goes on.
     */
    public static void main(String[] arguments) throws Exception {
        Path table = Path.of(arguments[1]);
        if (arguments[0].equals("write")) {
            FleetDay day = new FleetDay(
                    Integer.parseInt(arguments[2]),
                    Integer.parseInt(arguments[3]),
                    Duration.ofSeconds(Long.parseLong(arguments[4])),
                    arguments[5].equals("together"));
            long began = System.nanoTime();
            day.write(table);
            System.out.printf(Locale.ROOT, "%s; written in %.0f s%n", day, (System.nanoTime() - began) / 1e9);
        } else {
            new CompactionBenchmark(
                            table, Duration.ofMinutes(arguments.length > 2 ? Long.parseLong(arguments[2]) : ROUND))
                    .rounds();
        }
    }

    private void rounds() throws Exception {
        try (CountingStore store = new CountingStore(CrashFiles.store(table));
                DeltaMaintenance maintenance = TargetedMaintenance.of(store, InstantSource.system())) {
            TableDescription before = maintenance.describe().orElseThrow();
            System.out.printf(
                    Locale.ROOT,
                    "before: %d files, %.1f MB, version %d%n",
                    before.files(),
                    before.bytes() / 1e6,
                    before.version());
            tell(store, "looked at", System.nanoTime());
            var lease = maintenance.acquireLease(Duration.ZERO).orElseThrow();
            double written = 0;
            CompactionReport compacted;
            do {
                long began = System.nanoTime();
                compacted = maintenance.compact(CompactionScope.ALL.within(round), MaintenanceListener.NONE);
                written += store.dataWritten();
                System.out.printf(
                        Locale.ROOT,
                        "compacted: %d files became %d of %.1f MB in %d commits, %d rows written, %d planned anew%n",
                        compacted.filesRemoved(),
                        compacted.filesAdded(),
                        compacted.bytesAdded() / 1e6,
                        compacted.commits(),
                        compacted.rowsRewritten(),
                        compacted.conflicts());
                compacted.failures().forEach(System.out::println);
                compacted.notes().forEach(System.out::println);
                tell(store, "compaction", began);
            } while (compacted.commits() > 0 && !compacted.notes().isEmpty());
            System.out.printf(Locale.ROOT, "written for each byte of the day: %.2f%n", written / before.bytes());
            long began = System.nanoTime();
            LogReport log = maintenance.cleanLog(false, MaintenanceListener.NONE);
            System.out.printf(Locale.ROOT, "log: checkpoint %s%n", log.checkpoint());
            tell(store, "log", began);
            lease.close();
        }
        InstantSource later = () -> Instant.now().plus(LATER);
        try (CountingStore store = new CountingStore(new LaterStore(CrashFiles.store(table)));
                DeltaMaintenance maintenance = TargetedMaintenance.of(store, later)) {
            long began = System.nanoTime();
            VacuumReport vacuumed = maintenance.vacuum(false, MaintenanceListener.NONE);
            System.out.printf(
                    Locale.ROOT,
                    "vacuumed: %d files of %.1f MB in %d directories%n",
                    vacuumed.files(),
                    vacuumed.bytes() / 1e6,
                    vacuumed.directories());
            tell(store, "vacuum", began);
        }
    }

    private static void tell(CountingStore store, String what, long began) throws Exception {
        System.out.printf(
                Locale.ROOT,
                "  %s took %.1f s, %.1f s of CPU so far; peak heap %d MiB of %d MiB, peak resident memory %s%n%s%n",
                what,
                (System.nanoTime() - began) / 1e9,
                cpuSeconds(),
                peakHeap() >> 20,
                Runtime.getRuntime().maxMemory() >> 20,
                peakResident(),
                store.report());
    }

    /** Of this process, with the collector's and the compiler's: it says what was done also where others work beside. */
    private static double cpuSeconds() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime() / 1e9;
    }

    /** The sum of each pool's peak since the last time: at least what was ever in use together. Garbage counts. */
    private static long peakHeap() {
        long peak = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getType() == MemoryType.HEAP) {
                peak += pool.getPeakUsage().getUsed();
                pool.resetPeakUsage();
            }
        }
        return peak;
    }

    private static String peakResident() throws Exception {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024 + " MiB so far")
                .findFirst()
                .orElse("unknown");
    }

    /** A store whose clock is two days ahead: its files look as if they were written now. */
    private static final class LaterStore extends ForwardingTableStore {

        LaterStore(TableStore store) {
            super(store);
        }

        @Override
        public Optional<FileEntry> stat(String path) throws TableStoreException {
            Optional<FileEntry> file = super.stat(path);
            return path.endsWith("_clock.json")
                    ? file.map(entry -> new FileEntry(
                            entry.path(), entry.size(), entry.modified().plus(LATER)))
                    : file;
        }
    }
}
