package io.dispenser.telemetry.core.port;

import io.dispenser.telemetry.core.deployment.TrackerState;
import java.io.IOException;
import java.util.Optional;

/** Where the state of the tracker of deployments outlives the process. One caller at a time. */
public interface TrackerStateStore {

    /** Remembers nothing: each start is the first. */
    TrackerStateStore NONE = new TrackerStateStore() {
        @Override
        public Optional<TrackerState> load() {
            return Optional.empty();
        }

        @Override
        public void store(TrackerState trackerState) {}
    };

    /**
     * What was last stored. Of its rows, those are left out that are known to have become durable elsewhere since.
     *
     * @return empty if nothing was stored, or if it is damaged; whoever made the store is told of damage
     * @throws IOException if it can't be read at all
     */
    Optional<TrackerState> load() throws IOException;

    /**
     * Stores {@code trackerState} in the place of what was stored before, wholly or not at all, durably on return.
     *
     * @throws IOException if it could not be stored; what was stored before is still there
     */
    void store(TrackerState trackerState) throws IOException;
}
