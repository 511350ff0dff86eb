package io.dispenser.telemetry.adapter.delta.groupcommit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dispenser.telemetry.adapter.delta.inbox.InboxFormat;
import io.dispenser.telemetry.adapter.delta.inbox.InboxName;
import io.dispenser.telemetry.adapter.delta.inbox.StoreInbox;
import io.dispenser.telemetry.adapter.delta.kernel.SnapshotFacts;
import io.dispenser.telemetry.adapter.delta.lease.StoreCommitLeases;
import io.dispenser.telemetry.adapter.delta.log.DeltaLog;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.core.time.SystemScheduler;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What lies below the log of a status table while its writers hand over, the holder of the lease has died, and a file was damaged. */
public final class FullInbox {

    private static final int WRITERS = 3;

    /** The events that wait are those from this number on. */
    public static final int FIRST = 9_000;

    private FullInbox() {}

    /** Puts batches of some writers, a lease and two files that were set aside. */
    public static void fill(TableStore store) throws Exception {
        String table = SnapshotFacts.tableId(new DeltaLog(store).load().orElseThrow());
        StoreInbox inbox = new StoreInbox(store, new SystemScheduler());
        for (int writer = 0; writer < WRITERS; writer++) {
            int first = FIRST + 10 * writer;
            var batch = new Batch<>("waiting-" + writer, 7, SampleEvents.statuses(first, first + 10));
            byte[] content = InboxFormat.encode(TelemetryTables.STATUS, table, -1, List.of(batch));
            inbox.put(InboxName.fresh(batch.writerId(), batch.number()), content);
            InboxName aside = InboxName.fresh(batch.writerId(), batch.number());
            inbox.put(aside, writer == 0 ? "damaged".getBytes(UTF_8) : content);
            if (writer < 2) {
                inbox.setAside(aside);
            }
        }
        var unused = new StoreCommitLeases(store)
                .take(Optional.empty(), "a holder that died")
                .orElseThrow();
    }

    /** Puts a batch of a writer that thinks the table has none of it. */
    public static void put(TableStore store, Batch<ContainerStatusEvent> batch) throws Exception {
        String table = SnapshotFacts.tableId(new DeltaLog(store).load().orElseThrow());
        new StoreInbox(store, new SystemScheduler())
                .put(
                        InboxName.fresh(batch.writerId(), batch.number()),
                        InboxFormat.encode(TelemetryTables.STATUS, table, -1, List.of(batch)));
    }

    /** What {@link #fill} has put, as far as it is there. */
    public static List<String> paths(TableStore store) throws Exception {
        List<String> paths = new ArrayList<>();
        for (String folder : List.of("", "/inbox", "/aside")) {
            store.list("_delta_log/_dispenser" + folder, "").forEach(file -> paths.add(file.path()));
        }
        return paths;
    }
}
