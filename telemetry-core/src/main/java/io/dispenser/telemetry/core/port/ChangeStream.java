package io.dispenser.telemetry.core.port;

import org.jspecify.annotations.Nullable;

/** A stream of changes under way. */
@FunctionalInterface
public interface ChangeStream extends AutoCloseable {

    /**
     * Why this stream tells no changes, for now or for good, though it is open: then containers have to be looked at more
     * often. Null if it tells them.
     */
    default @Nullable String mute() {
        return null;
    }

    /** Ends the stream; its listener hears nothing of that. Closing twice, or after the end, does nothing. */
    @Override
    void close();
}
