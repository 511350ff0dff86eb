package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.port.CompactionReport;
import io.dispenser.telemetry.core.port.CompactionScope;
import io.dispenser.telemetry.core.port.MaintenanceListener;
import io.dispenser.telemetry.core.port.VacuumReport;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One thing is wrong with a table: it is told, and everything else is looked after. */
class DamagedTableTest {

    private final MaintenanceFixture table = new MaintenanceFixture();
    private final LogText log = new LogText(table.store, table.clock);
    private String victim = "";

    @BeforeEach
    void makeSmallFilesOfADayThatIsOver() throws Exception {
        table.append(12);
        table.clock.advance(Duration.ofDays(1));
        victim = log.dataFile(4);
    }

    @Test
    void aDamagedFileIsToldByItsNameAndTheOthersAreCompacted() throws Exception {
        byte[] content = table.store.readAll(victim);
        Arrays.fill(content, 10, content.length - 10, (byte) 7);
        table.store.put(victim, content);

        CompactionReport report = table.compact();

        assertThat(report.failures()).singleElement().asString().contains(victim, "can't be read", "restore it");
        assertThat(report.filesRemoved()).isEqualTo(11);
        assertThat(table.describe().files()).isEqualTo(2);
        assertThat(table.store.stat(victim)).isPresent();
        assertThat(table.compact().commits())
                .as("the next round finds nothing else to do")
                .isZero();
    }

    @Test
    void aMissingFileIsToldByItsNameAndTheOthersAreCompacted() throws Exception {
        table.store.removeIf(victim::equals);

        CompactionReport report = table.compact();

        assertThat(report.failures()).singleElement().asString().contains(victim, "is not there", "repair");
        assertThat(report.filesRemoved()).isEqualTo(11);
        assertThat(table.describe().files()).isEqualTo(2);
    }

    @Test
    void manyMissingFilesAreToldAndTheOthersAreCompacted() throws Exception {
        for (int version = 1; version <= 6; version++) {
            table.store.removeIf(log.dataFile(version)::equals);
        }

        CompactionReport report = table.compact();

        assertThat(report.failures()).hasSize(6).allMatch(failure -> failure.contains("is not there"));
        assertThat(report.filesRemoved()).isEqualTo(6);
    }

    @Test
    void tooManyUnreadableFilesAreLeftToTheNextTime() throws Exception {
        for (int version = 1; version <= 12; version++) {
            table.store.put(log.dataFile(version), new byte[1000]);
        }

        CompactionReport report = table.compact();

        assertThat(report.failures()).hasSize(11).last().asString().contains("may have more such files");
        assertThat(report.commits()).isZero();
    }

    @Test
    void aFileWithAnotherNumberOfRowsThanTheLogSaysKeepsOnlyItsDateFromBeingCompacted() throws Exception {
        table.clock.advance(Duration.ofDays(20));
        table.append(12); // sample events have times of their own: these are of the same date
        log.rewrite(4, line -> line.replace("\\\"numRecords\\\":1", "\\\"numRecords\\\":2"));

        CompactionReport report = table.compact();

        assertThat(report.commits()).isZero();
        assertThat(report.failures()).singleElement().asString().contains("where the log says");
        assertThat(ReadBack.statuses(table.store)).containsExactlyInAnyOrderElementsOf(table.expected());
    }

    @Test
    void nothingIsVacuumedWhereAFileIsNamedByItsWholeAddress() throws Exception {
        log.rewrite(4, line -> line.replace("\"path\":\"date", "\"path\":\"s3://bucket/table/date"));
        table.clock.advance(Duration.ofDays(10));

        CompactionReport compacted = table.compact();
        try (DeltaMaintenance maintenance = table.maintenance()) {
            VacuumReport report = maintenance.vacuum(false, MaintenanceListener.NONE);

            assertThat(report.files()).isZero();
            assertThat(report.notes()).singleElement().asString().contains("s3://bucket/table/" + victim);
        }

        assertThat(compacted.notes())
                .containsExactly("1 file was left that the log names by its whole address, as in shallow clones");
        assertThat(compacted.filesRemoved()).isEqualTo(11);
        assertThat(table.store.stat(victim)).isPresent();
    }

    @Test
    void removedFilesAreKeptForSixHoursWhateverTheTableAsksFor() throws Exception {
        log.withProperty("delta.deletedFileRetentionDuration", "interval 1 hours");
        assertThat(table.compact().filesRemoved()).isEqualTo(12);
        table.clock.advance(Duration.ofMinutes(61));
        try (DeltaMaintenance maintenance = table.maintenance()) {
            assertThat(maintenance.cleanLog(false, MaintenanceListener.NONE).checkpoint())
                    .isPresent();

            assertThat(maintenance.vacuum(false, MaintenanceListener.NONE).files())
                    .isZero();
            table.clock.advance(Duration.ofHours(5));
            assertThat(maintenance.vacuum(false, MaintenanceListener.NONE).files())
                    .isEqualTo(12);
        }
        assertThat(maintainedRows()).isEqualTo(12);
    }

    private long maintainedRows() throws Exception {
        try (DeltaMaintenance maintenance = table.maintenance()) {
            maintenance.compact(CompactionScope.ALL, MaintenanceListener.NONE);
        }
        return ReadBack.statuses(table.store).size();
    }
}
