package io.dispenser.telemetry.core.agent;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.EventRecorder;
import io.dispenser.telemetry.core.port.SampleHistory;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.table.TableTime;
import io.dispenser.telemetry.core.time.Worker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Notices another agent that samples the same containers into the same table, so that all rows are there twice. Status events go
 * through this on their way to the table.
 *
 * <p>A while after the start, when another agent has written what it sampled since then, the table is asked once for samples of
 * the same containers at times that aren't our own. As a rule there are none, and that was all. Those that are there may be of
 * an agent that was stopped just then, or of one whose clock was ahead: a restart, a reinstallation, a host that was handed
 * over. So it is asked a second time, after as long again, and only samples that are later than those found first tell of an
 * agent that is at work.
 */
public final class DuplicateAgentWatch implements EventRecorder<ContainerStatusEvent>, AutoCloseable {

    private final EventRecorder<ContainerStatusEvent> next;
    private final SampleHistory history;
    private final Duration patience;
    private final AgentListener listener;
    private final InstantSource clock;
    private final Worker worker;

    private final NavigableSet<Instant> own = new TreeSet<>();
    private final Set<String> containers = new HashSet<>();
    private @Nullable String host;
    private Instant since;

    private volatile boolean answered;
    private boolean waited;
    private @Nullable Instant foundFirst;

    /**
     * @param next where the events go
     * @param history the table that they go to
     * @param patience how long it takes until a sample of another agent is in the table: longer than the interval of its flushes
     */
    public DuplicateAgentWatch(
            EventRecorder<ContainerStatusEvent> next,
            SampleHistory history,
            Duration patience,
            InstantSource clock,
            AgentListener listener) {
        this.next = next;
        this.history = history;
        this.patience = patience;
        this.listener = listener;
        this.clock = clock;
        this.since = clock.instant();
        this.worker = new Worker("telemetry-duplicates", this::step);
    }

    /** Begins to watch, in a thread that ends when it is known whether there is another agent. */
    public void start() {
        worker.start();
    }

    @Override
    public boolean record(ContainerStatusEvent event) {
        if (!answered) {
            remember(event);
        }
        return next.record(event);
    }

    private synchronized void remember(ContainerStatusEvent event) {
        own.add(event.timestamp());
        host = event.origin().host();
        if (!event.containerId().isEmpty()) {
            containers.add(event.containerId());
        }
    }

    /** One turn; for tests that don't want a thread. */
    Optional<Duration> step() throws InterruptedException {
        if (!waited) {
            waited = true;
            return Optional.of(patience);
        }
        if (nothingSampled()) {
            return beginAnew();
        }
        Instant latest;
        try {
            latest = latestOfOthers();
        } catch (SinkException e) { // told by those who write
            return beginAnew();
        }
        if (latest != null && foundFirst == null) {
            foundFirst = latest;
            return Optional.of(patience);
        }
        if (latest != null && latest.isAfter(foundFirst)) {
            listener.duplicateAgent(latest);
        }
        forget();
        return Optional.empty();
    }

    /** Waits as after a start: what is remembered of times must not grow for as long as nobody answers. */
    private synchronized Optional<Duration> beginAnew() {
        since = clock.instant();
        own.clear();
        foundFirst = null;
        return Optional.of(patience);
    }

    private synchronized boolean nothingSampled() {
        return containers.isEmpty();
    }

    private @Nullable Instant latestOfOthers() throws SinkException, InterruptedException {
        Set<String> wanted;
        String from;
        Instant start;
        synchronized (this) {
            wanted = Set.copyOf(containers);
            from = host;
            start = since;
        }
        Instant latest = null;
        for (Instant time : history.times(from, wanted, start)) {
            if (!time.isBefore(start) && (latest == null || time.isAfter(latest)) && !isOwn(time)) {
                latest = time;
            }
        }
        return latest;
    }

    private synchronized boolean isOwn(Instant time) {
        return own.subSet(time.minus(TableTime.ROUNDING), true, time.plus(TableTime.ROUNDING), true).stream()
                .anyMatch(mine -> TableTime.mayBe(time, mine));
    }

    private synchronized void forget() {
        answered = true;
        own.clear();
        containers.clear();
    }

    /** Ends the watch; events go through as before. */
    @Override
    public void close() {
        worker.interrupt();
    }
}
