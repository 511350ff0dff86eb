package io.dispenser.telemetry.core.port;

import java.time.Duration;
import java.util.Optional;

/**
 * The right to maintain a table for a while, which one of many agents has at a time. It keeps them from doing the same work
 * twice and nothing else: an agent that lost its lease without knowing does no harm, because every change of the table is
 * checked against those of others. So there is no need to trust it, and none to wait for it.
 */
public interface Lease extends AutoCloseable {

    /** Who has it, for a person. */
    String holder();

    /**
     * How long ago somebody last vacuumed the table in a lease, by the clock of the table's store, which all agents share;
     * empty if that isn't known.
     */
    Optional<Duration> sinceVacuum();

    /** Notes that all work is done. It is told to others when the lease ends. */
    void finished();

    /** Ends it, so that the next agent need not wait for its end by time. Never throws. */
    @Override
    void close();
}
