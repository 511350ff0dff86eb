package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.MaintenanceListener;
import io.dispenser.telemetry.core.port.VacuumReport;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which files a vacuum takes, and which it leaves, whoever put them there. The table has rows of 2026-02-26 and 2026-03-01. */
class VacuumTest {

    private static final Duration KEPT = TelemetryTables.STATUS.deletedFileRetention();

    private final MaintenanceFixture table = new MaintenanceFixture();

    @BeforeEach
    void fill() throws Exception {
        table.append(3);
        write("2026-02-26T10:00:00Z");
    }

    @Test
    void whatAWriterLeftThatDiedGoesAlsoFromADayWithoutOtherFiles() throws Exception {
        List<String> orphans = List.of(
                "date=2026-02-26/part-a.snappy.parquet",
                "date=2026-02-27/part-b.snappy.parquet",
                "date=2026-02-28/part-c.parquet",
                "date=2026-03-01/part-d.zstd.parquet",
                "date=2026-03-03/part-e.parquet");
        for (String orphan : orphans) {
            table.store.put(orphan, new byte[7]);
        }
        table.elapse(Duration.ofDays(2)); // today is the day of the last one
        List<String> live = new ArrayList<>(table.store.paths());
        live.removeAll(orphans);

        VacuumReport report = vacuum();

        assertThat(report.files()).isEqualTo(orphans.size());
        assertThat(report.bytes()).isEqualTo(7L * orphans.size());
        assertThat(table.store.paths()).doesNotContainAnyElementsOf(orphans).containsAll(live);
    }

    @Test
    void whatIsNoDataFileOrLiesElsewhereStays() throws Exception {
        List<String> strangers = List.of(
                "date=2026-03-01/notes.txt",
                "date=2026-03-01/part-a.parquet.crc",
                "date=2026-03-01/part-a.orc",
                "date=2026-03-01/.part-b.parquet",
                "date=2026-03-01/_part-c.parquet",
                "date=2026-02-27/deletion_vector_0.bin",
                "date=2026-03-01/backup/part-d.parquet",
                "date=unknown/part-e.parquet",
                "_change_data/cdc-1.parquet",
                "_delta_log/00000000000000000000.checkpoint.parquet.old",
                "_delta_log/_sidecars/f.parquet",
                "part-g.parquet",
                "other/part-h.parquet");
        for (String stranger : strangers) {
            table.store.put(stranger, new byte[7]);
        }
        table.elapse(Duration.ofDays(30));

        assertThat(vacuum().files()).isZero();

        assertThat(table.store.paths()).containsAll(strangers);
    }

    @Test
    void whatIsYoungerThanTheRetentionStays() throws Exception {
        table.store.put("date=2026-03-01/old.parquet", new byte[7]);
        table.elapse(Duration.ofMinutes(2));
        table.store.put("date=2026-03-01/young.parquet", new byte[7]);
        table.elapse(KEPT.minus(Duration.ofMinutes(1)));

        assertThat(vacuum().files()).isEqualTo(1);

        assertThat(table.store.paths())
                .contains("date=2026-03-01/young.parquet")
                .doesNotContain("date=2026-03-01/old.parquet");
    }

    @Test
    void aDryRunFindsTheSameAndTakesNothing() throws Exception {
        table.store.put("date=2026-02-27/part-b.parquet", new byte[7]);
        table.elapse(Duration.ofDays(2));
        List<String> before = List.copyOf(table.store.paths());
        try (DeltaMaintenance maintenance = table.maintenance()) {
            assertThat(maintenance.vacuum(true, MaintenanceListener.NONE).files())
                    .isEqualTo(1);
        }
        assertThat(table.store.paths()).containsExactlyInAnyOrderElementsOf(before);
    }

    private VacuumReport vacuum() throws Exception {
        try (DeltaMaintenance maintenance = table.maintenance()) {
            return maintenance.vacuum(false, MaintenanceListener.NONE);
        }
    }

    private void write(String at) throws Exception {
        List<ContainerStatusEvent> events = List.of(SampleEvents.extremeStatus(at, ""));
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, table.store.anotherClient(), "test/1", table.clock)) {
            sink.write(new Batch<>("late", 0, events));
        }
    }
}
