package io.dispenser.telemetry.core.agent;

import static java.util.Objects.requireNonNull;

import io.dispenser.telemetry.core.deployment.TrackerState;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.ForwardingSpool;
import io.dispenser.telemetry.core.port.Spool;
import io.dispenser.telemetry.core.port.SpoolException;
import io.dispenser.telemetry.core.port.TrackerStateStore;
import io.dispenser.telemetry.core.storage.DiskError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes deployments survive the process, once each. What the tracker knows and the rows that follow from it go into the
 * {@link TrackerStateStore} together, before a row is handed to its pipeline; and a row is struck out when the spool has it.
 *
 * <pre>
 *   change seen ──▶ state and row stored ──▶ record ──▶ spool has it ──▶ row struck out ──▶ batch may leave the spool
 *                A                        B          C              D                   E
 * </pre>
 *
 * <p>A process that ends at A finds the change again, by the engine's memory or its list of containers. At B or C the row is
 * in the memory and nowhere else: the next start records it, unaltered. At D it is in the memory and in the spool: the
 * memory, when it is loaded, leaves out the rows that lie in the spool. A batch leaves the spool only after its rows were
 * struck out, durably, so there is no E at which a row could be in the table and in the memory.
 *
 * <p>What remains: when the memory can't be stored (a full disk, a lost permission), rows go their way all the same, and a
 * process that ends then finds a change again, as one does whose memory was put back from an older copy. Such a row is
 * recognised by its container's id with its time: by the agent, if it has a {@linkplain
 * TelemetryAgent.Builder#history history} to ask.
 *
 * <p>Where no spool is {@linkplain #watch watched}, a row counts as durable when its recorder has accepted it.
 *
 * <p>Any thread.
 */
public final class DeploymentOutbox {

    private final TrackerStateStore memory;
    private final Consumer<String> problems;
    private final Runnable recovered;
    private final Set<DeploymentEvent> waiting = new LinkedHashSet<>();
    private final Set<DeploymentEvent> onTheWay = new LinkedHashSet<>();
    private @Nullable TrackerState trackerState;
    private boolean watched;
    private boolean unstored;
    private boolean failing;

    private DeploymentOutbox(TrackerStateStore memory, Consumer<String> problems, Runnable recovered) {
        this.memory = requireNonNull(memory, "memory");
        this.problems = requireNonNull(problems, "problems");
        this.recovered = requireNonNull(recovered, "recovered");
    }

    /**
     * An outbox with what {@code memory} holds. To be opened before the pipeline of the spool that it watches is started.
     *
     * @param problems is told, in words, once for each time that the memory begins to fail
     */
    public static DeploymentOutbox open(TrackerStateStore memory, Consumer<String> problems) {
        return open(memory, problems, () -> {});
    }

    /**
     * The same.
     *
     * @param recovered is told once for each time that the memory takes again what is to be remembered
     */
    public static DeploymentOutbox open(TrackerStateStore memory, Consumer<String> problems, Runnable recovered) {
        DeploymentOutbox outbox = new DeploymentOutbox(memory, problems, recovered);
        outbox.load();
        return outbox;
    }

    /** An outbox that remembers nothing: each start is the first. */
    public static DeploymentOutbox inMemory() {
        return open(TrackerStateStore.NONE, problem -> {});
    }

    /** {@code spool}, and from now on rows are durable when they are in it. Only the result may be used. */
    public synchronized Spool<DeploymentEvent> watch(Spool<DeploymentEvent> spool) {
        watched = true;
        return new OutboxSpool(spool);
    }

    /** What an earlier process or observation knew, with the rows that are still to be recorded; none is on its way. */
    synchronized Optional<TrackerState> trackerState() {
        return Optional.ofNullable(trackerState).map(known -> known.withRows(List.copyOf(waiting)));
    }

    /** Stores {@code known}; its rows are those that wait to be recorded. */
    synchronized void note(TrackerState known) {
        trackerState = known;
        waiting.clear();
        waiting.addAll(known.rows());
        unstored = true;
        flush();
    }

    /** {@code row} is about to be recorded. */
    synchronized void leaving(DeploymentEvent row) {
        waiting.remove(row);
        if (watched) {
            onTheWay.add(row);
        } else {
            unstored = true;
        }
    }

    /** {@code row} was not recorded after all. */
    synchronized void refused(DeploymentEvent row) {
        onTheWay.remove(row);
        waiting.add(row);
    }

    /** The spool has {@code rows}. */
    synchronized void durable(List<DeploymentEvent> rows) {
        rows.forEach(row -> unstored |= onTheWay.remove(row));
    }

    /** Stores what is not stored yet. */
    synchronized void flush() {
        if (!unstored || trackerState == null) {
            return;
        }
        try {
            memory.store(withRows(trackerState));
            unstored = false;
            if (failing) {
                failing = false;
                recovered.run();
            }
        } catch (IOException e) {
            tell("what is known of deployments can't be stored (" + DiskError.textOf(e)
                    + "); a restart may write rows again");
        }
    }

    private synchronized void load() {
        try {
            trackerState = memory.load().orElse(null);
            if (trackerState != null) {
                waiting.addAll(trackerState.rows());
                unstored = true; // rows that lie in the spool are left out by now, and must be before they leave it
            }
        } catch (IOException e) {
            tell("what was known of deployments can't be read (" + DiskError.textOf(e)
                    + "); containers that exist get no row");
        }
    }

    private TrackerState withRows(TrackerState known) {
        List<DeploymentEvent> rows = new ArrayList<>(onTheWay);
        rows.addAll(waiting);
        return known.withRows(rows);
    }

    private void tell(String problem) {
        if (!failing) {
            failing = true;
            problems.accept(problem);
        }
    }

    /** A spool that tells what it has, and lets nothing go before that is struck out. */
    private final class OutboxSpool extends ForwardingSpool<DeploymentEvent> {

        OutboxSpool(Spool<DeploymentEvent> spool) {
            super(spool);
        }

        @Override
        public void append(List<DeploymentEvent> events) throws SpoolException {
            super.append(events);
            durable(events);
        }

        @Override
        public void remove(Batch<DeploymentEvent> batch) throws SpoolException {
            flush();
            super.remove(batch);
        }

        @Override
        public void reissue(Batch<DeploymentEvent> oldest, List<DeploymentEvent> events) throws SpoolException {
            flush();
            super.reissue(oldest, events);
        }
    }
}
