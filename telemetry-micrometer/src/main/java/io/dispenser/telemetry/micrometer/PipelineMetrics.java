package io.dispenser.telemetry.micrometer;

import static java.util.Objects.requireNonNull;

import io.dispenser.telemetry.core.pipeline.FlushReport;
import io.dispenser.telemetry.core.pipeline.PipelineHealth;
import io.dispenser.telemetry.core.pipeline.PipelineListener;
import io.dispenser.telemetry.core.pipeline.WriteFailure;
import io.dispenser.telemetry.core.pipeline.WriterConflict;
import io.dispenser.telemetry.core.port.SpoolException;
import io.dispenser.telemetry.core.port.SpoolSpace;
import io.dispenser.telemetry.core.port.StrandedBatches;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Metrics of pipelines, each with the tag {@code table}: what came in, what is written, what waits, and whether batches get
 * through. Give it to the pipelines as their listener, and tell it with {@link #observe} whom to ask.
 *
 * <p>Any thread. A registry asks each pipeline for its health once for each of its meters, which costs a question to the
 * spool's disk.
 */
public final class PipelineMetrics implements PipelineListener, MeterBinder {

    private static final String BYTES = "bytes";

    private final List<String> tables;
    private final InstantSource clock;
    private final Map<String, Counts> counts = new ConcurrentHashMap<>();
    private volatile Supplier<? extends Collection<PipelineHealth>> pipelines = List::of;

    /** What is counted of one table. */
    private static final class Counts {
        final LongAdder flushes = new LongAdder();
        final LongAdder flushNanos = new LongAdder();
        final LongAdder files = new LongAdder();
        final LongAdder bytes = new LongAdder();
        final LongAdder writeFailures = new LongAdder();
        final LongAdder spoolFailures = new LongAdder();
        final LongAdder writersRenewed = new LongAdder();
        volatile @Nullable Instant lastWrite;
        volatile @Nullable Instant strandedSince;
    }

    /**
     * @param tables the names of the pipelines' tables
     * @param clock what says when something was written
     */
    public PipelineMetrics(List<String> tables, InstantSource clock) {
        this.tables = List.copyOf(tables);
        this.clock = requireNonNull(clock, "clock");
    }

    /** From now on {@code pipelines} says how they are: those that were started last. */
    public void observe(Supplier<? extends Collection<PipelineHealth>> pipelines) {
        this.pipelines = requireNonNull(pipelines, "pipelines");
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Meters all = Meters.of(registry, this);
        for (String table : tables) {
            bind(table, all.with("table", table));
        }
    }

    private void bind(String table, Meters meters) {
        bindHealth(table, meters);
        Counts of = counts(table);
        meters.timer("flush.duration", "Successful writes to the table", of.flushes, of.flushNanos);
        meters.counter("flush.files", "Data files written", of.files);
        meters.counter("flush", BYTES, "Bytes of data files written", of.bytes::sum);
        meters.counter("write.failures", "Failed attempts to write to the table", of.writeFailures);
        meters.counter("spool.failures", "Failed attempts to use the spool", of.spoolFailures);
        meters.counter("writers.renewed", "Writer ids that turned out to be another's too", of.writersRenewed);
        meters.gauge(
                "stranded.age",
                "seconds",
                "Age of the oldest batch that another host handed over and nobody commits; 0: there is none",
                () -> age(of.strandedSince));
        meters.timestamp("last.write.timestamp", "Last successful write to the table; 0: none yet", () -> of.lastWrite);
    }

    private void bindHealth(String table, Meters meters) {
        meters.counter("events.accepted", null, "Events accepted", () -> count(table, PipelineHealth::accepted));
        meters.counter(
                "events.refused",
                null,
                "Events refused, for want of room or since they can't be rows",
                () -> count(table, PipelineHealth::refused));
        meters.counter(
                "events.written", null, "Events written to the table", () -> count(table, PipelineHealth::written));
        meters.gauge(
                "events.waiting",
                null,
                "Accepted events that are not in the table yet",
                () -> count(table, PipelineHealth::waiting));
        meters.gauge(
                "events.set.aside",
                null,
                "Accepted events that can't be rows and are kept in the spool",
                () -> count(table, PipelineHealth::setAside));
        meters.gauge(
                "oldest.waiting.age",
                "seconds",
                "Age of the event that waits longest; 0: none waits",
                () -> age(of(table, PipelineHealth::oldestWaiting)));
        meters.gauge("spool.used", BYTES, "Bytes of the spool", () -> space(table, SpoolSpace::usedBytes));
        meters.gauge(
                "spool.free",
                BYTES,
                "Bytes that the spool would still take",
                () -> space(table, SpoolSpace::freeBytes));
        for (PipelineHealth.State state : PipelineHealth.State.values()) {
            meters.with("state", state.name().toLowerCase(Locale.ROOT))
                    .gauge(
                            "table.state",
                            null,
                            "1 for the state that the table is in: whether batches get through",
                            () -> of(table, PipelineHealth::state) == state ? 1 : 0);
        }
    }

    private double age(@Nullable Instant oldest) {
        return oldest == null ? 0 : Math.max(0, clock.millis() - oldest.toEpochMilli()) / 1000.0;
    }

    private long count(String table, ToLongFunction<PipelineHealth> what) {
        Long count = of(table, what::applyAsLong);
        return count == null ? 0 : count;
    }

    private Number space(String table, ToLongFunction<SpoolSpace> what) {
        SpoolSpace space = of(table, PipelineHealth::space);
        return space == null ? Double.NaN : what.applyAsLong(space);
    }

    private <T> @Nullable T of(String table, Function<PipelineHealth, @Nullable T> what) {
        for (PipelineHealth each : pipelines.get()) {
            if (each.table().equals(table)) {
                return what.apply(each);
            }
        }
        return null;
    }

    private Counts counts(String table) {
        return counts.computeIfAbsent(table, name -> new Counts());
    }

    @Override
    public void flushed(FlushReport report) {
        Counts of = counts(report.table());
        of.flushes.increment();
        of.flushNanos.add(report.took().toNanos());
        of.files.add(report.receipt().files());
        of.bytes.add(report.receipt().bytes());
        of.lastWrite = clock.instant();
    }

    @Override
    public void writeFailed(WriteFailure failure) {
        counts(failure.table()).writeFailures.increment();
    }

    @Override
    public void writerRenewed(WriterConflict conflict) {
        counts(conflict.table()).writersRenewed.increment();
    }

    @Override
    public void stranded(String table, StrandedBatches batches) {
        counts(table).strandedSince = clock.instant().minus(batches.age());
    }

    @Override
    public void nothingStranded(String table) {
        counts(table).strandedSince = null;
    }

    @Override
    public void spoolFailed(String table, SpoolException problem) {
        counts(table).spoolFailures.increment();
    }
}
