package io.dispenser.telemetry.adapter.delta.groupcommit;

import io.dispenser.telemetry.adapter.delta.inbox.InboxListing;
import io.dispenser.telemetry.adapter.delta.io.FileWalk;
import io.dispenser.telemetry.adapter.delta.io.TablePaths;
import io.dispenser.telemetry.adapter.delta.lease.CommitLeases.Listed;
import io.dispenser.telemetry.adapter.delta.lease.StoreCommitLeases;
import io.dispenser.telemetry.core.port.HandOvers;
import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks for a person at what hosts hand over to each other. Writes nothing. */
public final class HandOverLook {

    private HandOverLook() {}

    /** What is there now: a listing of the inbox, of the leases and of what lies aside, and the lease. */
    public static HandOvers at(TableStore store) throws TableStoreException {
        InboxListing inbox = InboxListing.of(store);
        Optional<Listed> lease = new StoreCommitLeases(store).newest();
        long setAside = 0;
        @Nullable Instant oldestSetAside = null;
        FileWalk walk = new FileWalk(store, TablePaths.ASIDE);
        for (List<FileEntry> chunk = walk.next(); !chunk.isEmpty(); chunk = walk.next()) {
            setAside += chunk.size();
            for (FileEntry file : chunk) {
                oldestSetAside = oldestSetAside == null || file.modified().isBefore(oldestSetAside)
                        ? file.modified()
                        : oldestSetAside;
            }
        }
        return new HandOvers(
                inbox.files(),
                lease.map(each -> Math.min(inbox.files(), each.lease().left())).orElse(0L),
                inbox.writers(),
                inbox.oldest(),
                lease.map(each -> each.lease().holder()).orElse(null),
                lease.map(each -> !each.lease().released()).orElse(false),
                lease.map(Listed::written).orElse(null),
                setAside,
                oldestSetAside);
    }
}
