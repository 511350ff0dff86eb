package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.adapter.delta.maintenance.MaintenanceLimits;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.CompactionReport;
import io.dispenser.telemetry.core.port.CompactionScope;
import io.dispenser.telemetry.core.port.MaintenanceException;
import io.dispenser.telemetry.core.port.MaintenanceListener;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import io.dispenser.telemetry.testkit.ManualTicker;
import io.dispenser.telemetry.testkit.SampleEvents;
import io.dispenser.telemetry.testkit.StoreFault;
import io.dispenser.telemetry.testkit.StoreOperation;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A compaction beside others who change the table at the worst moment. */
class MaintenanceRaceTest {

    private final MaintenanceFixture table = new MaintenanceFixture();
    private final LogText log = new LogText(table.store, table.clock);
    private final InMemoryTableStore client = table.store.anotherClient();

    @Test
    void appendsInBetweenAreKeptAndThePlanStands() throws Exception {
        prepare();
        beforeOurCommit(() -> table.append(3));

        CompactionReport report = compact();

        assertThat(report.conflicts()).isZero();
        assertThat(report.filesRemoved()).isEqualTo(12);
        assertThat(table.describe().files()).isEqualTo(1 + 3);
        assertThat(compact().filesRemoved())
                .as("those that came too late to be seen")
                .isEqualTo(3);
        assertThat(table.describe().files()).isEqualTo(2);
        assertRows();
    }

    @Test
    void aFileThatSomebodyRemovedFirstMakesThePlanAnew() throws Exception {
        prepare();
        String removed = log.dataFile(4);
        beforeOurCommit(() -> log.commit(13, "DELETE", log.remove(removed)));

        CompactionReport report = compact();

        assertThat(report.conflicts()).isEqualTo(1);
        assertThat(report.filesRemoved()).isEqualTo(11);
        assertThat(ReadBack.statuses(table.store))
                .as("the row that was deleted stays deleted")
                .hasSize(11)
                .doesNotContain(SampleEvents.status(3));
        assertThat(table.store.paths())
                .filteredOn(LogText::isData)
                .as("twelve, and one compacted: what the first attempt wrote is gone")
                .hasSize(13);
    }

    @Test
    void twoMaintainersWithTheSamePlanMakeItOnce() throws Exception {
        prepare();
        beforeOurCommit(() -> assertThat(table.compact().filesRemoved()).isEqualTo(12));

        CompactionReport report = compact();

        assertThat(report.conflicts()).isEqualTo(1);
        assertThat(report.commits()).isZero();
        assertThat(table.describe().files()).isEqualTo(1);
        assertRows();
    }

    @Test
    void aCommitWhoseReplyIsLostIsNotMadeTwice() throws Exception {
        prepare();
        client.failNext(StoreOperation.PUT_IF_ABSENT, LogText::isCommit, StoreFault.REPLY_LOST);
        compact();
        assertThat(table.describe().files()).isEqualTo(1);
        assertThat(table.describe().version()).isEqualTo(13);
        assertRows();
    }

    @Test
    void aCommitThatGotLostIsMadeAgain() throws Exception {
        prepare();
        client.failNext(StoreOperation.PUT_IF_ABSENT, LogText::isCommit, StoreFault.REQUEST_LOST);
        assertThat(compact().filesRemoved()).isEqualTo(12);
        assertThat(table.describe().files()).isEqualTo(1);
        assertRows();
    }

    @Test
    void anAppendThatMeetsACompactionGoesThroughAtOnce() throws Exception {
        prepare();
        InMemoryTableStore writer = table.store.anotherClient();
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, writer, "test/1", table.clock)) {
            sink.write(new Batch<>("x", 0, SampleEvents.statuses(100, 101)));
            writer.beforeNext(StoreOperation.PUT_IF_ABSENT, LogText::isCommit, LogText.unchecked(table::compact));
            long puts = writer.requests(StoreOperation.PUT);
            assertThat(sink.write(new Batch<>("x", 1, SampleEvents.statuses(101, 102)))
                            .alreadyPresent())
                    .isFalse();
            assertThat(writer.requests(StoreOperation.PUT) - puts).isEqualTo(1);
        }
        assertThat(ReadBack.statuses(table.store)).hasSize(14);
    }

    @Test
    void anAppendOnlyTableIsCompacted() throws Exception {
        prepare();
        log.withProperty("delta.appendOnly", "true");

        assertThat(compact().filesRemoved()).isEqualTo(12);
        assertRows();
    }

    @Test
    void aFileWithADeletionVectorIsLeftToWhoeverWroteThat() throws Exception {
        prepare();
        log.allowDeletionVectors();
        String add = log.line(4, "add");
        log.commit(13, "DELETE", log.remove(log.dataFile(4)) + LogText.withVector(add));

        CompactionReport report = compact();

        assertThat(report.filesRemoved()).isEqualTo(11);
        assertThat(report.notes()).containsExactly("1 file with a deletion vector was left to whoever wrote that");
        assertThat(table.describe().files()).isEqualTo(2);

        String another = add.replace(log.dataFile(4), "date=2026-03-01/another.parquet");
        log.commit(15, "DELETE", LogText.withVector(another));
        assertThat(compact().notes()).containsExactly("2 files with deletion vectors were left to whoever wrote those");
    }

    @Test
    void aTableThatCanNotBeRewrittenIsLeftAsItIsWithAReason() throws Exception {
        prepare();
        log.withProperty("delta.columnMapping.mode", "name");
        try (DeltaMaintenance maintenance = table.maintenance()) {
            assertThat(maintenance
                            .compact(CompactionScope.ALL, MaintenanceListener.NONE)
                            .notes())
                    .singleElement()
                    .asString()
                    .contains("column mapping");
        }
    }

    @Test
    void whoLosesItsLeaseStopsAndHarmsNothing() throws Exception {
        prepare();
        var ticker = new ManualTicker();
        try (var slow =
                new DeltaMaintenance("status", client, "test/1", table.clock, ticker, MaintenanceLimits.DEFAULTS)) {
            assertThat(slow.acquireLease(Duration.ZERO)).isPresent();
            client.beforeNext(StoreOperation.READ_ALL, LogText::isData, LogText.unchecked(() -> {
                table.clock.advance(Duration.ofHours(1));
                MaintenanceFixture.maintain(table.maintenance());
                ticker.advance(
                        Duration.ofHours(1)); // last: another of its threads might renew the lease before it is lost
            }));
            assertThatThrownBy(() -> slow.compact(CompactionScope.ALL, MaintenanceListener.NONE))
                    .isInstanceOf(MaintenanceException.class)
                    .hasMessageContaining("another agent");
        }
        assertRows();
    }

    @Test
    void aStoreThatFailsIsToldWithItsPlace() throws Exception {
        prepare();
        client.failNext(StoreOperation.PUT, LogText::isData, StoreFault.DENIED);
        assertThatThrownBy(this::compact)
                .isInstanceOfSatisfying(
                        MaintenanceException.class,
                        e -> assertThat(e.isPermanent()).isTrue())
                .hasMessageContaining("table status in memory:/table");
        assertRows();
    }

    private void prepare() throws Exception {
        table.append(12);
        table.clock.advance(Duration.ofDays(1));
    }

    private CompactionReport compact() throws Exception {
        DeltaMaintenance maintenance = table.maintenance(client);
        return maintenance.compact(CompactionScope.ALL, MaintenanceListener.NONE);
    }

    private void assertRows() throws Exception {
        assertThat(ReadBack.statuses(table.store)).containsExactlyInAnyOrderElementsOf(table.expected());
    }

    private void beforeOurCommit(LogText.Action action) {
        client.beforeNext(StoreOperation.PUT_IF_ABSENT, LogText::isCommit, LogText.unchecked(action));
    }
}
