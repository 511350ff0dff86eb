package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.table.ColumnSet;
import io.dispenser.telemetry.core.table.TelemetryTable;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import io.dispenser.telemetry.testkit.SampleEvents;
import io.dispenser.telemetry.testkit.StoreFault;
import io.dispenser.telemetry.testkit.StoreOperation;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeltaSampleHistoryTest {

    private final InMemoryTableStore store = new InMemoryTableStore();
    private final InMemoryTableStore client = store.anotherClient();
    private final DeltaSampleHistory history = new DeltaSampleHistory(client);

    @Test
    void withoutATableThereAreNoSamples() throws Exception {
        assertThat(history.times("h", Set.of("a"), Instant.EPOCH)).isEmpty();
    }

    @Test
    void theTimesOfTheContainersAreTold() throws Exception {
        ContainerStatusEvent one = SampleEvents.status(2);
        ContainerStatusEvent other = SampleEvents.status(4);
        write(TelemetryTables.STATUS, List.of(one, other));

        assertThat(history.times(one.origin().host(), Set.of(one.containerId()), Instant.EPOCH))
                .containsExactly(one.timestamp());
        assertThat(history.times(null, Set.of(one.containerId(), other.containerId()), Instant.EPOCH))
                .containsExactlyInAnyOrder(one.timestamp(), other.timestamp());
        assertThat(history.times(null, Set.of("somebody's"), Instant.EPOCH)).isEmpty();
    }

    @Test
    void onlyFilesOfTheHostAndTheTimeAreRead() throws Exception {
        for (int number = 0; number < 20; number += 2) {
            write(TelemetryTables.STATUS, List.of(SampleEvents.status(number)));
        }
        ContainerStatusEvent wanted = SampleEvents.status(18);
        Set<String> ids = Set.of(wanted.containerId());
        long all = requests(() -> history.times(null, ids, Instant.EPOCH));
        assertThat(all - requests(() -> history.times(wanted.origin().host(), ids, Instant.EPOCH)))
                .as("of ten files, four are of the host")
                .isGreaterThanOrEqualTo(6);
        assertThat(all - requests(() -> history.times(null, ids, wanted.timestamp())))
                .isGreaterThanOrEqualTo(9);
    }

    @Test
    void aTableThatDoesNotTellHostsApartIsAskedByContainer() throws Exception {
        ContainerStatusEvent row = SampleEvents.status(2);
        write(TelemetryTables.status(ColumnSet.DOCUMENTED), List.of(row));
        assertThat(history.times("another", Set.of(row.containerId()), Instant.EPOCH))
                .containsExactly(row.timestamp());
    }

    @Test
    void aStoreThatIsAwayOrDeniesMayAnswerLater() throws Exception {
        write(TelemetryTables.STATUS, SampleEvents.statuses(0, 2));
        for (StoreFault fault : List.of(StoreFault.UNAVAILABLE, StoreFault.DENIED)) {
            client.failNext(StoreOperation.LIST, path -> true, fault);
            assertThatThrownBy(() -> history.times(null, Set.of("a"), Instant.EPOCH))
                    .isInstanceOfSatisfying(
                            SinkException.class,
                            e -> assertThat(e.isPermanent()).isFalse());
        }
    }

    private interface Question {
        Set<Instant> ask() throws Exception;
    }

    private long requests(Question question) throws Exception {
        long before = client.requests();
        assertThat(question.ask()).hasSize(1);
        return client.requests() - before;
    }

    private void write(TelemetryTable<ContainerStatusEvent> table, List<ContainerStatusEvent> rows) throws Exception {
        try (var sink = new DeltaSink<>(table, store.anotherClient(), "test/1")) {
            sink.write(new Batch<>("w" + rows.get(0).timestamp(), 0, rows));
        }
    }
}
