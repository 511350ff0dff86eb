package io.dispenser.telemetry.adapter.delta.groupcommit;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.adapter.delta.groupcommit.HandOver.Latest;
import io.dispenser.telemetry.adapter.delta.groupcommit.HandOver.Progress;
import io.dispenser.telemetry.adapter.delta.inbox.InboxName;
import io.dispenser.telemetry.adapter.delta.inbox.StoreInbox;
import io.dispenser.telemetry.adapter.delta.lease.CommitLease;
import io.dispenser.telemetry.adapter.delta.lease.CommitLeaseWatch;
import io.dispenser.telemetry.adapter.delta.lease.CommitLeaseWatch.Holder;
import io.dispenser.telemetry.adapter.delta.lease.CommitLeases;
import io.dispenser.telemetry.core.time.SystemScheduler;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import io.dispenser.telemetry.testkit.ManualInstants;
import io.dispenser.telemetry.testkit.ManualTicker;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A file that the holder deletes without a commit, since the table had its batches before: whoever waits for it need not wait long. */
class VanishedFileTest {

    private final InMemoryTableStore store = new InMemoryTableStore();
    private final ManualTicker ticker = new ManualTicker();
    private final ManualInstants clock = new ManualInstants(Instant.parse("2026-03-01T12:00:00Z"));
    private final InboxName name = InboxName.fresh("w", 7);
    private final HandOver handOver = new HandOver(
            new StoreInbox(store, new SystemScheduler()),
            version -> Optional.empty(),
            new Beating(),
            new CommitLeaseWatch(ticker),
            clock,
            ticker,
            new SplittableRandom(1),
            name,
            new byte[] {1},
            new Latest(3, clock.instant()));

    @Test
    void aHolderThatIsAliveIsGivenTimeWhileTheFileIsThere() throws Exception {
        assertThat(steps(5)).isInstanceOf(Progress.Waiting.class);
        assertThat(store.paths()).containsExactly(name.path());
    }

    @Test
    void theLogIsAskedOnceItIsGone() throws Exception {
        assertThat(steps(1)).isInstanceOf(Progress.Waiting.class);
        store.removeIf(name.path()::equals);
        assertThat(steps(2)).as("a commit may just be under way").isInstanceOf(Progress.Waiting.class);
        assertThat(steps(1)).isEqualTo(new Progress.Unsettled(Holder.ALIVE));
    }

    private Progress steps(int steps) throws Exception {
        Progress progress = handOver.step();
        for (int step = 1; step < steps; step++) {
            if (progress instanceof Progress.Waiting waiting) {
                ticker.advance(waiting.next());
            }
            progress = handOver.step();
        }
        return progress;
    }

    /** The lease of a holder that is at work, and that tells of other files. */
    private static final class Beating implements CommitLeases {

        private long beat;

        @Override
        public Optional<CommitLease> read() {
            return Optional.of(new CommitLease(1, "holder", ++beat, false, List.of(), 0));
        }

        @Override
        public Optional<Listed> newest() {
            return read().map(lease -> new Listed(lease, Instant.EPOCH));
        }

        @Override
        public Optional<CommitLease> take(Optional<CommitLease> before, String holder) {
            return Optional.empty();
        }

        @Override
        public void write(CommitLease lease) {}

        @Override
        public boolean isNewest(CommitLease lease) {
            return true;
        }
    }
}
