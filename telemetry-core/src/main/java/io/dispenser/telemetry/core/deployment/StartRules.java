package io.dispenser.telemetry.core.deployment;

import io.dispenser.telemetry.core.container.ContainerChange;
import io.dispenser.telemetry.core.container.ContainerSnapshot;
import io.dispenser.telemetry.core.event.ContainerState;
import io.dispenser.telemetry.core.event.RestartPolicy;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which starts of containers were somebody's ({@code docker start}). An engine tells of each start alike: the first one of a
 * container, the one inside a restart, those by restart policy, those when the engine itself comes up.
 *
 * <p>The first is one without an end before. A restart is told at once after its start. An engine without a policy to follow
 * starts nothing. It counts the restarts by policy, and begins anew at a start by somebody. What it starts when it comes
 * up it has started before it answers anybody: that is a start in a time of which not all is known, of a container that did
 * not end since. Where that leaves a doubt, the start is taken for the engine's.
 *
 * <p>Not safe for use by several threads.
 */
final class StartRules {

    private final Map<String, ContainerRun> runs = new HashMap<>();

    /** What is to be remembered of containers with a start that will be told again. */
    private final Map<String, Bounds> beforeStarts = new HashMap<>();

    /** Up to when the engine may have come up unobserved. */
    private Instant gapUntil = Instant.MIN;

    /** When a container had started and ended. */
    private record Bounds(
            @Nullable Instant startedAt, @Nullable Instant endedAt) {}

    /** Takes over when a container had started and ended, as far as that was known. */
    void restore(String id, @Nullable Instant startedAt, @Nullable Instant endedAt) {
        if (startedAt != null || endedAt != null) {
            run(id).restore(startedAt, endedAt);
        }
    }

    /**
     * A start of this container is not handled yet, and a process that begins meanwhile will be told of it again: until {@link
     * #release}, what was known before it is what is remembered. To be called before the start is {@linkplain #observe observed};
     * again and later it does nothing.
     */
    void hold(String id) {
        beforeStarts.computeIfAbsent(id, this::bounds);
    }

    void release(String id) {
        beforeStarts.remove(id);
    }

    /** When the container started last, for a later process. */
    @Nullable
    Instant startOf(String id) {
        return beforeStarts.getOrDefault(id, bounds(id)).startedAt();
    }

    /** When it ended, for a later process. */
    @Nullable
    Instant endOf(String id) {
        return beforeStarts.getOrDefault(id, bounds(id)).endedAt();
    }

    private Bounds bounds(String id) {
        ContainerRun run = runs.get(id);
        return run == null ? new Bounds(null, null) : new Bounds(run.startedAt(), run.endedAt());
    }

    /** Not all is known of what happened up to {@code until}: the engine may have come up. */
    void gap(Instant until) {
        gapUntil = until;
        runs.values().forEach(ContainerRun::gap);
    }

    /** Learns from a change that is handled, whether or not it is told again. */
    void observe(ContainerChange change) {
        String id = change.containerId();
        Instant at = change.at();
        switch (change.kind()) {
            case CREATED -> runs.putIfAbsent(id, ContainerRun.created());
            case STARTED -> run(id).started(at);
            case ENDED -> run(id).ended(at);
            case STOPPED -> run(id).stopped(at);
            case RESTARTED -> run(id).restarted(at);
            case UPDATED, RENAMED, OUT_OF_MEMORY -> {
                // A run goes on.
            }
            case REMOVED -> runs.remove(id);
        }
    }

    /** Learns from a look. */
    void look(ContainerSnapshot container) {
        boolean ended = container.state().equals(ContainerState.EXITED)
                || container.state().equals(ContainerState.DEAD);
        if (ended && container.finishedAt() != null) {
            run(container.id()).foundEnded(container.finishedAt());
        }
    }

    void onlyPresent(Set<String> ids) {
        runs.keySet().retainAll(ids);
    }

    /** A start that may have been somebody's; to be asked before it is {@linkplain #observe observed}. */
    Optional<Start> mayBeByHand(ContainerChange change) {
        return runs.getOrDefault(change.containerId(), new ContainerRun()).mayBeByHand(change, gapUntil);
    }

    /**
     * Whether a start was somebody's.
     *
     * @param container the container after the start, or null if it is gone
     * @param policyBefore the restart policy that it had before, or null if that is not known
     */
    boolean isByHand(Start start, @Nullable ContainerSnapshot container, @Nullable RestartPolicy policyBefore) {
        if (start.stoppedByHand()) {
            return true;
        }
        Instant startedAt = container == null ? null : container.startedAt();
        if (container == null
                || startedAt == null
                || startedAt.isAfter(exactly(start.change().at()))) {
            RestartPolicy policy = container == null ? policyBefore : container.restartPolicy();
            // Known before a gap, started in it and gone since: its end was not told either.
            boolean hadEnded =
                    start.endedAt() != null || start.hadStarted() || (container == null && start.policyIsOpen());
            return hadEnded && policy == RestartPolicy.NO;
        }
        Instant finishedAt = container.finishedAt();
        boolean ended = start.endedAt() != null || (finishedAt != null && finishedAt.isBefore(startedAt));
        // One that has crashed since is to be started again, and that is counted already.
        int restarts = container.restartCount() - (container.state().equals(ContainerState.RESTARTING) ? 1 : 0);
        boolean policyStarts = container.restartPolicy() != RestartPolicy.NO && (start.policyIsOpen() || restarts > 0);
        return ended && !policyStarts;
    }

    /** The latest time that {@code told} may stand for: some engines tell whole seconds. */
    private static Instant exactly(Instant told) {
        return told.equals(told.truncatedTo(ChronoUnit.SECONDS)) ? told.plusSeconds(1) : told;
    }

    private ContainerRun run(String id) {
        return runs.computeIfAbsent(id, unknown -> new ContainerRun());
    }
}
