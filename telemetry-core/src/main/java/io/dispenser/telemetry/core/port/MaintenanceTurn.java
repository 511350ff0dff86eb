package io.dispenser.telemetry.core.port;

/**
 * The right to maintain a table for a while, which one of many agents has at a time. It keeps them from doing the same work
 * twice and nothing else: an agent that lost its turn without knowing does no harm, because every change of the table is
 * checked against those of others. So there is no need to trust it, and none to wait for it.
 */
public interface MaintenanceTurn extends AutoCloseable {

    /** Who has it, for a person. */
    String holder();

    /** Ends it, so that the next agent need not wait for its end by time. Never throws. */
    @Override
    void close();
}
