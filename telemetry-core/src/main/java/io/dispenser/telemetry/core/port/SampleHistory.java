package io.dispenser.telemetry.core.port;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which samples of containers a status table has, whoever took them. One thread at a time asks. */
@FunctionalInterface
public interface SampleHistory {

    /**
     * The times of the samples that have a row of one of some containers.
     *
     * @param host the host whose rows are asked for; null for any, and for a table that doesn't tell hosts apart
     * @param containerIds short ids, as the rows have them
     * @param since the time from which on all are wanted; earlier ones may be among them
     * @return as the table gives them, which some engines' rewrites round to milliseconds; empty if there is no table yet
     * @throws SinkException if it can't be told: now, or, if it is permanent, until somebody mends the table
     */
    Set<Instant> times(@Nullable String host, Set<String> containerIds, Instant since)
            throws SinkException, InterruptedException;
}
