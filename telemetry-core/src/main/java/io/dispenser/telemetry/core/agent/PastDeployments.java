package io.dispenser.telemetry.core.agent;

import io.dispenser.telemetry.core.event.DeploymentEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an agent found that happened before it began to follow the engine. If its state is older than the table (a backup that
 * was put back, a snapshot of a machine), that may have been recorded already; so it waits until the history was asked, and
 * goes on if it was not. What happens while the engine is followed never waits, and without anything that waits nobody is
 * asked.
 *
 * <p>Used by the follower's thread only.
 */
final class PastDeployments {

    /** As far as an update may have been handled behind a later change. */
    private static final Duration OVERLAP = Duration.ofSeconds(2);

    private final @Nullable HistoryQuery query;
    private final AgentListener listener;

    /** Up to when an earlier process knew of all changes. */
    private final Instant knownUntil;

    private final List<DeploymentEvent> waiting = new ArrayList<>();

    /** Containers whose limits changed since {@link #knownUntil} without anybody telling of it. */
    private final Set<String> suspects = new HashSet<>();

    private List<DeploymentEvent> askedRows = List.of();
    private Set<String> askedSuspects = Set.of();
    private @Nullable Instant followedFrom;
    private @Nullable RecordedDeployments recorded;

    /**
     * @param query who can tell what was recorded; null: nobody, and nothing waits
     * @param knownUntil up to when an earlier process knew of all changes
     */
    PastDeployments(@Nullable HistoryQuery query, AgentListener listener, Instant knownUntil) {
        this.query = query;
        this.listener = listener;
        this.knownUntil = knownUntil;
    }

    /** The engine is followed, and what happened before {@code from} was looked for. */
    void followed(Instant from, Set<String> suspectContainers) {
        if (followedFrom == null) {
            followedFrom = from;
            if (query != null) {
                suspects.addAll(suspectContainers);
            }
        }
        suspects.retainAll(suspectContainers);
    }

    /** Takes {@code row} if it has to wait. */
    boolean take(DeploymentEvent row) {
        boolean past = followedFrom == null || !row.timestamp().isAfter(followedFrom);
        return past && takeAnyhow(row);
    }

    /** The same of one that an earlier process left. */
    boolean takeAnyhow(DeploymentEvent row) {
        return query != null && waiting.add(row);
    }

    /** What waits. */
    List<DeploymentEvent> waiting() {
        return List.copyOf(waiting);
    }

    /**
     * Takes the answer if there is one, and asks if there is something to ask.
     *
     * @return the rows that wait no longer and are to be recorded; empty if nothing changed
     */
    Optional<List<DeploymentEvent>> takeAnswered() {
        Optional<HistoryQuery.Answer> answer = query == null ? Optional.empty() : query.take();
        Optional<List<DeploymentEvent>> released = answer.map(this::release);
        if (query != null && !query.isUnderWay()) {
            ask(query);
        }
        return released;
    }

    /** Whether it can't be told yet if an update of limits that nobody told of was recorded. */
    boolean isOpen(String containerId) {
        boolean isFound = followedFrom != null;
        return query != null && recorded == null && (!isFound || suspects.contains(containerId));
    }

    /** Whether such an update was recorded. */
    boolean isRecorded(DeploymentEvent update) {
        if (!suspects.remove(update.containerId()) || recorded == null || !recorded.hasUpdate(update, updatesSince())) {
            return false;
        }
        listener.alreadyRecorded(1);
        return true;
    }

    /** From when on a later process has to look again, if not from later on. */
    Optional<Instant> openSince() {
        return suspects.isEmpty() ? Optional.empty() : Optional.of(knownUntil);
    }

    private void ask(HistoryQuery asked) {
        boolean suspectsAreNew = recorded == null && !suspects.isEmpty();
        if (waiting.isEmpty() && !suspectsAreNew) {
            return;
        }
        askedRows = List.copyOf(waiting);
        askedSuspects = suspectsAreNew ? Set.copyOf(suspects) : Set.of();
        Set<String> containers = new HashSet<>(askedSuspects);
        askedRows.forEach(row -> containers.add(row.containerId()));
        Instant since = earliest(askedRows);
        asked.ask(containers, suspectsAreNew && updatesSince().isBefore(since) ? updatesSince() : since);
    }

    private List<DeploymentEvent> release(HistoryQuery.Answer answer) {
        RecordedDeployments found = new RecordedDeployments(answer.recorded());
        List<DeploymentEvent> absent = found.absent(askedRows);
        waiting.removeAll(askedRows);
        if (!askedSuspects.isEmpty()) {
            recorded = found;
        }
        if (answer.failure() != null) {
            listener.historyUnknown(askedRows.size() + askedSuspects.size(), answer.failure());
        } else if (absent.size() < askedRows.size()) {
            listener.alreadyRecorded(askedRows.size() - absent.size());
        }
        return absent;
    }

    private Instant updatesSince() {
        return knownUntil.equals(Instant.MIN) ? knownUntil : knownUntil.minus(OVERLAP);
    }

    private static Instant earliest(Collection<DeploymentEvent> rows) {
        return rows.stream()
                .map(RecordedDeployments::earliest)
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
    }
}
