package io.dispenser.telemetry.adapter.delta.groupcommit;

import io.dispenser.telemetry.adapter.delta.committer.Disposal;
import io.dispenser.telemetry.adapter.delta.committer.Holding;
import io.dispenser.telemetry.adapter.delta.groupcommit.HandOver.Latest;
import io.dispenser.telemetry.adapter.delta.groupcommit.HandOver.Progress;
import io.dispenser.telemetry.adapter.delta.groupcommit.OwnCommits.Known;
import io.dispenser.telemetry.adapter.delta.inbox.InboxName;
import io.dispenser.telemetry.adapter.delta.lease.CommitLeaseWatch;
import io.dispenser.telemetry.adapter.delta.lease.CommitLeaseWatch.Holder;
import io.dispenser.telemetry.core.event.TelemetryEvent;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The way into the table through the inbox: hands batches over, waits until a commit of the holder has them, and sees to it that
 * there is a holder. Remembers what came into the table that way. One thread at a time.
 */
final class InboxCommits<E extends TelemetryEvent> {

    private static final Logger LOG = System.getLogger(InboxCommits.class.getName());

    private final GroupCommitPorts<E> ports;
    private final GroupCommitMode mode;
    private final Holding holding;
    private final CommitLeaseWatch watch;
    private final Disposal disposal;
    private final GroupCommitMeans means;
    private final Map<String, Long> confirmed = new HashMap<>();
    private @Nullable Latest confirmedAt;

    InboxCommits(
            GroupCommitPorts<E> ports,
            GroupCommitMode mode,
            Holding holding,
            CommitLeaseWatch watch,
            Disposal disposal,
            GroupCommitMeans means) {
        this.ports = ports;
        this.mode = mode;
        this.holding = holding;
        this.watch = watch;
        this.disposal = disposal;
        this.means = means;
    }

    /** The last number of a writer that a commit of a holder is known to have; -1 if there is none. */
    long confirmed(String writerId) {
        return confirmed.getOrDefault(writerId, -1L);
    }

    /**
     * Hands a file over, and waits.
     *
     * @param known the table as its writer knows it
     * @return how it ended: not {@link Progress.Waiting}
     */
    Progress commit(InboxName name, byte[] content, Known known) throws IOException, InterruptedException {
        Instant begun = means.clock().instant();
        Progress progress = settled(new HandOver(
                ports.inbox(),
                ports.commits(),
                ports.leases(),
                watch,
                means.clock(),
                means.ticker(),
                new SplittableRandom(name.token().hashCode()),
                name,
                content,
                latest(known)));
        if (progress instanceof Progress.Committed committed) {
            confirmed.put(name.writerId(), name.last());
            confirmedAt = new Latest(committed.version(), begun);
        }
        return progress;
    }

    /** Deletes a file whose batches the table has; if that fails, the next holder does. */
    void delete(InboxName name) throws InterruptedException {
        try {
            disposal.deleteOwn(name);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "{0} stays for the next holder to delete: {1}", name.path(), e.getMessage());
        }
    }

    private Latest latest(Known known) {
        Latest before = confirmedAt;
        return before != null && before.version() > known.version()
                ? before
                : new Latest(known.version(), known.latestAt());
    }

    private Progress settled(HandOver handOver) throws IOException, InterruptedException {
        Progress progress = handOver.step();
        boolean taken = false;
        while (true) {
            if (progress instanceof Progress.Waiting waiting) {
                means.scheduler().sleep(waiting.next());
            } else if (progress instanceof Progress.Unsettled unsettled && !taken && takesOver(unsettled.holder())) {
                taken = true;
                handOver.waitAnew();
            } else {
                return progress;
            }
            progress = handOver.step();
        }
    }

    /** A dead holder is replaced; that nobody holds the lease means that nobody needs it, unless all is to go through the inbox. */
    private boolean takesOver(Holder holder) throws IOException {
        return (holder == Holder.DEAD || mode == GroupCommitMode.ALWAYS) && holding.take(ports.leases(), watch);
    }
}
