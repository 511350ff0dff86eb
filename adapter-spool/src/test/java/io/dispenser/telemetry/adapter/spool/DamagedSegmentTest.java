package io.dispenser.telemetry.adapter.spool;

import static io.dispenser.telemetry.adapter.spool.SpoolFixture.drain;
import static io.dispenser.telemetry.adapter.spool.SpoolFixture.events;
import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Segments that somebody or something changed. */
@SuppressWarnings("NullAway.Init")
class DamagedSegmentTest {

    private static final int EVENTS = 5;

    @TempDir
    private Path root;

    private SpoolFixture fixture;
    private String writer;

    @BeforeEach
    void fixture() throws IOException {
        fixture = new SpoolFixture(root);
    }

    @Test
    void theLastSegmentCutAtEveryByteGivesTheEventsThatAreWhole() throws Exception {
        fill(false);
        Path open = fixture.segment(".open");
        byte[] content = Files.readAllBytes(open);
        int[] starts = SegmentFiles.lineStarts(open);
        for (int cut = 0; cut <= content.length; cut++) {
            SpoolFixture copy = new SpoolFixture(root.resolve("cut-" + cut));
            Files.copy(fixture.folder().resolve("writer-id"), copy.folder().resolve("writer-id"));
            Files.write(copy.folder().resolve(open.getFileName().toString()), Arrays.copyOf(content, cut));
            int whole = 0; // an event is whole without its newline
            while (whole < EVENTS && cut >= starts[whole + 2] - 1) {
                whole++;
            }
            boolean betweenLines = cut == 0;
            for (int start : starts) {
                betweenLines |= cut == start || (start > 0 && cut == start - 1);
            }
            try (FileSpool<ContainerStatusEvent> spool = copy.open()) {
                assertThat(spool.events()).as("cut at %d", cut).isEqualTo(whole);
                assertThat(events(drain(spool))).as("cut at %d", cut).isEqualTo(SampleEvents.statuses(0, whole));
                assertThat(spool.problems())
                        .as("cut at %d", cut)
                        .extracting(SpoolProblem::kind)
                        .isEqualTo(betweenLines ? List.of() : List.of(SpoolProblem.Kind.TORN_TAIL));
                spool.append(SampleEvents.statuses(whole, EVENTS + 1));
                spool.seal();
                assertThat(events(drain(spool))).isEqualTo(SampleEvents.statuses(whole, EVENTS + 1));
            }
        }
    }

    @Test
    void garbageBehindTheLastLineIsCutOff() throws Exception {
        fill(false);
        Files.write(fixture.segment(".open"), new byte[5000], StandardOpenOption.APPEND);
        try (FileSpool<ContainerStatusEvent> spool = fixture.open()) {
            assertThat(spool.problems())
                    .singleElement()
                    .returns(SpoolProblem.Kind.TORN_TAIL, SpoolProblem::kind)
                    .extracting(SpoolProblem::message)
                    .asString()
                    .contains("last 5000 bytes");
            assertThat(fixture.segment(".5.sealed")).exists();
        }
        try (FileSpool<ContainerStatusEvent> spool = fixture.open()) {
            assertThat(spool.problems()).isEmpty();
            assertThat(events(drain(spool))).isEqualTo(SampleEvents.statuses(0, EVENTS));
        }
    }

    @Test
    void aDamagedEventInASealedSegmentCostsThatEventOnlyAndTheFileIsKept() throws Exception {
        fill(true);
        Path sealed = fixture.segment(".sealed");
        byte[] damaged = damage(sealed, 3);
        long number =
                SegmentName.parse(sealed.getFileName().toString()).orElseThrow().number();
        for (int start = 0; start < 2; start++) {
            try (FileSpool<ContainerStatusEvent> spool = fixture.open()) {
                assertThat(spool.problems())
                        .singleElement()
                        .returns(SpoolProblem.Kind.CORRUPT_SEGMENT, SpoolProblem::kind)
                        .returns(1, SpoolProblem::lostEvents);
                assertThat(fixture.segments()).contains(String.format(Locale.ROOT, "%010d.5.corrupt", number));
                assertThat(spool.events()).isEqualTo(EVENTS - 1);
                assertThat(spool.oldest().orElseThrow())
                        .returns(writer, Batch::writerId)
                        .returns(number, Batch::number)
                        .returns(without(2), Batch::events);
            }
        }
        try (FileSpool<ContainerStatusEvent> spool = fixture.open()) {
            assertThat(drain(spool)).hasSize(1);
            assertThat(spool.events()).isZero();
            assertThat(spool.bytes()).isEqualTo(damaged.length);
        }
        try (FileSpool<ContainerStatusEvent> spool = fixture.open()) {
            assertThat(spool.problems()).isEmpty();
            assertThat(spool.oldest()).isEmpty();
            assertThat(spool.bytes()).isEqualTo(damaged.length);
        }
        assertThat(Files.readAllBytes(fixture.segment(".5.delivered.corrupt"))).isEqualTo(damaged);
    }

    @Test
    void damageThatComesWhileTheSpoolIsOpenIsTreatedAlike() throws Exception {
        try (FileSpool<ContainerStatusEvent> spool = fixture.open()) {
            spool.append(SampleEvents.statuses(0, EVENTS));
            spool.seal();
            spool.oldest();
            damage(fixture.segment(".sealed"), 1);
            Batch<ContainerStatusEvent> batch = spool.oldest().orElseThrow();
            assertThat(batch.events()).isEqualTo(without(0));
            assertThat(spool.events()).isEqualTo(EVENTS - 1);
            assertThat(spool.oldest()).contains(batch);
            assertThat(spool.problems()).hasSize(1);
            spool.remove(batch);
            assertThat(spool.events()).isZero();
            assertThat(fixture.segment(".5.delivered.corrupt")).exists();
        }
    }

    @Test
    void aDamagedEventInTheOpenSegmentSetsItAside() throws Exception {
        fill(false);
        damage(fixture.segment(".open"), 2);
        try (FileSpool<ContainerStatusEvent> spool = fixture.open()) {
            assertThat(spool.problems())
                    .singleElement()
                    .returns(SpoolProblem.Kind.CORRUPT_SEGMENT, SpoolProblem::kind)
                    .returns(1, SpoolProblem::lostEvents);
            assertThat(spool.oldest().orElseThrow())
                    .returns(writer, Batch::writerId)
                    .returns(without(1), Batch::events);
        }
    }

    @Test
    void aDamagedHeadCostsNoEventAndTheWriterIsKnownFromTheFolder() throws Exception {
        fill(true);
        damage(fixture.segment(".sealed"), 0);
        try (FileSpool<ContainerStatusEvent> spool = fixture.open()) {
            assertThat(spool.problems()).singleElement().returns(0, SpoolProblem::lostEvents);
            assertThat(spool.oldest().orElseThrow())
                    .returns(writer, Batch::writerId)
                    .returns(SampleEvents.statuses(0, EVENTS), Batch::events);
        }
    }

    @Test
    void aDamagedNewlineCostsNoEvent() throws Exception {
        fill(true);
        Path sealed = fixture.segment(".sealed");
        for (int line = 1; line <= EVENTS; line++) {
            SegmentFiles.flip(sealed, SegmentFiles.lineStarts(sealed)[line] - 1, 4);
            try (FileSpool<ContainerStatusEvent> spool = fixture.open()) {
                assertThat(spool.oldest().orElseThrow().events()).isEqualTo(SampleEvents.statuses(0, EVENTS));
            }
            sealed = fixture.segment(".corrupt");
            SegmentFiles.flip(sealed, indexOfFlipped(sealed), 4);
        }
    }

    @Test
    void aSealedSegmentThatLostItsLastLinesIsNoticed() throws Exception {
        fill(true);
        Path sealed = fixture.segment(".sealed");
        byte[] content = Files.readAllBytes(sealed);
        Files.write(sealed, Arrays.copyOf(content, SegmentFiles.lineStarts(sealed)[4]));
        try (FileSpool<ContainerStatusEvent> spool = fixture.open()) {
            assertThat(spool.problems()).singleElement().returns(2, SpoolProblem::lostEvents);
            assertThat(spool.oldest().orElseThrow().events()).isEqualTo(SampleEvents.statuses(0, 3));
        }
    }

    @Test
    void aSegmentOfWhichNothingCanBeReadIsSetAsideAndTheNextOneDelivered() throws Exception {
        fill(true);
        Files.write(fixture.segment(".sealed"), new byte[3000]);
        try (FileSpool<ContainerStatusEvent> spool = fixture.open()) {
            assertThat(spool.problems()).singleElement().returns(EVENTS, SpoolProblem::lostEvents);
            assertThat(spool.events()).isZero();
            assertThat(spool.oldest()).isEmpty();
            spool.append(SampleEvents.statuses(0, 1));
            spool.seal();
            assertThat(events(drain(spool))).isEqualTo(SampleEvents.statuses(0, 1));
        }
    }

    @Test
    void aWholeLineThatIsNoEventCostsThatEventOnly() throws Exception {
        fill(true);
        SegmentFiles.replaceLine(fixture.segment(".sealed"), 2, line -> line.replace("\"timestamp\"", "\"timestomp\""));
        try (FileSpool<ContainerStatusEvent> spool = fixture.open()) {
            assertThat(events(drain(spool))).isEqualTo(without(1));
            assertThat(spool.problems()).singleElement().returns(1, SpoolProblem::lostEvents);
        }
    }

    @Test
    void damagedSegmentsThatWereDeliveredGiveWayToEvents() throws Exception {
        fill(true);
        damage(fixture.segment(".sealed"), 3);
        long cap = Files.size(fixture.segment(".sealed")) + 500;
        try (FileSpool<ContainerStatusEvent> spool =
                fixture.open(SpoolFixture.MACHINE, SpoolFixture.OPTIONS.withMaxBytes(cap))) {
            drain(spool);
            spool.append(SampleEvents.statuses(0, 4));
            assertThat(spool.problems())
                    .extracting(SpoolProblem::kind)
                    .containsExactly(SpoolProblem.Kind.CORRUPT_SEGMENT, SpoolProblem.Kind.EVIDENCE_DELETED);
            assertThat(fixture.segments()).allMatch(name -> name.endsWith(".open"));
        }
    }

    /** One segment, sealed or open, in a closed spool. */
    private void fill(boolean seal) throws Exception {
        try (FileSpool<ContainerStatusEvent> spool = fixture.open()) {
            writer = spool.writerId();
            spool.append(SampleEvents.statuses(0, 2));
            spool.append(SampleEvents.statuses(2, EVENTS));
            if (seal) {
                spool.seal();
            }
        }
    }

    /** Changes a byte in the middle of a line. */
    private static byte[] damage(Path segment, int line) throws IOException {
        int[] starts = SegmentFiles.lineStarts(segment);
        SegmentFiles.flip(segment, (starts[line] + starts[line + 1]) / 2, 0);
        return Files.readAllBytes(segment);
    }

    private static int indexOfFlipped(Path segment) throws IOException {
        byte[] bytes = Files.readAllBytes(segment);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == ('\n' ^ 16)) {
                return i;
            }
        }
        throw new AssertionError("no flipped newline in " + segment);
    }

    private static List<ContainerStatusEvent> without(int index) {
        List<ContainerStatusEvent> events = new ArrayList<>(SampleEvents.statuses(0, EVENTS));
        events.remove(index);
        return events;
    }
}
