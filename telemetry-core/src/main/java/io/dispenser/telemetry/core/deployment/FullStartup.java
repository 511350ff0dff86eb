package io.dispenser.telemetry.core.deployment;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a creation is part of a start of everything. An orchestrator that starts creates all its containers anew, and to
 * each alone that looks like a reload or an update.
 *
 * <p>Such a start begins with the first creation after a while without any managed container, and lasts, however long the
 * creations take, until a service gets its second container or all have one. Whoever updates a single service removes the old
 * container just before it creates the new one, so that a host with one service is without containers for a moment: that
 * is why the while has a least length.
 *
 * <p>Times are the engine's. Not safe for use by several threads.
 */
final class FullStartup {

    private static final Duration LEAST_PAUSE = Duration.ofSeconds(5);

    private @Nullable Instant emptySince;

    /** The services that got a container in the start that is under way; null when none is. */
    private @Nullable Set<String> created;

    void restore(StartupState state) {
        emptySince = state.emptySince();
        created = state.created() == null ? null : new HashSet<>(state.created());
    }

    StartupState state() {
        return new StartupState(emptySince, created);
    }

    /** The last managed container went at {@code at}. */
    void emptied(Instant at) {
        if (emptySince == null || at.isAfter(emptySince)) {
            emptySince = at;
        }
    }

    /** There is no managed container at {@code at}, nobody knows since when. */
    void foundEmpty(Instant at) {
        if (emptySince == null) {
            emptySince = at;
        }
    }

    /** There is a managed container. */
    void foundSome() {
        emptySince = null;
    }

    /**
     * Takes the creation of a managed container.
     *
     * @param service its service
     * @param at when it was
     * @param all the services of which a container is remembered
     * @return whether it is the first of its service in a start of everything
     */
    boolean isPartOf(String service, Instant at, Set<String> all) {
        if (emptySince != null && !at.isBefore(emptySince.plus(LEAST_PAUSE))) {
            created = new HashSet<>();
        }
        emptySince = null;
        if (created == null) {
            return false;
        }
        boolean first = created.add(service);
        if (!first || created.containsAll(all)) {
            created = null;
        }
        return first;
    }
}
