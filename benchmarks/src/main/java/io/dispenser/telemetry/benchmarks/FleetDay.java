package io.dispenser.telemetry.benchmarks;

import io.delta.kernel.Snapshot;
import io.delta.kernel.Transaction;
import io.delta.kernel.data.Row;
import io.delta.kernel.utils.CloseableIterable;
import io.delta.kernel.utils.CloseableIterator;
import io.dispenser.telemetry.adapter.delta.io.CloseableIterators;
import io.dispenser.telemetry.adapter.delta.log.DeltaLog;
import io.dispenser.telemetry.adapter.delta.log.DeltaLog.Committed;
import io.dispenser.telemetry.adapter.delta.write.BatchStager;
import io.dispenser.telemetry.adapter.delta.write.RowLayout;
import io.dispenser.telemetry.adapter.delta.write.StagedBatches;
import io.dispenser.telemetry.adapter.delta.write.StagingContext;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.storage.ForwardingTableStore;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.core.table.TelemetryTables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A day of a fleet's status table, as small files, at the disk's speed: the data files and the log are those that sinks write,
 * but a commit has the files of all flushes that fall due together, and a data file is not forced to the disk.
 *
 * @param flush how long the rows of a file were gathered
 * @param together whether a file has the rows of all hosts, as a group commit writes it; else each host has files of its own
 */
record FleetDay(int hosts, int containers, Duration flush, boolean together) {

    private static final Duration SAMPLES = Duration.ofMinutes(1);

    /** The end of the last day that is over for a compaction. */
    static Instant end() {
        return Instant.now().minus(3, ChronoUnit.HOURS).truncatedTo(ChronoUnit.DAYS);
    }

    long rows() {
        return (long) hosts * containers * Duration.ofDays(1).dividedBy(SAMPLES);
    }

    /** Makes the table, which must not be there. */
    void write(Path table) throws Exception {
        Instant begin = end().minus(1, ChronoUnit.DAYS);
        int workers = Runtime.getRuntime().availableProcessors();
        ExecutorService threads = Executors.newFixedThreadPool(workers);
        try (TableStore store = CrashFiles.store(table)) {
            DeltaLog log = new DeltaLog(store, "benchmark/1", Map.of(), Map.of());
            Snapshot snapshot = log.create(TelemetryTables.STATUS);
            for (Instant at = begin; at.isBefore(end()); at = at.plus(flush)) {
                snapshot = flush(at, table, store, log, snapshot, threads, workers);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** All files of one flush, in one commit. */
    private Snapshot flush(
            Instant at,
            Path table,
            TableStore store,
            DeltaLog log,
            Snapshot before,
            ExecutorService threads,
            int workers)
            throws Exception {
        Transaction transaction = log.change(before);
        List<Future<List<Row>>> staged = new ArrayList<>();
        for (int worker = 0; worker < workers; worker++) {
            int mine = worker;
            staged.add(threads.submit(() -> {
                var stager =
                        new BatchStager<>(TelemetryTables.STATUS, new Unforced(store, table), InstantSource.system());
                var layout = RowLayout.of(TelemetryTables.STATUS, before);
                var staging = new StagingContext(before, transaction, log.engine());
                List<Row> actions = new ArrayList<>();
                for (int file = mine; file < (together ? 1 : hosts); file += workers) {
                    List<ContainerStatusEvent> rows = together ? ofAll(at) : of(file, at);
                    if (!rows.isEmpty()) {
                        actions.addAll(actions(stager, new Batch<>("hosts", file, rows), layout, staging));
                    }
                }
                return actions;
            }));
        }
        List<Row> actions = new ArrayList<>();
        for (Future<List<Row>> each : staged) {
            actions.addAll(each.get());
        }
        Committed committed = log.commit(
                transaction, CloseableIterable.inMemoryIterable(CloseableIterators.of(actions)), Map.of(), () -> {});
        boolean checkpointed = log.checkpointIfDue(committed.version(), before);
        return checkpointed || committed.next().isEmpty()
                ? log.load().orElseThrow()
                : committed.next().get();
    }

    private static List<Row> actions(
            BatchStager<ContainerStatusEvent> stager,
            Batch<ContainerStatusEvent> batch,
            RowLayout<ContainerStatusEvent> layout,
            StagingContext staging)
            throws IOException {
        StagedBatches<ContainerStatusEvent> staged = stager.stage(List.of(batch), layout, staging, false);
        List<Row> actions = new ArrayList<>();
        try (CloseableIterator<Row> rows =
                stager.actions(staged, staging, List.of()).iterator()) {
            rows.forEachRemaining(actions::add);
        }
        stager.forget();
        return actions;
    }

    private List<ContainerStatusEvent> ofAll(Instant at) {
        List<ContainerStatusEvent> rows = new ArrayList<>();
        for (int host = 0; host < hosts; host++) {
            rows.addAll(of(host, at));
        }
        return rows;
    }

    /** What a host sampled in the time of one flush; each host begins its minutes at a moment of its own. */
    private List<ContainerStatusEvent> of(int host, Instant begin) {
        FleetRows fleet = new FleetRows(containers, end().minusSeconds(10_000_000L));
        Random random = new Random(host * 100_000L + begin.getEpochSecond());
        List<ContainerStatusEvent> rows = new ArrayList<>();
        long phase = host * 7919L % SAMPLES.toMillis();
        Instant end = begin.plus(flush);
        Instant first = begin.truncatedTo(ChronoUnit.MINUTES).plusMillis(phase);
        for (Instant at = first.isBefore(begin) ? first.plus(SAMPLES) : first;
                at.isBefore(end);
                at = at.plus(SAMPLES)) {
            rows.addAll(fleet.sample(at.plusNanos(1000L * random.nextInt(1000)), host, random));
        }
        return rows;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d hosts with %d containers each, %d rows, a file %s each %d s",
                hosts,
                containers,
                rows(),
                together ? "of all hosts" : "of each host",
                flush.toSeconds());
    }

    /** Data files are written and not forced to the disk, which would take most of the time. */
    private static final class Unforced extends ForwardingTableStore {

        private final Path table;

        Unforced(TableStore store, Path table) {
            super(store);
            this.table = table;
        }

        @Override
        public void put(String path, byte[] content) throws TableStoreException {
            try {
                Path file = table.resolve(path);
                Files.createDirectories(file.getParent());
                Files.write(file, content);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
