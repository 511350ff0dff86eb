package io.dispenser.telemetry.adapter.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.deployment.TrackerState;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.ForcedFiles;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The system calls of the spool and of the tracker's store on the real disk. */
class ForcedFilesTest {

    private static final String TABLE = TelemetryTables.STATUS.name();

    @TempDir
    private Path root;

    @Test
    void theSpoolForcesEachAppendEachFileThatItReplacesAndEachFolderThatItChanges() throws Exception {
        assertThat(ForcedFiles.by(Spooling.class, root.toString()))
                .containsExactly(
                        "fsync " + root.getFileName(), // the folder of all spools is new
                        "fsync spool",
                        "fsync writer-id.tmp",
                        "fsync " + TABLE,
                        "fdatasync 0000000000.open",
                        "fdatasync 0000000000.open",
                        "fsync " + TABLE, // sealed, and the next one is there
                        "fdatasync 0000000001.open",
                        "fsync 0000000001.open", // found by the next start
                        "fsync " + TABLE,
                        "fsync tracker.new",
                        "fsync spool");
    }

    /** The other process. */
    static final class Spooling {

        private Spooling() {}

        public static void main(String[] arguments) throws Exception {
            Path folder = Path.of(arguments[0]).resolve("spool");
            try (FileSpool<ContainerStatusEvent> spool =
                    FileSpool.open(TelemetryTables.STATUS, folder, SpoolFixture.OPTIONS)) {
                spool.append(SampleEvents.statuses(0, 2));
                spool.append(SampleEvents.statuses(2, 3));
                spool.seal();
                spool.append(SampleEvents.statuses(3, 4));
            }
            FileSpool.open(TelemetryTables.STATUS, folder, SpoolFixture.OPTIONS).close();
            FileTrackerStateStore.in(folder, problem -> {})
                    .store(new TrackerState(
                            "engine", null, Instant.EPOCH, Instant.EPOCH, List.of(), List.of(), List.of()));
        }
    }
}
