package io.dispenser.telemetry.adapter.spool;

import static io.dispenser.telemetry.adapter.spool.SpoolFixture.drain;
import static io.dispenser.telemetry.adapter.spool.SpoolFixture.events;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.SpoolException;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the spool asks of the disk, and what becomes of it when the disk does not do it. */
@SuppressWarnings("NullAway.Init")
class FaultyDiskTest {

    @TempDir
    private Path root;

    private SpoolFixture fixture;
    private FaultyDisk disk;
    private FileSpool<ContainerStatusEvent> spool;

    @BeforeEach
    void open() throws Exception {
        fixture = new SpoolFixture(root);
        disk = fixture.disk();
        spool = fixture.open();
        spool.append(SampleEvents.statuses(0, 2));
    }

    @AfterEach
    void close() {
        spool.close();
    }

    @Test
    void anAppendIsOneWriteAndOneForceHoweverManyEventsItHolds() throws Exception {
        int forces = disk.fileForces;
        int folderForces = disk.folderForces;
        int writes = disk.writes;
        spool.append(SampleEvents.statuses(2, 1002));
        spool.append(SampleEvents.statuses(1002, 1003));
        assertThat(disk.writes - writes).isEqualTo(2);
        assertThat(disk.fileForces - forces).isEqualTo(2);
        assertThat(disk.folderForces - folderForces).isZero();
    }

    @Test
    void aBatchCostsOneFolderForceFromAppendToRemoval() throws Exception {
        int forces = disk.fileForces;
        int folderForces = disk.folderForces;
        spool.seal();
        drain(spool);
        spool.append(SampleEvents.statuses(2, 3));
        assertThat(disk.fileForces - forces).isEqualTo(1);
        assertThat(disk.folderForces - folderForces).isEqualTo(1);
    }

    @Test
    void aDiskThatIsFullInTheMiddleOfALineLeavesNothingOfTheAppend() throws Exception {
        Path open = fixture.segment(".open");
        byte[] before = Files.readAllBytes(open);
        disk.roomBytes = 700;
        SpoolException refusal = refusal(2, 12);
        assertThat(refusal.isFull()).isTrue();
        assertThat(refusal).hasMessageContaining("No space left");
        assertThat(Files.readAllBytes(open)).isEqualTo(before);
        assertThat(spool.openEvents()).isEqualTo(2);
        assertThat(spool.events()).isEqualTo(2);

        spool.seal();
        assertThat(refusal(2, 12).isFull()).isTrue();
        disk.roomBytes = Long.MAX_VALUE;
        spool.append(SampleEvents.statuses(2, 12));
        assertAllOnce(12);
    }

    @Test
    void aWriteThatTakesAFewBytesAtATimeIsContinued() throws Exception {
        disk.longestWrite = 7;
        spool.append(SampleEvents.statuses(2, 9));
        assertAllOnce(9);
    }

    @Test
    void afterAFailedForceTheFileGetsNothingMore() throws Exception {
        Path old = fixture.segment(".open");
        byte[] acknowledged = Files.readAllBytes(old);
        disk.forceFails = true;
        assertThat(refusal(2, 4).isFull()).isFalse();
        assertThat(refusal(2, 4).isFull()).isFalse();
        assertThat(Files.readAllBytes(old)).isEqualTo(acknowledged);

        disk.forceFails = false;
        spool.append(SampleEvents.statuses(2, 4));
        assertThat(old).doesNotExist();
        assertThat(Files.readAllBytes(fixture.segment(".2.sealed"))).isEqualTo(acknowledged);
        assertThat(spool.openEvents()).isEqualTo(2);
        spool.append(SampleEvents.statuses(4, 5));
        List<Batch<ContainerStatusEvent>> batches = sealAndDrain();
        assertThat(batches).hasSize(2);
        assertThat(events(batches)).isEqualTo(SampleEvents.statuses(0, 5));
    }

    @Test
    void afterAFailedForceOfTheFirstAppendTheEmptySegmentIsReplaced() throws Exception {
        spool.seal();
        Path old = fixture.segment(".open");
        disk.forceFails = true;
        refusal(2, 4);
        disk.forceFails = false;
        assertThat(spool.seal()).isEmpty();
        spool.append(SampleEvents.statuses(2, 4));
        assertThat(fixture.segment(".open")).isNotEqualTo(old);
        assertAllOnce(4);
    }

    @Test
    void nothingIsAcknowledgedOrSealedBeforeTheRestOfAFailedAppendIsGone() throws Exception {
        disk.roomBytes = 400;
        disk.truncateFails = true;
        refusal(2, 12);
        disk.roomBytes = Long.MAX_VALUE;
        assertThat(refusal(2, 12)).hasMessageContaining("truncate");
        assertThatThrownBy(spool::seal).isInstanceOf(SpoolException.class).hasMessageContaining("truncate");
        disk.truncateFails = false;
        spool.append(SampleEvents.statuses(2, 12));
        assertAllOnce(12);
    }

    @Test
    void aSealThatCanNotBeMadeLeavesTheOpenSegmentAsItWas() throws Exception {
        disk.createFails = true;
        assertThatThrownBy(spool::seal).isInstanceOf(SpoolException.class).hasMessageContaining("create");
        disk.createFails = false;
        disk.renameFails = true;
        assertThatThrownBy(spool::seal).isInstanceOf(SpoolException.class).hasMessageContaining("rename");
        disk.deleteFails = true;
        assertThatThrownBy(spool::seal).isInstanceOf(SpoolException.class);
        assertThat(spool.openEvents()).isEqualTo(2);
        assertThat(spool.oldest()).isEmpty();
        disk.renameFails = false;
        disk.deleteFails = false;
        spool.append(SampleEvents.statuses(2, 3));
        List<Batch<ContainerStatusEvent>> batches = sealAndDrain();
        assertThat(batches).hasSize(1);
        assertThat(events(batches)).isEqualTo(SampleEvents.statuses(0, 3));
    }

    @Test
    void aBatchWhoseFolderCouldNotBeForcedIsNeitherHandedOutNorFollowedUntilItIs() throws Exception {
        disk.folderForceFails = true;
        assertThat(spool.seal()).isPresent();
        assertThatThrownBy(spool::oldest).isInstanceOf(SpoolException.class).hasMessageContaining("force folder");
        assertThat(refusal(2, 3)).hasMessageContaining("force folder");
        disk.folderForceFails = false;
        spool.append(SampleEvents.statuses(2, 3));
        assertAllOnce(3);
    }

    /** Also where the thread that takes batches forced the folder between a creation and the rename after it. */
    @Test
    void creationsAndRenamesHaveTheFolderForcedOnceEach() throws Exception {
        SpoolFolder folder = new SpoolFolder(fixture.folder(), disk);
        int forces = disk.folderForces;
        folder.forceIfNeeded();
        assertThat(disk.folderForces - forces).isZero();
        folder.create("one").close();
        folder.forceIfNeeded();
        folder.forceIfNeeded();
        assertThat(disk.folderForces - forces).isEqualTo(1);
        folder.rename("one", "other");
        folder.forceIfNeeded();
        folder.forceIfNeeded();
        assertThat(disk.folderForces - forces).isEqualTo(2);
    }

    @Test
    void aBatchThatCouldNotBeRemovedStaysTheOldest() throws Exception {
        spool.seal();
        Batch<ContainerStatusEvent> batch = spool.oldest().orElseThrow();
        disk.deleteFails = true;
        assertThatThrownBy(() -> spool.remove(batch)).isInstanceOf(SpoolException.class);
        assertThat(spool.oldest()).contains(batch);
        assertThat(spool.events()).isEqualTo(2);
        disk.deleteFails = false;
        spool.remove(batch);
        assertThat(spool.events()).isZero();
    }

    @Test
    void belowTheFloorOfFreeDiskNothingIsTaken() throws Exception {
        spool.close();
        spool = fixture.open(SpoolFixture.MACHINE, SpoolFixture.OPTIONS.withMinFreeDiskBytes(1_000_000));
        disk.usable = () -> 1_000_100;
        assertThat(refusal(2, 3)).returns(true, SpoolException::isFull).hasMessageContaining("left");
        disk.usable = () -> 1_010_000;
        spool.append(SampleEvents.statuses(2, 3));
        assertAllOnce(3);
    }

    @Test
    void anInterruptedThreadStillAppendsSealsAndRemoves() throws Exception {
        Thread.currentThread().interrupt();
        try {
            spool.append(SampleEvents.statuses(2, 3));
            spool.seal();
            assertThat(events(drain(spool))).isEqualTo(SampleEvents.statuses(0, 3));
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
    }

    private SpoolException refusal(int from, int to) {
        return catchThrowableOfType(SpoolException.class, () -> spool.append(SampleEvents.statuses(from, to)));
    }

    private List<Batch<ContainerStatusEvent>> sealAndDrain() throws SpoolException {
        spool.seal();
        return drain(spool);
    }

    /** The same to this process and to the next one. */
    private void assertAllOnce(int events) throws SpoolException, IOException {
        spool.close();
        spool = fixture.open();
        assertThat(spool.problems()).isEmpty();
        assertThat(events(sealAndDrain())).isEqualTo(SampleEvents.statuses(0, events));
    }
}
