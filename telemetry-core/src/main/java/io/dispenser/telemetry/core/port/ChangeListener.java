package io.dispenser.telemetry.core.port;

import io.dispenser.telemetry.core.container.ContainerChange;

/** Hears the changes of one stream, on a thread of the adapter's, one call at a time. Must return quickly. */
public interface ChangeListener {

    /** Something happened to a container. */
    void changed(ContainerChange change);

    /**
     * The engine told something that can't be read, and the stream goes on: perhaps a change, which a look at all containers may
     * find.
     *
     * @param reason what is wrong with it, for a person
     */
    default void unreadable(String reason) {}

    /**
     * The stream is over: the last call, made exactly once unless the stream was closed by its owner, and whatever ended it
     * (the engine, the network, a reply that could not be read, an error in the reader).
     *
     * @param reason what ended it, for a person
     */
    void ended(String reason);
}
