package io.dispenser.telemetry.adapter.delta.groupcommit;

import io.dispenser.telemetry.adapter.delta.inbox.Inbox;
import io.dispenser.telemetry.adapter.delta.inbox.InboxFormat;
import io.dispenser.telemetry.adapter.delta.inbox.InboxListing;
import io.dispenser.telemetry.adapter.delta.inbox.InboxName;
import io.dispenser.telemetry.adapter.delta.inbox.StoreInbox;
import io.dispenser.telemetry.adapter.delta.lease.CommitLeases;
import io.dispenser.telemetry.adapter.delta.lease.StoreCommitLeases;
import io.dispenser.telemetry.adapter.delta.log.LatestSnapshot;
import io.dispenser.telemetry.adapter.delta.log.LoggedCommit;
import io.dispenser.telemetry.adapter.delta.write.BatchWriter;
import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.table.TelemetryTable;
import io.dispenser.telemetry.core.time.Scheduler;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * What a group commit needs of the table and the world.
 *
 * @param names gives files names that no other has
 * @param random for hosts that start together, and must not go on together
 */
record GroupCommitPorts<E extends TelemetryEvent>(
        OwnCommits<E> own,
        Inbox inbox,
        InboxCare.Files files,
        CommitLeases leases,
        HandOver.Commits commits,
        Encoder<E> encoder,
        ToName names,
        RandomGenerator random) {

    /** Names a file. */
    @FunctionalInterface
    interface ToName {

        /**
         * A name that is new.
         *
         * @param last the number of the last batch in the file
         */
        InboxName of(String writerId, long last);
    }

    /** Makes files of batches. */
    @FunctionalInterface
    interface Encoder<E extends TelemetryEvent> {

        /**
         * The content of a file, as {@link InboxFormat} says.
         *
         * @throws IllegalArgumentException if an event can't be a row
         */
        byte[] encode(String tableId, long base, List<Batch<E>> batches);
    }

    /**
     * Those of a table in a store.
     *
     * @param latest the table as this writer knows it
     * @param writer commits of its own
     */
    static <E extends TelemetryEvent> GroupCommitPorts<E> of(
            TelemetryTable<E> table,
            TableStore store,
            LatestSnapshot latest,
            BatchWriter<E> writer,
            Scheduler scheduler) {
        return new GroupCommitPorts<>(
                new DeltaOwnCommits<>(latest, writer),
                new StoreInbox(store, scheduler),
                all -> all ? InboxListing.of(store) : InboxListing.firstOf(store),
                new StoreCommitLeases(store),
                version -> LoggedCommit.read(store, version),
                (tableId, base, batches) -> InboxFormat.encode(table, tableId, base, batches),
                InboxName::fresh,
                new SplittableRandom());
    }
}
