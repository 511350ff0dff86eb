package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.adapter.delta.io.FileWalk;
import io.dispenser.telemetry.adapter.delta.io.TablePaths;
import io.dispenser.telemetry.adapter.delta.log.Deletions;
import io.dispenser.telemetry.adapter.delta.log.InlineLogCleanup;
import io.dispenser.telemetry.adapter.delta.log.TableMetadata;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.LogReport;
import io.dispenser.telemetry.core.port.MaintenanceListener;
import io.dispenser.telemetry.core.port.TableDescription;
import io.dispenser.telemetry.core.storage.FileEntry;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** However long a log is, a few thousand of its files are in memory, and a writer removes no more than a few at a time. */
class LongLogTest {

    private static final int VERSIONS = 500_000;

    private final MaintenanceFixture table = new MaintenanceFixture();

    @SuppressWarnings("NullAway.Init")
    private LongLog log;

    @BeforeEach
    void writeATableWhoseLogHasExpired() throws Exception {
        table.append(20);
        try (DeltaMaintenance maintenance = table.maintenance()) {
            assertThat(maintenance.cleanLog(false, MaintenanceListener.NONE).checkpoint())
                    .hasValue(20);
        }
        log = new LongLog(table.store, VERSIONS, table.clock.instant());
        table.clock.advance(TelemetryTables.STATUS.logRetention().plusHours(1));
    }

    @Test
    void aMillionFilesAreCleanedInChunks() throws Exception {
        try (DeltaMaintenance maintenance = table.maintenance(log)) {
            LogReport imagined = maintenance.cleanLog(true, MaintenanceListener.NONE);
            assertThat(log.deletions()).isZero();

            List<Long> done = new ArrayList<>();
            LogReport report = maintenance.cleanLog(false, (operation, files, total) -> done.add(files));

            assertThat(report.files()).isEqualTo(imagined.files());
            assertThat(report.bytes()).isEqualTo(imagined.bytes());
            assertThat(report.files()).isGreaterThan(log.size());
            assertThat(log.deletions()).isEqualTo(log.size());
            assertThat(log.farthestAhead()).isLessThan(2 * Deletions.AT_ONCE);
            assertThat(log.largestList()).isLessThanOrEqualTo(FileWalk.CHUNK);
            int chunks = log.size() / FileWalk.CHUNK;
            assertThat(log.lists()).isBetween(chunks, 2 * (2 * chunks + 5));
            assertThat(done).isSorted().endsWith(report.files());
        }
        assertThat(ReadBack.statuses(log)).containsExactlyInAnyOrderElementsOf(table.expected());
    }

    @Test
    void theWholeLogIsCounted() throws Exception {
        TableDescription description;
        try (DeltaMaintenance maintenance = table.maintenance(log)) {
            description = maintenance.describe().orElseThrow();
        }
        assertThat(description.logCommits()).isEqualTo(VERSIONS + 21);
        assertThat(description.sinceCheckpoint()).isZero();
        assertThat(log.largestList()).isLessThanOrEqualTo(50_000);
    }

    @Test
    void aWriterRemovesAFewAtEachOfItsCheckpoints() throws Exception {
        List<Integer> deletions = new ArrayList<>();
        List<Integer> lists = new ArrayList<>();
        int first = table.expected().size();
        int last = first - 20 + 3 * TableMetadata.CHECKPOINT_INTERVAL;
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, log, "test/1", table.clock)) {
            for (int number = first; number < last; number++) {
                int deletionsBefore = log.deletions();
                int listsBefore = log.lists();
                long version = sink.write(new Batch<>("w", number, List.of(SampleEvents.status(number))))
                        .version();
                if (version % TableMetadata.CHECKPOINT_INTERVAL == 0) {
                    deletions.add(log.deletions() - deletionsBefore);
                    lists.add(log.lists() - listsBefore);
                } else {
                    assertThat(log.deletions()).isEqualTo(deletionsBefore);
                }
            }
        }
        // Four times a hundred commits, as many checksums, and a checkpoint: a fifth would be beyond the limit.
        assertThat(deletions).containsExactly(804, 804, 804).allMatch(count -> count <= InlineLogCleanup.MOST);
        assertThat(lists).as("two for the checkpoint, one to clean").containsExactly(3, 3, 3);
        assertThat(log.largestList()).isLessThanOrEqualTo(FileWalk.CHUNK);
        assertThat(log.list(TablePaths.LOG, "", 1))
                .extracting(FileEntry::name)
                .containsExactly(String.format(Locale.ROOT, "%020d.checkpoint.parquet", 3 * 4 * LongLog.INTERVAL));
        assertThat(ReadBack.statuses(log)).containsExactlyInAnyOrderElementsOf(SampleEvents.statuses(0, last));
    }
}
