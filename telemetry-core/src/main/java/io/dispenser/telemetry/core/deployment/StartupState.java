package io.dispenser.telemetry.core.deployment;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where an engine is between two starts of everything.
 *
 * @param emptySince since when it has no managed container, by its clock; null while it has one
 * @param created the services that got their container in the start that is under way; null when none is
 */
public record StartupState(
        @Nullable Instant emptySince, @Nullable Set<String> created) {

    /** There are containers, and no start is under way. */
    public static final StartupState NONE = new StartupState(null, null);

    public StartupState {
        created = created == null ? null : Set.copyOf(created);
    }
}
