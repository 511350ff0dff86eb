package io.dispenser.telemetry.core.port;

/** A stream of changes under way. */
@FunctionalInterface
public interface ChangeStream extends AutoCloseable {

    /** Ends the stream; its listener hears nothing of that. Closing twice, or after the end, does nothing. */
    @Override
    void close();
}
