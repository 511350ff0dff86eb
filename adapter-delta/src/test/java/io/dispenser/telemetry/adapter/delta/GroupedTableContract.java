package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.adapter.delta.groupcommit.GroupCommitMode;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.BatchSink;
import io.dispenser.telemetry.core.storage.StorageAdapter;
import io.dispenser.telemetry.core.storage.StorageSettings;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableUri;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.BatchSinkContract;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What every sink does, in the stores of any adapter and by one of many for all: each batch goes through the table's inbox. An
 * adapter's own test extends this with a table that is new for each test.
 */
public abstract class GroupedTableContract extends BatchSinkContract {

    /** So many times as fast as hosts are: a request takes milliseconds, and a lease has to last for some. */
    private static final int TIMES = 10;

    private static final int HOSTS = 5;

    /** For subclasses. */
    protected GroupedTableContract() {}

    /** The adapter. */
    protected abstract StorageAdapter adapter();

    /** The table of this test: nothing is there before the test. The same on each call in one test. */
    protected abstract TableUri uri();

    /** What the adapter needs to open {@link #uri()}. */
    protected StorageSettings settings() {
        return StorageSettings.NONE;
    }

    private TableStore store() throws Exception {
        return adapter().open(uri(), settings());
    }

    @Override
    protected final BatchSink<ContainerStatusEvent> open() throws Exception {
        return new DeltaSink<>(
                TelemetryTables.STATUS, store(), "test/1", GroupCommitMode.ALWAYS, FastGroupCommit.means(TIMES));
    }

    @Override
    protected final List<ContainerStatusEvent> written() throws Exception {
        try (TableStore store = store()) {
            return ReadBack.statuses(store);
        }
    }

    @Test
    void hostsThatComeAndGoLeaveNothingBehind() throws Exception {
        try (GroupedFleet fleet = GroupedFleet.start(HOSTS, this::store)) {
            fleet.awaitWritten(3 * HOSTS);
            List<ContainerStatusEvent> events = fleet.stop();
            assertThat(written()).containsExactlyInAnyOrderElementsOf(events);
        }
        try (TableStore store = store()) {
            assertThat(store.list("_delta_log/_dispenser/inbox", "")).isEmpty();
            assertThat(store.list("_delta_log/_dispenser/aside", "")).isEmpty();
            assertThat(GroupedFleet.groupCommits(store)).isPositive();
            assertThat(DeltaTableCheck.look(TelemetryTables.STATUS, store).problems())
                    .isEmpty();
        }
        assertThat(SampleEvents.statuses(0, 1)).isSubsetOf(written());
    }
}
