package io.dispenser.telemetry.adapter.spool;

import static io.dispenser.telemetry.adapter.spool.SpoolFixture.drain;
import static io.dispenser.telemetry.adapter.spool.SpoolFixture.events;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A spool that is opened on another machine than the one that made it. */
@SuppressWarnings("NullAway.Init")
class CopiedFolderTest {

    private static final MachineIdentity OTHER = new MachineIdentity(Map.of("machine-id", "b", "host-name", "h"));

    @TempDir
    private Path root;

    private SpoolFixture fixture;
    private String writer;

    @BeforeEach
    void fill() throws Exception {
        fixture = new SpoolFixture(root);
        try (FileSpool<ContainerStatusEvent> spool = fixture.open()) {
            writer = spool.writerId();
            spool.append(SampleEvents.statuses(0, 2));
            spool.seal();
            spool.append(SampleEvents.statuses(2, 5));
        }
    }

    @Test
    void whatIsThereKeepsItsWriterAndTheRestGoesUnderANewOne() throws Exception {
        String other;
        try (FileSpool<ContainerStatusEvent> spool = fixture.open(OTHER, SpoolFixture.OPTIONS)) {
            other = spool.writerId();
            assertThat(other).isNotEqualTo(writer);
            assertThat(spool.problems())
                    .singleElement()
                    .returns(SpoolProblem.Kind.NEW_WRITER, SpoolProblem::kind)
                    .extracting(SpoolProblem::message)
                    .asString()
                    .contains("made on another machine", other);
            assertThat(spool.events()).isEqualTo(5);
        }
        try (FileSpool<ContainerStatusEvent> spool = fixture.open(OTHER, SpoolFixture.OPTIONS)) {
            assertThat(spool.problems()).isEmpty();
            spool.append(SampleEvents.statuses(5, 6));
            spool.seal();
            List<Batch<ContainerStatusEvent>> batches = drain(spool);
            assertThat(batches).extracting(Batch::writerId).containsExactly(writer, writer, other);
            assertThat(batches).extracting(Batch::number).isSorted().doesNotHaveDuplicates();
            assertThat(events(batches)).isEqualTo(SampleEvents.statuses(0, 6));
        }
    }

    @Test
    void aBatchIsWrittenAnewUnderTheNewIdWithWhatTheTableLacks() throws Exception {
        try (FileSpool<ContainerStatusEvent> spool = fixture.open()) {
            Batch<ContainerStatusEvent> oldest = spool.oldest().orElseThrow();
            assertThat(catchThrowable(() -> spool.reissue(oldest, SampleEvents.statuses(0, 1))))
                    .isInstanceOf(IllegalArgumentException.class);
            String other = spool.renewWriter();
            assertThat(spool.writerId()).isEqualTo(other).isNotEqualTo(writer);
            spool.reissue(oldest, SampleEvents.statuses(1, 2));
            assertThat(spool.events()).isEqualTo(4);
            assertThat(spool.oldest()).contains(new Batch<>(other, oldest.number(), SampleEvents.statuses(1, 2)));
        }
        try (FileSpool<ContainerStatusEvent> spool = fixture.open()) {
            List<Batch<ContainerStatusEvent>> batches = drain(spool);
            assertThat(batches).extracting(Batch::writerId).containsExactly(spool.writerId(), writer);
            assertThat(events(batches)).isEqualTo(SampleEvents.statuses(1, 5));
            assertThat(spool.bytes()).isZero();
        }
    }

    @Test
    void aBatchThatWasBeingWrittenAnewWhenTheProcessEndedIsThereOnce() throws Exception {
        try (FileSpool<ContainerStatusEvent> spool = fixture.open()) {
            Path old = fixture.segment(".2.sealed");
            byte[] content = Files.readAllBytes(old);
            spool.renewWriter();
            spool.reissue(spool.oldest().orElseThrow(), SampleEvents.statuses(1, 2));
            Files.write(old, content); // after the new file got its name, before the old one is gone
        }
        try (FileSpool<ContainerStatusEvent> spool = fixture.open()) {
            assertThat(spool.problems()).isEmpty();
            assertThat(events(drain(spool))).isEqualTo(SampleEvents.statuses(1, 5));
        }
        assertThat(fixture.segments()).singleElement().asString().endsWith(".open");
    }

    @Test
    void aDamagedFileBesideASealedOneOfItsNumberAndIdIsLeftAloneAndTold() throws Exception {
        Path sealed = fixture.segment(".2.sealed");
        Path stranger = sealed.resolveSibling(sealed.getFileName().toString().replace(".2.sealed", ".3.corrupt"));
        Files.copy(sealed, stranger);
        try (FileSpool<ContainerStatusEvent> spool = fixture.open()) {
            assertThat(spool.problems())
                    .singleElement()
                    .returns(SpoolProblem.Kind.LEFT_ALONE, SpoolProblem::kind)
                    .returns(stranger.getFileName().toString(), SpoolProblem::file);
            assertThat(events(drain(spool))).isEqualTo(SampleEvents.statuses(0, 5));
        }
        assertThat(stranger).exists();
    }

    @Test
    void aDamagedBatchThatWasBeingWrittenAnewWhenTheProcessEndedIsThereOnce() throws Exception {
        Path sealed = fixture.segment(".2.sealed");
        SegmentFiles.flip(sealed, SegmentFiles.lineStarts(sealed)[2] + 20, 2);
        byte[] damaged = Files.readAllBytes(sealed);
        try (FileSpool<ContainerStatusEvent> spool = fixture.open()) {
            Path corrupt = fixture.segment(".2.corrupt");
            spool.renewWriter();
            spool.reissue(spool.oldest().orElseThrow(), SampleEvents.statuses(0, 1));
            Path aside = fixture.segment(".delivered.corrupt");
            Files.move(aside, corrupt); // after the new file got its name, before the old one was set aside
        }
        try (FileSpool<ContainerStatusEvent> spool = fixture.open()) {
            assertThat(spool.problems()).isEmpty();
            List<Batch<ContainerStatusEvent>> batches = drain(spool);
            assertThat(batches).extracting(Batch::writerId).containsExactly(spool.writerId(), writer);
            assertThat(events(batches))
                    .isEqualTo(List.of(
                            SampleEvents.status(0),
                            SampleEvents.status(2),
                            SampleEvents.status(3),
                            SampleEvents.status(4)));
            assertThat(Files.readAllBytes(fixture.segment(".delivered.corrupt")))
                    .isEqualTo(damaged);
        }
    }

    @Test
    void aDamagedOpenSegmentOfAnotherMachineIsKeptBesideItsEvents() throws Exception {
        Path open = fixture.segment(".open");
        SegmentFiles.flip(open, SegmentFiles.lineStarts(open)[2] + 20, 2);
        byte[] damaged = Files.readAllBytes(open);
        try (FileSpool<ContainerStatusEvent> spool = fixture.open(OTHER, SpoolFixture.OPTIONS)) {
            List<Batch<ContainerStatusEvent>> batches = drain(spool);
            assertThat(batches).extracting(Batch::writerId).containsOnly(writer);
            assertThat(events(batches))
                    .isEqualTo(List.of(
                            SampleEvents.status(0),
                            SampleEvents.status(1),
                            SampleEvents.status(2),
                            SampleEvents.status(4)));
            assertThat(Files.readAllBytes(fixture.segment(".delivered.corrupt")))
                    .isEqualTo(damaged);
        }
    }

    @Test
    void aMachineIsKnownByTheBestThatBothTellOfIt() {
        MachineIdentity known = new MachineIdentity(Map.of("machine-id", "a", "product-uuid", "p", "host-name", "h"));
        assertThat(known.isSame(new MachineIdentity(Map.of("machine-id", "a", "host-name", "renamed"))))
                .isTrue();
        assertThat(known.isSame(
                        new MachineIdentity(Map.of("machine-id", "a", "product-uuid", "cloned", "host-name", "h"))))
                .isFalse();
        assertThat(known.isSame(new MachineIdentity(Map.of("host-name", "h")))).isTrue();
        assertThat(known.isSame(new MachineIdentity(Map.of("host-name", "other"))))
                .isFalse();
        assertThat(known.isSame(new MachineIdentity(Map.of()))).isFalse();
        assertThat(MachineIdentity.here().isSame(MachineIdentity.here())).isTrue();
        assertThat(MachineIdentity.here().marks().values()).allMatch(mark -> mark.matches("[0-9a-f]{32}"));
    }
}
