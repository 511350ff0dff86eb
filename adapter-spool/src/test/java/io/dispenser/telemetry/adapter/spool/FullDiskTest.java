package io.dispenser.telemetry.adapter.spool;

import static io.dispenser.telemetry.adapter.spool.SpoolFixture.drain;
import static io.dispenser.telemetry.adapter.spool.SpoolFixture.events;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.SpoolException;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.Requirement;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is really full: a tmpfs of a quarter of a mebibyte, which only root may mount. */
class FullDiskTest {

    @TempDir
    private Path folder;

    private boolean mounted;

    @BeforeEach
    void mount() throws Exception {
        mounted = run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", folder.toString());
        if (!mounted) {
            Requirement.notMet("mount", "a tmpfs can't be mounted here: that takes root on Linux");
        }
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            assertThat(run("umount", folder.toString())).isTrue();
        }
    }

    @Test
    void whatWasAcceptedStaysAndTheSpoolGoesOnWhenThereIsRoom() throws Exception {
        Path other = folder.resolve("of-another-program");
        int appended = 0;
        try (FileSpool<ContainerStatusEvent> spool = open()) {
            for (int i = 0; i < 5; i++) {
                spool.append(SampleEvents.statuses(appended, appended + 100));
                appended += 100;
                spool.seal();
            }
            SpoolException refusal = null;
            while (refusal == null) {
                try {
                    spool.append(SampleEvents.statuses(appended, appended + 7));
                    appended += 7;
                } catch (SpoolException e) {
                    refusal = e;
                }
            }
            assertThat(refusal).returns(true, SpoolException::isFull).hasMessageContaining("until there is room");
            assertThat(appended).isGreaterThan(500);
            assertThat(spool.events()).isEqualTo(appended);
            spool.seal();
            assertThat(spool.openEvents()).isZero();
        }
        try (FileSpool<ContainerStatusEvent> spool = open()) {
            assertThat(spool.problems()).isEmpty();
            assertThat(events(drain(spool))).isEqualTo(SampleEvents.statuses(0, appended));
            spool.append(SampleEvents.statuses(0, 100));
            assertThat(spool.space()).hasValueSatisfying(space -> {
                assertThat(space.usedBytes()).isEqualTo(spool.bytes());
                assertThat(space.freeBytes()).as("what the disk has left").isBetween(4096L, 256L * 1024);
            });
            fill(other);
            assertThat(spool.space().orElseThrow().freeBytes()).isZero();
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 100; i++) {
                            spool.append(SampleEvents.statuses(100, 200));
                        }
                    })
                    .isInstanceOf(SpoolException.class);
            assertThat(spool.openEvents()).isLessThan(1000);
            long accepted = spool.openEvents();
            spool.seal();
            Files.delete(other);
            spool.append(SampleEvents.statuses(0, 100));
            assertThat(spool.events()).isEqualTo(accepted + 100);
        }
    }

    @Test
    void whetherThereIsRoomCanBeAskedBefore() throws Exception {
        assertThat(FileSpoolOptions.DEFAULT.lackOfRoom(folder))
                .hasValue(
                        "262144 bytes left, and 256 MiB are to stay free (spool_min_free_mb): no event is taken until there is"
                                + " room");
        assertThat(FileSpoolOptions.DEFAULT.withMinFreeDiskBytes(200_000).lackOfRoom(folder))
                .isEmpty();
    }

    private FileSpool<ContainerStatusEvent> open() throws SpoolException {
        return FileSpool.open(TelemetryTables.STATUS, folder, SpoolFixture.OPTIONS);
    }

    private static void fill(Path file) {
        assertThatThrownBy(() -> Files.write(file, new byte[1024 * 1024])).isInstanceOf(IOException.class);
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
