package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.CompactionScope;
import io.dispenser.telemetry.core.port.MaintenanceListener;
import io.dispenser.telemetry.core.port.WriteReceipt;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import io.dispenser.telemetry.testkit.SampleEvents;
import io.dispenser.telemetry.testkit.StoreOperation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A machine that is suspended when all has been looked at and only the commit is left to be put. Meanwhile the others go on, and
 * clean the log past the version whose name the commit then finds free.
 */
class SuspendedMachineTest {

    private static final Duration A_NIGHT = Duration.ofDays(8);

    private final MaintenanceFixture table = new MaintenanceFixture();
    private final InMemoryTableStore client = table.store.anotherClient();
    private final LogText log = new LogText(table.store, table.clock);
    private final List<ContainerStatusEvent> expected = new ArrayList<>();
    private int batches;
    private int late;

    @Test
    void anAcceptedBatchIsThereOnceThoughTheLogWasCleanedPastItsVersion() throws Exception {
        try (var slow = sink(client)) {
            write(slow, 1);
            sleepBeforeTheCommit();
            WriteReceipt receipt = write(slow, 1);

            assertThat(log.lines(2).get(0)).as("a commit behind the checkpoint").contains("\"operation\":\"WRITE\"");
            assertThat(receipt.version()).isGreaterThan(20);
            assertThat(receipt.alreadyPresent()).isFalse();
            write(slow, 1);
        }
        assertRows();
    }

    @Test
    void soAreSeveralBatchesOfOneCommit() throws Exception {
        try (var slow = sink(client)) {
            write(slow, 1);
            sleepBeforeTheCommit();
            write(slow, 3);
            write(slow, 2);
        }
        assertRows();
    }

    @Test
    void aCommitThatCountedAllTheSameIsNotMadeTwice() throws Exception {
        try (var slow = sink(client)) {
            write(slow, 1);
            client.beforeNext(StoreOperation.PUT_IF_ABSENT, LogText::isCommit, () -> table.elapse(Duration.ofHours(2)));
            assertThat(write(slow, 1).alreadyPresent()).isTrue();
            client.beforeNext(StoreOperation.PUT_IF_ABSENT, LogText::isCommit, () -> table.elapse(Duration.ofHours(2)));
            assertThat(write(slow, 2).alreadyPresent()).isTrue();
        }
        assertRows();
    }

    @Test
    void aCompactionOfALogThatIsGoneChangesNothingAndIsPlannedAnew() throws Exception {
        try (var writer = sink(table.store.anotherClient())) {
            for (int i = 0; i < 12; i++) {
                write(writer, 1);
            }
        }
        table.elapse(Duration.ofDays(1));
        DeltaMaintenance slow = table.maintenance(client);
        sleepBeforeTheCommit();
        var report = slow.compact(CompactionScope.ALL, MaintenanceListener.NONE);

        assertRows();
        assertThat(report.failures()).isEmpty();
        assertThat(table.describe().rows()).hasValue(expected.size());
        table.elapse(A_NIGHT);
        MaintenanceFixture.maintain(table.maintenance());
        assertRows();
    }

    @Test
    void rowsThatAreToLeaveDoSoThoughTheFirstCommitDidNotCount() throws Exception {
        try (var writer = sink(table.store.anotherClient())) {
            write(writer, 1);
        }
        table.elapse(Duration.ofDays(3));
        DeltaMaintenance slow = table.maintenance(client);
        sleepBeforeTheCommit();
        slow.expire(1, false, MaintenanceListener.NONE);
        assertThat(ReadBack.statuses(table.store)).isEmpty();
    }

    private void sleepBeforeTheCommit() {
        client.beforeNext(StoreOperation.PUT_IF_ABSENT, LogText::isCommit, LogText.unchecked(() -> {
            for (int day = 0; day < 2; day++) {
                try (var others = sink(table.store.anotherClient())) {
                    for (int i = 0; i < 15; i++) {
                        ContainerStatusEvent event = SampleEvents.status(1000 + late++);
                        others.write(new Batch<>("others", late, List.of(event)));
                        expected.add(event);
                    }
                }
                table.elapse(A_NIGHT);
                try (DeltaMaintenance maintenance = table.maintenance()) {
                    maintenance.cleanLog(false, MaintenanceListener.NONE);
                }
            }
            assertThat(table.store.paths())
                    .as("the log was cleaned past the version that is about to be put")
                    .doesNotContain("_delta_log/00000000000000000002.json");
        }));
    }

    private DeltaSink<ContainerStatusEvent> sink(InMemoryTableStore store) {
        return new DeltaSink<>(TelemetryTables.STATUS, store, "test/1", table.clock);
    }

    private WriteReceipt write(DeltaSink<ContainerStatusEvent> sink, int together) throws Exception {
        List<Batch<ContainerStatusEvent>> waiting = new ArrayList<>();
        for (int i = 0; i < together; i++) {
            ContainerStatusEvent event = SampleEvents.status(batches);
            expected.add(event);
            waiting.add(new Batch<>("slow", batches++, List.of(event)));
        }
        return sink.writeAll(waiting);
    }

    private void assertRows() throws Exception {
        assertThat(ReadBack.statuses(table.store)).containsExactlyInAnyOrderElementsOf(expected);
    }
}
