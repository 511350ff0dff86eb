package io.dispenser.telemetry.adapter.delta.lease;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** Where the commit lease is kept. */
public interface CommitLeases {

    /** The lease as its file says it now; empty if there is none. One request where the lease is the one seen last. */
    Optional<CommitLease> read() throws IOException;

    /**
     * A lease as it was listed.
     *
     * @param written when its file was last written, by the store's clock
     */
    record Listed(CommitLease lease, Instant written) {}

    /** The lease with the highest number; empty if there is none. */
    Optional<Listed> newest() throws IOException;

    /**
     * Takes the lease with the next number.
     *
     * @param before the newest one
     * @return empty if somebody else took it
     */
    Optional<CommitLease> take(Optional<CommitLease> before, String holder) throws IOException;

    /** Writes the lease's file again. */
    void write(CommitLease lease) throws IOException;

    /** Whether there is none with a higher number. */
    boolean isNewest(CommitLease lease) throws IOException;
}
