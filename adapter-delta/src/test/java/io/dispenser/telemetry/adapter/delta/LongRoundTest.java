package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.adapter.delta.io.FileWalk;
import io.dispenser.telemetry.adapter.delta.maintenance.MaintenanceLimits;
import io.dispenser.telemetry.core.port.CompactionReport;
import io.dispenser.telemetry.core.port.CompactionScope;
import io.dispenser.telemetry.core.port.MaintenanceListener;
import io.dispenser.telemetry.core.port.VacuumReport;
import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.storage.ForwardingTableStore;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A day of more files than a round knows at once, or has time for, and a vacuum of more than it deletes at once. */
class LongRoundTest {

    private static final int FILES = 50;
    private static final int KNOWN = 12;

    private final MaintenanceFixture table = new MaintenanceFixture();

    @BeforeEach
    void aDayThatIsOver() throws Exception {
        table.append(FILES);
        table.elapse(Duration.ofDays(2));
    }

    @Test
    void aDayOfMoreFilesThanAreKnownAtOnceIsSortedInPartsAndMergedOnce() throws Exception {
        try (DeltaMaintenance maintenance = maintenance(KNOWN)) {
            CompactionReport report = maintenance.compact(CompactionScope.ALL, MaintenanceListener.NONE);

            assertThat(report.filesRemoved()).isEqualTo(FILES);
            assertThat(report.filesAdded()).isEqualTo(1);
            // Four times 12 files are sorted, and the last two together with the four runs of those.
            assertThat(report.commits()).isEqualTo(5);
            assertThat(report.rowsRewritten()).isEqualTo(4 * KNOWN + FILES);
            assertThat(report.failures()).isEmpty();
            assertThat(report.notes()).isEmpty();
        }
        assertThat(checkpoints())
                .as("one after each twelve files, for whoever looks next")
                .isEqualTo(4);
        assertThat(ReadBack.statuses(table.store)).containsExactlyInAnyOrderElementsOf(table.expected());
    }

    @Test
    void anOpenDayOfMoreFilesThanAreKnownAtOnceIsGoneThroughToo() throws Exception {
        MaintenanceFixture open = new MaintenanceFixture();
        open.append(FILES);
        MaintenanceLimits limits = MaintenanceLimits.DEFAULTS.withMaxPlanned(KNOWN);
        try (var maintenance =
                new DeltaMaintenance("status", open.store.anotherClient(), "test/1", open.clock, open.ticker, limits)) {
            maintenance.compact(CompactionScope.ALL, MaintenanceListener.NONE);
        }

        assertThat(open.describe().files()).isLessThan(MaintenanceLimits.DEFAULTS.fanIn());
        assertThat(ReadBack.statuses(open.store)).containsExactlyInAnyOrderElementsOf(open.expected());
    }

    @Test
    void aRoundEndsAfterTheStepThatTookItsTimeAndTheNextGoesOn() throws Exception {
        CompactionScope brief = CompactionScope.ALL.within(Duration.ofMinutes(30));
        MaintenanceListener slow = (operation, done, total) -> table.elapse(Duration.ofMinutes(1));
        try (DeltaMaintenance maintenance = maintenance(30)) {
            CompactionReport first = maintenance.compact(brief, slow);

            assertThat(first.commits()).isEqualTo(1);
            assertThat(first.filesRemoved()).isEqualTo(30);
            assertThat(first.notes())
                    .containsExactly("it has lasted 30 minutes; what is left is left to the next round");
            assertThat(ReadBack.statuses(table.store)).containsExactlyInAnyOrderElementsOf(table.expected());

            CompactionReport second = maintenance.compact(brief, slow);
            assertThat(second.commits()).isEqualTo(1);
            assertThat(second.filesAdded()).isEqualTo(1);
        }
        assertThat(table.describe().files()).isEqualTo(1);
        assertThat(ReadBack.statuses(table.store)).containsExactlyInAnyOrderElementsOf(table.expected());
    }

    @Test
    void aVacuumOfManyFilesListsAndDeletesAPartAtATime() throws Exception {
        int orphans = 60_000;
        for (int i = 0; i < orphans; i++) {
            table.store.put("date=2026-03-01/part-orphan-" + i + ".parquet", new byte[1]);
        }
        table.elapse(Duration.ofDays(2));
        long before = table.describe().version();
        LargestList client = new LargestList(table.store.anotherClient());
        try (DeltaMaintenance maintenance = table.maintenance(client)) {
            VacuumReport imagined = maintenance.vacuum(true, MaintenanceListener.NONE);
            VacuumReport report = maintenance.vacuum(false, MaintenanceListener.NONE);

            assertThat(report).isEqualTo(imagined);
            assertThat(report.files()).isEqualTo(orphans);
            assertThat(report.bytes()).isEqualTo(orphans);
        }
        assertThat(client.largest).isLessThanOrEqualTo(FileWalk.CHUNK);
        assertThat(table.describe().version())
                .as("two parts, each between two commits")
                .isEqualTo(before + 4);
        assertThat(table.store.paths()).noneMatch(path -> path.contains("orphan"));
        assertThat(ReadBack.statuses(table.store)).containsExactlyInAnyOrderElementsOf(table.expected());
    }

    private DeltaMaintenance maintenance(int known) {
        MaintenanceLimits limits = MaintenanceLimits.DEFAULTS.withMaxPlanned(known);
        return new DeltaMaintenance("status", table.store.anotherClient(), "test/1", table.clock, table.ticker, limits);
    }

    private long checkpoints() {
        return table.store.paths().stream()
                .filter(path -> path.endsWith(".checkpoint.parquet"))
                .count();
    }

    /** How many files a list had at most. */
    private static final class LargestList extends ForwardingTableStore {

        private int largest;

        LargestList(TableStore store) {
            super(store);
        }

        @Override
        public List<FileEntry> list(String directory, String fromName, int limit) throws TableStoreException {
            List<FileEntry> files = super.list(directory, fromName, limit);
            largest = Math.max(largest, files.size());
            return files;
        }
    }
}
