package io.dispenser.telemetry.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.container.ContainerChange;
import io.dispenser.telemetry.core.port.ChangeListener;
import io.dispenser.telemetry.core.time.Ticker;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A listener that keeps what it heard. Any thread may ask. */
public final class RecordingChangeListener implements ChangeListener {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final List<ContainerChange> changes = new CopyOnWriteArrayList<>();
    private final List<String> ends = new CopyOnWriteArrayList<>();
    private static final Set<ContainerChange.Kind> RUNS = EnumSet.of(
            ContainerChange.Kind.STARTED,
            ContainerChange.Kind.ENDED,
            ContainerChange.Kind.OUT_OF_MEMORY,
            ContainerChange.Kind.STOPPED);

    private final List<String> unreadable = new CopyOnWriteArrayList<>();

    @Override
    public synchronized void changed(ContainerChange change) {
        changes.add(change);
        notifyAll();
    }

    @Override
    public void unreadable(String reason) {
        unreadable.add(reason);
    }

    @Override
    public synchronized void ended(String reason) {
        ends.add(reason);
        notifyAll();
    }

    /**
     * The changes of one container but for its {@linkplain #isOfRun runs}, in the order in which they were heard; other
     * containers may change at any time.
     */
    public List<ContainerChange> of(String containerId) {
        return changes.stream()
                .filter(change -> change.containerId().equals(containerId) && !isOfRun(change))
                .toList();
    }

    /** Whether a change is a start, an end or a stop. */
    public static boolean isOfRun(ContainerChange change) {
        return RUNS.contains(change.kind());
    }

    /** The kinds of {@link #of}. */
    public List<ContainerChange.Kind> kindsOf(String containerId) {
        return of(containerId).stream().map(ContainerChange::kind).toList();
    }

    /** The reasons of the ends: at most one, or the stream broke its contract. */
    public List<String> ends() {
        return List.copyOf(ends);
    }

    /** What was told that could not be read. */
    public List<String> unreadable() {
        return List.copyOf(unreadable);
    }

    /** Waits until a change of {@code kind} of the container was heard. */
    public void await(String containerId, ContainerChange.Kind kind) throws InterruptedException {
        await(() -> kindsOf(containerId).contains(kind), kind + " of " + containerId);
    }

    /** Waits until so many changes of the container were heard. */
    public void await(String containerId, int count) throws InterruptedException {
        await(() -> of(containerId).size() >= count, count + " changes of " + containerId);
    }

    /** Waits until the end was heard. */
    public void awaitEnd() throws InterruptedException {
        await(() -> !ends.isEmpty(), "the end");
    }

    private synchronized void await(BooleanSupplier heard, String what) throws InterruptedException {
        long begin = Ticker.system().nanos();
        while (!heard.getAsBoolean()) {
            long left = PATIENCE_NANOS - (Ticker.system().nanos() - begin);
            assertThat(left)
                    .as("waiting for %s; heard %s, ends %s", what, changes, ends)
                    .isPositive();
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }
}
