package io.dispenser.telemetry.core.pipeline;

import static java.util.Objects.requireNonNull;

import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.flush.FlushPolicy;
import io.dispenser.telemetry.core.flush.FlushReason;
import io.dispenser.telemetry.core.port.BatchSink;
import io.dispenser.telemetry.core.port.DurableRecorder;
import io.dispenser.telemetry.core.port.EventRecorder;
import io.dispenser.telemetry.core.port.MemorySpool;
import io.dispenser.telemetry.core.port.RecordOutcome;
import io.dispenser.telemetry.core.port.Rejection;
import io.dispenser.telemetry.core.port.Spool;
import io.dispenser.telemetry.core.table.TelemetryTable;
import io.dispenser.telemetry.core.time.Deadline;
import io.dispenser.telemetry.core.time.Ticker;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The way of events to one table.
 *
 * <pre>
 *   record ──▶ Inbox ──▶ Intake ──▶ Spool ──▶ Shipper ──▶ BatchSink
 *   any thread  bounded   thread 1   batches   thread 2    the table
 * </pre>
 *
 * <p>{@link #record} reserves a place in the inbox and returns. The intake drains the inbox into the spool and seals what
 * is open when the {@link FlushPolicy} says so; a sealed batch has a name, {@code (writerId, number)}, and never changes
 * again. The shipper writes the oldest batch until the sink says that the table has it, and only then lets the spool forget
 * it. So a table that is slow, away or wrong holds up the shipper alone: the spool fills, then the inbox, and then
 * {@code record} answers false; nobody waits, and nothing that was accepted is dropped while the process lives. What
 * outlives the process is the spool's affair.
 *
 * <p>One pipeline serves one table, so that a table in trouble never holds up another one. Both threads are daemons; end a
 * pipeline with {@link #shutdown}, or what it holds in memory is lost.
 *
 * @param <E> the events of the table
 */
public final class TelemetryPipeline<E extends TelemetryEvent>
        implements EventRecorder<E>, DurableRecorder<E>, AutoCloseable {

    /** How long {@link #close} waits for the last events to be written. */
    public static final Duration DEFAULT_SHUTDOWN_TIMEOUT = Duration.ofSeconds(10);

    private static final Logger LOG = System.getLogger(TelemetryPipeline.class.getName());

    private static final int DEFAULT_INBOX_CAPACITY = 10_000;
    private static final int DEFAULT_SPOOL_EVENTS = 100_000;

    private final TelemetryTable<E> definition;
    private final String table;
    private final PipelineListener listener;
    private final Inbox<E> inbox;
    private final Spool<E> spool;
    private final BatchSink<E> sink;
    private final PipelineCounters counters = new PipelineCounters();
    private final PendingAcks<E> awaited = new PendingAcks<>();
    private final AckingRecorder<E> durably;
    private final Intake<E> intake;
    private final Shipper<E> shipper;
    private final PipelineWorkers workers;
    private @Nullable ShutdownReport ended;

    private TelemetryPipeline(Builder<E> builder, Spool<E> spool) {
        this.definition = builder.table;
        this.table = definition.name();
        this.listener = new GuardedListener(builder.listener);
        this.spool = spool;
        this.sink = builder.sink;
        this.inbox = new Inbox<>(builder.inboxCapacity);
        this.shipper = new Shipper<>(table, spool, sink, builder.ticker, listener, counters);
        this.intake = new Intake<>(
                table, inbox, spool, builder.flushPolicy, builder.ticker, listener, counters, this::sealed, awaited);
        this.workers = new PipelineWorkers(table, this::takeIn, shipper::step);
        this.durably = new AckingRecorder<>(inbox, awaited, counters, workers::wakeIntake);
    }

    /** A pipeline of {@code table}'s events into {@code sink}, which it will close at its end. */
    public static <E extends TelemetryEvent> Builder<E> builder(TelemetryTable<E> table, BatchSink<E> sink) {
        return new Builder<>(table, sink);
    }

    @Override
    public boolean record(E event) {
        if (rejection(event).isPresent()) {
            return false;
        }
        if (!inbox.offer(event)) {
            counters.refused.increment();
            return false;
        }
        counters.accepted.increment();
        workers.wakeIntake();
        return true;
    }

    @Override
    public RecordOutcome recordDurably(E event, Duration timeout) throws InterruptedException {
        Optional<Rejection> rejection = rejection(event);
        return rejection.isPresent()
                ? new RecordOutcome.Refused(rejection.get().problem())
                : durably.recordDurably(event, timeout);
    }

    /** What keeps {@code event} from being a row, if anything does: better said to who records it than found in the spool. */
    private Optional<Rejection> rejection(E event) {
        Optional<Rejection> rejection =
                definition.problem(requireNonNull(event, "event")).map(problem -> new Rejection(event, problem));
        rejection.ifPresent(found -> {
            counters.refusedAsUnfit();
            listener.rejected(new RejectionReport(table, List.of(found), false));
        });
        return rejection;
    }

    /** How the pipeline is now. Any thread. */
    public PipelineHealth health() {
        return counters.health(table, waiting(), spool);
    }

    /**
     * Takes no more events and writes what there is, for at most {@code timeout} and a little more; then closes spool and
     * sink. Calling it again returns the first call's report.
     *
     * @return what could not be written in that time
     */
    public ShutdownReport shutdown(Duration timeout) throws InterruptedException {
        return shutdownAll(timeout, List.of(this)).get(0);
    }

    /**
     * {@link #shutdown} of several pipelines at once: all have the same {@code timeout}, and one whose table is stuck takes
     * nothing of it from the others.
     *
     * @return a report for each, in the order of {@code pipelines}
     */
    public static List<ShutdownReport> shutdownAll(Duration timeout, List<? extends TelemetryPipeline<?>> pipelines)
            throws InterruptedException {
        pipelines.forEach(TelemetryPipeline::beginToEnd);
        List<ShutdownReport> reports = new ArrayList<>();
        Deadline deadline = Deadline.in(timeout, Ticker.system());
        for (TelemetryPipeline<?> pipeline : pipelines) {
            reports.add(pipeline.awaitEnd(deadline.left()));
        }
        return reports;
    }

    private void beginToEnd() {
        inbox.close();
        intake.end();
        workers.wakeIntake();
    }

    private synchronized ShutdownReport awaitEnd(Duration timeout) throws InterruptedException {
        if (ended != null) {
            return ended;
        }
        workers.awaitEnd(timeout);
        ended = new ShutdownReport(table, waiting(), unspooled());
        workers.endThen(() -> {
            sink.close();
            spool.close();
        });
        return ended;
    }

    private synchronized boolean hasEnded() {
        return ended != null;
    }

    private void sealed(long number, FlushReason reason) {
        shipper.sealed(number, reason);
        workers.wakeShipper();
    }

    private Optional<Duration> takeIn() {
        Optional<Duration> wait = intake.step();
        if (wait.isEmpty()) {
            shipper.end();
            workers.wakeShipper();
        }
        return wait;
    }

    /**
     * {@link #shutdown} with {@link #DEFAULT_SHUTDOWN_TIMEOUT}, for those who need no report: what could not be written is
     * logged, through {@link System.Logger}, unless an earlier call reported it.
     */
    @Override
    public void close() {
        close(DEFAULT_SHUTDOWN_TIMEOUT);
    }

    void close(Duration timeout) {
        boolean reported = hasEnded();
        try {
            ShutdownReport report = shutdown(timeout);
            if (!report.isComplete() && !reported) {
                LOG.log(Level.WARNING, report::message);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long waiting() {
        return unspooled() + spool.events();
    }

    private long unspooled() {
        return Math.max(0, inbox.size() + intake.held() - awaited.withdrawn());
    }

    private void start() {
        workers.start();
    }

    /** Puts a pipeline together. What is not set is as in the documentation of the two tables, in memory. */
    public static final class Builder<E extends TelemetryEvent> {

        private final TelemetryTable<E> table;
        private final BatchSink<E> sink;
        private @Nullable Spool<E> spool;
        private FlushPolicy flushPolicy = FlushPolicy.DEFAULT;
        private int inboxCapacity = DEFAULT_INBOX_CAPACITY;
        private Ticker ticker = Ticker.system();
        private PipelineListener listener = new LoggingListener();

        private Builder(TelemetryTable<E> table, BatchSink<E> sink) {
            this.table = requireNonNull(table, "table");
            this.sink = requireNonNull(sink, "sink");
        }

        /** Where accepted events wait; the pipeline will close it. Default: memory, for at most 100,000 events. */
        public Builder<E> spool(Spool<E> spool) {
            this.spool = requireNonNull(spool, "spool");
            return this;
        }

        /** When events become a batch. Default: {@link FlushPolicy#DEFAULT}. */
        public Builder<E> flushPolicy(FlushPolicy flushPolicy) {
            this.flushPolicy = requireNonNull(flushPolicy, "flushPolicy");
            return this;
        }

        /** How many events may wait for the spool. Default: 10,000. */
        public Builder<E> inboxCapacity(int events) {
            this.inboxCapacity = events;
            return this;
        }

        /** What measures elapsed time. Default: the machine's monotonic clock. */
        public Builder<E> ticker(Ticker ticker) {
            this.ticker = requireNonNull(ticker, "ticker");
            return this;
        }

        /**
         * Who is told what becomes of events. Default: a listener that logs troubles through {@link System.Logger};
         * {@link PipelineListener#NONE} for nobody.
         */
        public Builder<E> listener(PipelineListener listener) {
            this.listener = requireNonNull(listener, "listener");
            return this;
        }

        /** Starts the pipeline; it accepts events at once. */
        public TelemetryPipeline<E> start() {
            Spool<E> events = spool == null ? new MemorySpool<>(table, DEFAULT_SPOOL_EVENTS) : spool;
            TelemetryPipeline<E> pipeline = new TelemetryPipeline<>(this, events);
            pipeline.start();
            return pipeline;
        }
    }
}
