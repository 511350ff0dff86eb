package io.dispenser.telemetry.adapter.delta.groupcommit;

import io.dispenser.telemetry.adapter.delta.committer.Holding;
import io.dispenser.telemetry.adapter.delta.inbox.Inbox;
import io.dispenser.telemetry.adapter.delta.inbox.InboxName;
import io.dispenser.telemetry.adapter.delta.lease.CommitLeaseWatch;
import io.dispenser.telemetry.adapter.delta.lease.CommitLeases;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.SinkException;
import java.io.IOException;
import java.util.List;

/**
 * Batches of a writer that nobody can read any more where they come from, but that it may have handed over before, alone or with
 * later ones. Then that file has to be committed first, for a number in the log stands for all before it. Numbers that are skipped
 * are usually those of batches that are gone, and nothing waits.
 */
final class OlderBatches {

    /** A writer has a few at most. */
    private static final int MOST = 100;

    private final String table;
    private final GroupCommitMode mode;
    private final Inbox inbox;
    private final CommitLeases leases;
    private final CommitLeaseWatch watch;
    private final Holding holding;
    private final InboxCare care;

    OlderBatches(
            String table,
            GroupCommitMode mode,
            Inbox inbox,
            CommitLeases leases,
            CommitLeaseWatch watch,
            Holding holding,
            InboxCare care) {
        this.table = table;
        this.mode = mode;
        this.inbox = inbox;
        this.leases = leases;
        this.watch = watch;
        this.holding = holding;
        this.care = care;
    }

    /**
     * Makes sure that none waits in the inbox; sees to it that somebody commits them, if one does.
     *
     * @param batches what is to be written, of one writer
     * @param last the writer's last number in the table; -1 if it has none
     * @throws SinkException that can be tried again, if one waits
     */
    void requireCommitted(List<? extends Batch<?>> batches, long last) throws IOException, SinkException {
        String writerId = batches.get(0).writerId();
        long first = batches.get(0).number();
        if (mode == GroupCommitMode.NEVER || first <= last + 1 || !InboxName.isPossible(writerId)) {
            return;
        }
        if (inbox.names(writerId + "-", MOST).stream()
                .anyMatch(name -> name.writerId().equals(writerId) && name.last() > last)) {
            care.somethingWaits();
            holding.take(leases, watch);
            throw SinkException.retryable(
                    "batches before " + first + " of this writer wait in the inbox of table " + table
                            + ", and are committed first",
                    null);
        }
    }
}
