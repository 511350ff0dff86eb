package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.adapter.delta.log.DeltaLog;
import io.dispenser.telemetry.core.port.MaintenanceException;
import io.dispenser.telemetry.core.port.MaintenanceListener;
import io.dispenser.telemetry.core.storage.ForwardingTableStore;
import io.dispenser.telemetry.core.storage.StorageError;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A store that forbids every deletion, as one with object lock does: maintenance says so, and rows are written. */
class LockedFilesTest {

    private final MaintenanceFixture table = new MaintenanceFixture();

    @Test
    void whatMayNotBeDeletedIsToldAndStopsNoRows() throws Exception {
        table.append(24);
        table.clock.advance(Duration.ofDays(2));
        table.compact();
        new DeltaLog(table.store).checkpoint();
        table.clock.advance(Duration.ofDays(40));
        table.append(1);

        try (DeltaMaintenance maintenance = table.maintenance(new Locked(table.store.anotherClient()))) {
            assertThatThrownBy(() -> maintenance.vacuum(false, MaintenanceListener.NONE))
                    .isInstanceOf(MaintenanceException.class)
                    .hasMessageContaining("object lock");
            assertThatThrownBy(() -> maintenance.cleanLog(false, MaintenanceListener.NONE))
                    .isInstanceOf(MaintenanceException.class)
                    .hasMessageContaining("object lock");
        }
        table.append(2);
        assertThat(ReadBack.statuses(table.store)).containsExactlyInAnyOrderElementsOf(table.expected());
    }

    private static final class Locked extends ForwardingTableStore {

        Locked(InMemoryTableStore store) {
            super(store);
        }

        @Override
        public void delete(String path) throws TableStoreException {
            throw new TableStoreException(StorageError.denied("can't delete " + path + ": object lock", ""), null);
        }
    }
}
