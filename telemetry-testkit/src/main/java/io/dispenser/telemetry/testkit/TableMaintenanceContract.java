package io.dispenser.telemetry.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.BatchSink;
import io.dispenser.telemetry.core.port.CompactionReport;
import io.dispenser.telemetry.core.port.CompactionScope;
import io.dispenser.telemetry.core.port.ExpiryReport;
import io.dispenser.telemetry.core.port.Lease;
import io.dispenser.telemetry.core.port.LogReport;
import io.dispenser.telemetry.core.port.MaintenanceListener;
import io.dispenser.telemetry.core.port.TableDescription;
import io.dispenser.telemetry.core.port.TableMaintenance;
import io.dispenser.telemetry.core.port.VacuumReport;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What every {@link TableMaintenance} does. A subclass opens sinks and maintainers of one place, new and empty for each test,
 * whose time it controls; it is on 2026-03-01, the day of the {@link SampleEvents}, after noon.
 */
public abstract class TableMaintenanceContract {

    private static final int BATCHES = 20;

    /** Longer than any lease that isn't renewed. */
    private static final Duration LONG = Duration.ofHours(1);

    /** For subclasses. */
    protected TableMaintenanceContract() {}

    /** Opens another sink of the place. The test closes it. */
    protected abstract BatchSink<ContainerStatusEvent> openSink() throws Exception;

    /** Makes a table in the place, which has none, as another program would, with the columns of {@link #openSink}. */
    protected abstract void createForeign() throws Exception;

    /** Opens another maintainer of the place. The test closes it. */
    protected abstract TableMaintenance open() throws Exception;

    /** All events of the place, in any order. */
    protected abstract List<ContainerStatusEvent> written() throws Exception;

    /** Lets time pass, for the place and for everybody. */
    protected abstract void advance(Duration time);

    @Test
    void aTableThatIsNotThereIsLeftAlone() throws Exception {
        try (TableMaintenance maintenance = open()) {
            assertThat(maintenance.describe()).isEmpty();
            assertThat(maintenance.isOurs()).isFalse();
            try (Lease lease = maintenance.acquireLease(Duration.ZERO).orElseThrow()) {
                assertThat(lease.holder()).isNotBlank();
                assertThat(expire(maintenance, 1).notes()).isNotEmpty();
                assertThat(compact(maintenance).notes()).isNotEmpty();
                assertThat(vacuum(maintenance).notes()).isNotEmpty();
                assertThat(cleanLog(maintenance).notes()).isNotEmpty();
            }
            assertThat(maintenance.describe()).isEmpty();
        }
        append(0, 1); // and the place is as good as new
        assertThat(written()).hasSize(1);
    }

    /** Whoever keeps his table himself may not want others to: agents ask this before they do anything. */
    @Test
    void aTableThatAnotherProgramMadeIsNotOursWhoeverWritesToIt() throws Exception {
        createForeign();
        try (TableMaintenance maintenance = open()) {
            assertThat(maintenance.isOurs()).isFalse();
            append(0, 2);
            assertThat(maintenance.isOurs()).isFalse();
            assertThat(maintenance.describe().orElseThrow().ours()).isFalse();
        }
    }

    @Test
    void aTableThatWeMadeIsOurs() throws Exception {
        append(0, 1);
        try (TableMaintenance maintenance = open()) {
            assertThat(maintenance.isOurs()).isTrue();
            assertThat(maintenance.describe().orElseThrow().ours()).isTrue();
        }
    }

    @Test
    void smallFilesBecomeOneAndTheRowsStayTheSame() throws Exception {
        append(0, BATCHES);
        advance(Duration.ofDays(1));
        try (TableMaintenance maintenance = open()) {
            TableDescription before = maintenance.describe().orElseThrow();
            assertThat(before.files()).isEqualTo(BATCHES);
            assertThat(before.smallFileShare()).isEqualTo(1);
            assertThat(before.ours()).isEqualTo(maintenance.isOurs());

            CompactionReport report = compact(maintenance);

            assertThat(report.filesRemoved()).isEqualTo(BATCHES);
            assertThat(report.filesAdded()).isEqualTo(1);
            assertThat(report.rowsRewritten()).isEqualTo(BATCHES);
            assertThat(report.partitions()).isEqualTo(1);
            TableDescription after = maintenance.describe().orElseThrow();
            assertThat(after.files()).isEqualTo(1);
            assertThat(after.rows()).isEqualTo(before.rows());
            assertThat(after.oldestDate()).isEqualTo(LocalDate.parse("2026-03-01"));
            assertThat(after.newestDate()).isEqualTo(LocalDate.parse("2026-03-01"));
            assertThat(compact(maintenance).commits())
                    .as("nothing is left to do")
                    .isZero();
        }
        assertThat(written()).containsExactlyInAnyOrderElementsOf(SampleEvents.statuses(0, BATCHES));
        append(BATCHES, BATCHES + 2);
        assertThat(written()).containsExactlyInAnyOrderElementsOf(SampleEvents.statuses(0, BATCHES + 2));
    }

    @Test
    void aDryRunTellsAndChangesNothing() throws Exception {
        append(0, BATCHES);
        advance(Duration.ofDays(1));
        try (TableMaintenance maintenance = open()) {
            TableDescription before = maintenance.describe().orElseThrow();

            CompactionReport report = maintenance.compact(CompactionScope.ALL.asDryRun(), MaintenanceListener.NONE);

            assertThat(report.filesRemoved()).isEqualTo(BATCHES);
            VacuumReport unused = maintenance.vacuum(true, MaintenanceListener.NONE);
            LogReport ignored = maintenance.cleanLog(true, MaintenanceListener.NONE);
            assertThat(maintenance.describe().orElseThrow()).isEqualTo(before);
        }
    }

    @Test
    void rowsOfOldDatesLeaveTheTableAndThenTheDisk() throws Exception {
        append(0, BATCHES);
        advance(Duration.ofDays(3));
        try (TableMaintenance maintenance = open()) {
            assertThat(expire(maintenance, 3).files()).as("just as old").isZero();
            ExpiryReport dry = maintenance.expire(2, true, MaintenanceListener.NONE);
            assertThat(written()).hasSize(BATCHES);

            ExpiryReport report = expire(maintenance, 2);

            assertThat(report).isEqualTo(dry);
            assertThat(report.dates()).isEqualTo(1);
            assertThat(report.files()).isEqualTo(BATCHES);
            assertThat(report.rows()).isEqualTo(BATCHES);
            assertThat(report.bytes()).isPositive();
            assertThat(written()).isEmpty();
            assertThat(expire(maintenance, 2).files()).isZero();
            assertThat(vacuum(maintenance).files())
                    .as("they stay for those who read an older version")
                    .isZero();
            advance(Duration.ofDays(2));
            assertThat(vacuum(maintenance).files()).isEqualTo(BATCHES);

            append(BATCHES, BATCHES + 2); // late, of a host that was away for long
            assertThat(written()).hasSize(2);
            assertThat(expire(maintenance, 2).rows()).isEqualTo(2);
        }
        assertThat(written()).isEmpty();
    }

    @Test
    void filesOfOldVersionsStayForTheirRetentionAndThenGo() throws Exception {
        append(0, BATCHES);
        advance(Duration.ofDays(2));
        try (TableMaintenance maintenance = open()) {
            assertThat(compact(maintenance).filesRemoved()).isEqualTo(BATCHES);
            advance(Duration.ofHours(20));
            assertThat(vacuum(maintenance).files()).isZero();
            advance(Duration.ofHours(6));

            assertThat(maintenance.vacuum(true, MaintenanceListener.NONE).files())
                    .isEqualTo(BATCHES);
            assertThat(vacuum(maintenance).files()).isEqualTo(BATCHES);
            assertThat(vacuum(maintenance).files()).isZero();
        }
        assertThat(written()).containsExactlyInAnyOrderElementsOf(SampleEvents.statuses(0, BATCHES));
    }

    @Test
    void aLogIsCleanedAfterItsRetention() throws Exception {
        append(0, BATCHES);
        try (TableMaintenance maintenance = open()) {
            advance(Duration.ofDays(8));
            append(BATCHES, BATCHES + 2);
            assertThat(cleanLog(maintenance).checkpoint())
                    .as("the first in a week")
                    .isPresent();
            advance(Duration.ofDays(8));
            append(BATCHES + 2, BATCHES + 4);
            assertThat(cleanLog(maintenance).files()).isPositive();
            assertThat(maintenance.describe().orElseThrow().logCommits()).isLessThan(BATCHES);
        }
        assertThat(written()).containsExactlyInAnyOrderElementsOf(SampleEvents.statuses(0, BATCHES + 4));
    }

    @Test
    void oneOfManyHasTheLease() throws Exception {
        append(0, 1);
        try (TableMaintenance first = open();
                TableMaintenance second = open()) {
            Optional<Lease> lease = first.acquireLease(Duration.ZERO);
            assertThat(lease).isPresent();
            assertThat(second.acquireLease(Duration.ZERO)).isEmpty();

            lease.orElseThrow().close();
            assertThat(second.acquireLease(Duration.ZERO)).isPresent();
            assertThat(first.acquireLease(Duration.ZERO)).isEmpty();

            advance(LONG); // the second has died
            assertThat(first.acquireLease(Duration.ZERO)).isPresent();
            assertThat(second.acquireLease(Duration.ZERO)).isEmpty();
        }
    }

    @Test
    void workDoneIsRemembered() throws Exception {
        append(0, 1);
        try (TableMaintenance maintenance = open()) {
            assertThat(maintenance.describe().orElseThrow().lastMaintenance()).isNull();
            try (Lease lease = maintenance.acquireLease(Duration.ZERO).orElseThrow()) {
                assertThat(lease.sinceVacuum()).isEmpty();
                vacuum(maintenance);
                lease.finished();
            }
            assertThat(maintenance.describe().orElseThrow().lastMaintenance()).isNotNull();
            assertThat(maintenance.acquireLease(LONG)).as("nothing to do yet").isEmpty();
            advance(LONG);
            try (Lease lease = maintenance.acquireLease(LONG).orElseThrow()) {
                assertThat(lease.sinceVacuum()).isPresent();
            }
        }
    }

    @Test
    void writersAndMaintainersDoNotDisturbEachOther() throws Exception {
        append(MaintenanceRounds.EVENTS, MaintenanceRounds.EVENTS + 1); // there is a table to maintain
        MaintenanceRounds rounds = new MaintenanceRounds(this::openSink, this::open, this::advance);
        rounds.run();
        assertThat(written())
                .containsExactlyInAnyOrderElementsOf(SampleEvents.statuses(0, MaintenanceRounds.EVENTS + 1));
        assertThat(rounds.vacuumed()).as("files that were vacuumed meanwhile").isPositive();
        assertThat(rounds.cleaned()).as("files of the log that went meanwhile").isPositive();
    }

    /** Appends events, each with a commit of its own. */
    private void append(int from, int to) throws Exception {
        try (BatchSink<ContainerStatusEvent> sink = openSink()) {
            for (int number = from; number < to; number++) {
                sink.write(new Batch<>("a", number, List.of(SampleEvents.status(number))));
            }
        }
    }

    private static ExpiryReport expire(TableMaintenance maintenance, int keepDays) throws Exception {
        return maintenance.expire(keepDays, false, MaintenanceListener.NONE);
    }

    private static CompactionReport compact(TableMaintenance maintenance) throws Exception {
        return maintenance.compact(CompactionScope.ALL, MaintenanceListener.NONE);
    }

    private static VacuumReport vacuum(TableMaintenance maintenance) throws Exception {
        return maintenance.vacuum(false, MaintenanceListener.NONE);
    }

    private static LogReport cleanLog(TableMaintenance maintenance) throws Exception {
        return maintenance.cleanLog(false, MaintenanceListener.NONE);
    }
}
