package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.adapter.delta.maintenance.MaintenanceLimits;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.ExpiryReport;
import io.dispenser.telemetry.core.port.MaintenanceException;
import io.dispenser.telemetry.core.port.MaintenanceListener;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import io.dispenser.telemetry.testkit.SampleEvents;
import io.dispenser.telemetry.testkit.StoreFault;
import io.dispenser.telemetry.testkit.StoreOperation;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows that leave a table for their age, on 2026-03-05 where nothing else is said. */
class ExpiryTest {

    private static final int A_DAY = 86_400;

    private final MaintenanceFixture table = new MaintenanceFixture(Instant.parse("2026-03-05T18:00:00Z"));
    private final LogText log = new LogText(table.store, table.clock);
    private final InMemoryTableStore client = table.store.anotherClient();
    private final List<ContainerStatusEvent> rows = new ArrayList<>();
    private int batches;

    @Test
    void wholeDatesLeaveByOneCommitThatTheHistoryHasAsADelete() throws Exception {
        appendDays(4);

        ExpiryReport report = expire(2);

        assertThat(report).isEqualTo(new ExpiryReport(2, 6, 6, report.bytes(), List.of()));
        assertRowsFrom("2026-03-03");
        assertThat(log.lines(13)).hasSize(1 + 6);
        assertThat(log.line(13, "commitInfo"))
                .contains("\"operation\":\"DELETE\"")
                .contains("\"predicate\":\"[\\\"(date < '2026-03-03')\\\"]\"")
                .contains("\"numRemovedFiles\":\"6\"", "\"numDeletedRows\":\"6\"")
                .contains("\"isBlindAppend\":false");
        assertThat(log.line(13, "remove")).contains("\"dataChange\":true").doesNotContain("stats");
        assertThat(table.describe().version()).isEqualTo(13);
    }

    @Test
    void manyFilesLeaveByCommitsOfWholeDates() throws Exception {
        appendDays(4);
        MaintenanceLimits few = new MaintenanceLimits(
                8, 1000, 1 << 20, 7, 1000, 1 << 20, 1 << 20, Duration.ofHours(6), Duration.ofMinutes(10));

        try (var maintenance = new DeltaMaintenance("status", client, "test/1", table.clock, table.ticker, few)) {
            assertThat(maintenance.expire(1, false, MaintenanceListener.NONE).files())
                    .isEqualTo(9);
        }

        assertRowsFrom("2026-03-04");
        assertThat(log.lines(13)).as("two dates of three files").hasSize(1 + 6);
        assertThat(log.lines(14)).hasSize(1 + 3);
    }

    @Test
    void theEarlierOfTheTwoClocksSaysWhatIsOld() throws Exception {
        appendDays(4);

        try (DeltaMaintenance wrong = table.maintenance(client, Duration.ofDays(365))) {
            assertThat(wrong.expire(30, false, MaintenanceListener.NONE).files())
                    .as("by a clock that is a year ahead")
                    .isZero();
        }
        try (DeltaMaintenance wrong = table.maintenance(table.store.anotherClient(), Duration.ofDays(-365))) {
            assertThat(wrong.expire(1, false, MaintenanceListener.NONE).files())
                    .as("by a clock that is a year behind")
                    .isZero();
        }
    }

    @Test
    void whatIsAppendedMeanwhileStaysAndDoesNotDisturb() throws Exception {
        appendDays(4);
        beforeOurCommit(() -> append(SampleEvents.status(100), SampleEvents.status(4 * A_DAY)));

        assertThat(expire(2).files()).isEqualTo(6);

        assertThat(ReadBack.statuses(table.store)).hasSize(6 + 2);
        assertThat(expire(2).rows()).as("what came late to an old date").isEqualTo(1);
        assertRowsFrom("2026-03-03");
    }

    @Test
    void filesThatSomebodyReplacedMeanwhileLeaveAllTheSame() throws Exception {
        appendDays(4);
        beforeOurCommit(() -> assertThat(table.compact().filesRemoved()).isEqualTo(12));

        ExpiryReport report = expire(2);

        assertThat(report.rows()).isEqualTo(6);
        assertThat(report.files()).as("one a date").isEqualTo(2);
        assertRowsFrom("2026-03-03");
    }

    @Test
    void aCommitOfWhichNobodyKnowsIsAskedFor() throws Exception {
        for (StoreFault fault : List.of(StoreFault.REPLY_LOST, StoreFault.REQUEST_LOST)) {
            appendDays(4);
            client.failNext(StoreOperation.PUT_IF_ABSENT, LogText::isCommit, fault);
            expire(2);
            assertRowsFrom("2026-03-03");
        }
    }

    @Test
    void aTableThatAllowsNoDeletionIsLeftWithTheReason() throws Exception {
        appendDays(4);
        log.withProperty("delta.appendOnly", "true");

        assertThatThrownBy(() -> expire(2))
                .isInstanceOfSatisfying(
                        MaintenanceException.class,
                        e -> assertThat(e.isPermanent()).isTrue())
                .hasMessageContaining("delta.appendOnly");
        assertThat(expire(30).files()).as("nothing is that old").isZero();
        assertRowsFrom("2026-03-01");
    }

    @Test
    void aFileLeavesWithTheVectorOfItsDeletedRows() throws Exception {
        appendDays(4);
        log.allowDeletionVectors();
        log.commit(13, "DELETE", log.remove(log.dataFile(1)) + LogText.withVector(log.line(1, "add")));

        ExpiryReport report = expire(2);

        assertThat(report.files()).isEqualTo(6);
        assertThat(report.rows()).as("one was deleted before").isEqualTo(5);
        assertThat(log.lines(14).stream()
                        .filter(line -> line.contains("\"pathOrInlineDv\":\"ab^-aqEH.-t@S}K{vb[*k^\"")))
                .hasSize(1);
        assertThat(table.describe().files()).isEqualTo(6);
        assertThat(expire(2).files()).isZero();
    }

    @Test
    void tablesOfOthersByServiceAndDateLoseTheirOldDates() throws Exception {
        PartitionedTable.create(table.store, TelemetryTables.STATUS, "service", "date");
        appendDays(4);

        assertThat(expire(2)).isEqualTo(new ExpiryReport(2, 6, 6, expired(), List.of()));
        assertRowsFrom("2026-03-03");
    }

    @Test
    void whereNoPartitionTellsTheDateRowsStay() throws Exception {
        PartitionedTable.create(table.store, TelemetryTables.STATUS, "service");
        appendDays(4);

        assertThat(expire(2).notes()).containsExactly("no rows left it for their age: it is not partitioned by a date");
        assertRowsFrom("2026-03-01");
    }

    @Test
    void aTableWithColumnMappingIsLeftWithTheReason() throws Exception {
        appendDays(4);
        log.withProperty("delta.columnMapping.mode", "name");

        assertThat(expire(2).notes()).singleElement().asString().contains("column mapping");
    }

    @Test
    void lessThanADayIsRefused() {
        assertThatThrownBy(() -> expire(0)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Three rows a day from 2026-03-01 on, each in a file of its own. */
    private void appendDays(int days) throws Exception {
        for (int day = 0; day < days; day++) {
            for (int number = 0; number < 3; number++) {
                append(SampleEvents.status(day * A_DAY + number));
            }
        }
    }

    private void append(ContainerStatusEvent... events) throws Exception {
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, table.store.anotherClient(), "test/1", table.clock)) {
            for (ContainerStatusEvent event : events) {
                sink.write(new Batch<>("w", batches++, List.of(event)));
                rows.add(event);
            }
        }
    }

    private ExpiryReport expire(int keepDays) throws Exception {
        DeltaMaintenance maintenance = table.maintenance(client);
        return maintenance.expire(keepDays, false, MaintenanceListener.NONE);
    }

    /** The bytes of the files that the last commit took out. */
    private long expired() throws Exception {
        return log.lines(table.describe().version()).stream()
                .filter(line -> line.startsWith("{\"remove\""))
                .mapToLong(line -> Long.parseLong(line.replaceAll(".*\"size\":(\\d+).*", "$1")))
                .sum();
    }

    private void assertRowsFrom(String day) throws Exception {
        Instant first = Instant.parse(day + "T00:00:00Z");
        assertThat(ReadBack.statuses(table.store))
                .containsExactlyInAnyOrderElementsOf(rows.stream()
                        .filter(row ->
                                !row.timestamp().truncatedTo(ChronoUnit.DAYS).isBefore(first))
                        .toList());
    }

    private void beforeOurCommit(LogText.Action action) {
        client.beforeNext(StoreOperation.PUT_IF_ABSENT, LogText::isCommit, LogText.unchecked(action));
    }
}
