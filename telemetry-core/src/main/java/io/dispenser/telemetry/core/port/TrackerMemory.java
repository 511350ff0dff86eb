package io.dispenser.telemetry.core.port;

import io.dispenser.telemetry.core.container.TrackerKnowledge;
import java.io.IOException;
import java.util.Optional;

/** Where the knowledge of deployments outlives the process. One caller at a time. */
public interface TrackerMemory {

    /** Remembers nothing: each start is the first. */
    TrackerMemory NONE = new TrackerMemory() {
        @Override
        public Optional<TrackerKnowledge> load() {
            return Optional.empty();
        }

        @Override
        public void store(TrackerKnowledge knowledge) {}
    };

    /**
     * What was last stored. Of its rows, those are left out that are known to have become durable elsewhere since.
     *
     * @return empty if nothing was stored, or if it is damaged; whoever made the memory is told of damage
     * @throws IOException if it can't be read at all
     */
    Optional<TrackerKnowledge> load() throws IOException;

    /**
     * Stores {@code knowledge} in the place of what was stored before, wholly or not at all, durably on return.
     *
     * @throws IOException if it could not be stored; what was stored before is still there
     */
    void store(TrackerKnowledge knowledge) throws IOException;
}
