package io.dispenser.telemetry.adapter.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.Rejection;
import io.dispenser.telemetry.core.port.SpoolException;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway.Init")
class RejectedSegmentsTest {

    private static final String TABLE = TelemetryTables.STATUS.name();
    private static final List<ContainerStatusEvent> EVENTS = SampleEvents.statuses(0, 5);

    @TempDir
    private Path root;

    private SpoolFixture fixture;
    private RejectedEvents rejected;

    @BeforeEach
    void make() throws IOException {
        fixture = new SpoolFixture(root);
        rejected = new RejectedEvents(root, TABLE);
    }

    @Test
    void whatIsSetAsideOutlivesDamageToTheRest() throws Exception {
        try (FileSpool<ContainerStatusEvent> spool = spoolWithABatch()) {
            Batch<ContainerStatusEvent> batch = spool.oldest().orElseThrow();
            spool.reject(batch, rejections(batch, 1, 3));
        }
        Path rest = fixture.folder().resolve("0000000000.3.sealed");
        Files.writeString(rest, "no line of ours", StandardOpenOption.APPEND);
        for (int start = 0; start < 3; start++) {
            try (FileSpool<ContainerStatusEvent> spool = fixture.open()) {
                assertThat(spool.rejectedEvents()).isEqualTo(2);
                assertThat(spool.oldest().orElseThrow().events()).hasSize(3);
            }
        }
        try (FileSpool<ContainerStatusEvent> spool = fixture.open()) {
            Batch<ContainerStatusEvent> damaged = spool.oldest().orElseThrow();
            spool.reject(damaged, rejections(damaged, 0));
            assertThat(spool.rejectedEvents()).isEqualTo(3);
        }
        try (FileSpool<ContainerStatusEvent> spool = fixture.open()) {
            assertThat(spool.rejectedEvents()).isEqualTo(3);
            assertThat(spool.oldest().orElseThrow().events()).hasSize(2);
        }
    }

    @Test
    void theRestKeepsItsNameAndWhatIsSetAsideIsListedWithItsProblem() throws Exception {
        try (FileSpool<ContainerStatusEvent> spool = spoolWithABatch()) {
            Batch<ContainerStatusEvent> batch = spool.oldest().orElseThrow();
            long before = spool.bytes();
            spool.reject(batch, rejections(batch, 1, 3));
            Batch<ContainerStatusEvent> left = spool.oldest().orElseThrow();
            assertThat(left)
                    .returns(batch.number(), Batch::number)
                    .returns(batch.writerId(), Batch::writerId)
                    .returns(List.of(EVENTS.get(0), EVENTS.get(2), EVENTS.get(4)), Batch::events);
            assertThat(spool.events()).isEqualTo(3);
            assertThat(spool.rejectedEvents()).isEqualTo(2);
            assertThat(spool.bytes()).isGreaterThan(before).isEqualTo(bytesOfAllSegments());
            spool.remove(left);
            assertThat(spool.oldest()).isEmpty();
            assertThat(spool.bytes()).isEqualTo(bytesOfAllSegments());
        }
        try (FileSpool<ContainerStatusEvent> spool = fixture.open()) {
            assertThat(spool.oldest()).as("nothing waits for them").isEmpty();
            assertThat(spool.rejectedEvents()).isEqualTo(2);
            SpoolInspector inspector = new SpoolInspector(root);
            assertThat(inspector.segments())
                    .filteredOn(segment -> segment.state() == SegmentState.REJECTED)
                    .singleElement()
                    .returns("0000000000.2of5.rejected", SpooledSegment::file)
                    .returns(2, SpooledSegment::events)
                    .returns(false, SpooledSegment::isWaiting)
                    .satisfies(segment -> assertThat(segment.problems())
                            .containsExactly("column cpu: \"1\" is odd", "column cpu: \"3\" is odd"));
            List<SpooledEvent> shown = new ArrayList<>();
            inspector.forEachEvent(TABLE, shown::add);
            assertThat(shown).isEmpty();
            inspector.forEachRejectedEvent(TABLE, shown::add);
            assertThat(shown).hasSize(2);
        }
    }

    @Test
    void aBatchOfWhichNothingIsLeftGoes() throws Exception {
        try (FileSpool<ContainerStatusEvent> spool = spoolWithABatch()) {
            Batch<ContainerStatusEvent> batch = spool.oldest().orElseThrow();
            spool.reject(batch, rejections(batch, 0, 1, 2, 3, 4));
            assertThat(spool.oldest()).isEmpty();
            assertThat(spool.events()).isZero();
            assertThat(spool.rejectedEvents()).isEqualTo(5);
        }
        assertThat(fixture.segments()).contains("0000000000.5of5.rejected").doesNotContain("0000000000.5.sealed");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsRetriedIsABatchOfAWriterOfItsOwnHoweverOftenTheSpoolIsOpened(boolean whileOpen) throws Exception {
        Batch<ContainerStatusEvent> batch;
        try (FileSpool<ContainerStatusEvent> spool = spoolWithABatch()) {
            batch = spool.oldest().orElseThrow();
            spool.reject(batch, rejections(batch, 1, 3));
            spool.append(SampleEvents.statuses(5, 6));
            spool.seal();
            if (whileOpen) {
                assertThat(rejected.retry()).isEqualTo(2);
                spool.remove(spool.oldest().orElseThrow());
                spool.remove(spool.oldest().orElseThrow());
                assertThat(spool.oldest().orElseThrow().events()).containsExactly(EVENTS.get(1), EVENTS.get(3));
                assertThat(spool.events()).isEqualTo(2);
                assertThat(spool.rejectedEvents()).isZero();
                assertThat(spool.bytes()).isEqualTo(bytesOfAllSegments());
            }
        }
        assertThat(rejected.retry()).isEqualTo(whileOpen ? 0 : 2);
        Set<String> writers = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            try (FileSpool<ContainerStatusEvent> spool = fixture.open()) {
                assertThat(spool.rejectedEvents()).isZero();
                Batch<ContainerStatusEvent> retried = spool.waiting(100).stream()
                        .filter(waiting -> !waiting.writerId().equals(batch.writerId()))
                        .findFirst()
                        .or(() -> fixtureOldest(spool, batch))
                        .orElseThrow();
                assertThat(retried.events()).containsExactly(EVENTS.get(1), EVENTS.get(3));
                writers.add(retried.writerId());
            }
        }
        assertThat(writers).as("one name for ever").hasSize(1).doesNotContain(batch.writerId());
        try (FileSpool<ContainerStatusEvent> spool = fixture.open()) {
            assertThat(SpoolFixture.events(SpoolFixture.drain(spool))).contains(EVENTS.get(1), EVENTS.get(3));
        }
    }

    private static Optional<Batch<ContainerStatusEvent>> fixtureOldest(
            FileSpool<ContainerStatusEvent> spool, Batch<ContainerStatusEvent> other) {
        try {
            while (spool.oldest().isPresent()) {
                Batch<ContainerStatusEvent> oldest = spool.oldest().orElseThrow();
                if (!oldest.writerId().equals(other.writerId())) {
                    return Optional.of(oldest);
                }
                spool.remove(oldest);
            }
            return Optional.empty();
        } catch (SpoolException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatIsDroppedIsGone() throws Exception {
        try (FileSpool<ContainerStatusEvent> spool = spoolWithABatch()) {
            Batch<ContainerStatusEvent> batch = spool.oldest().orElseThrow();
            spool.reject(batch, rejections(batch, 2));
            assertThat(rejected.drop()).isEqualTo(1);
            SpoolFixture.drain(spool);
            assertThat(spool.rejectedEvents()).as("seen when it looks again").isZero();
            assertThat(spool.bytes()).isEqualTo(bytesOfAllSegments());
        }
        assertThat(rejected.drop()).isZero();
    }

    @Test
    void moreEventsOfTheSameBatchMayBeRejectedLater() throws Exception {
        try (FileSpool<ContainerStatusEvent> spool = spoolWithABatch()) {
            Batch<ContainerStatusEvent> batch = spool.oldest().orElseThrow();
            spool.reject(batch, rejections(batch, 0));
            Batch<ContainerStatusEvent> second = spool.oldest().orElseThrow();
            spool.reject(second, rejections(second, 0));
        }
        try (FileSpool<ContainerStatusEvent> spool = fixture.open()) {
            assertThat(spool.rejectedEvents()).isEqualTo(2);
            assertThat(spool.oldest().orElseThrow().events()).isEqualTo(EVENTS.subList(2, 5));
            assertThat(rejected.retry()).isEqualTo(2);
            spool.remove(spool.oldest().orElseThrow());
            assertThat(SpoolFixture.events(SpoolFixture.drain(spool))).isEqualTo(EVENTS.subList(0, 2));
        }
    }

    /** Whatever step is the last one before the power fails: an event waits, or is set aside, once. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCrashAtAnyStepLeavesEachEventOnce(boolean damaged) throws Exception {
        int steps = 0;
        boolean done = false;
        while (!done) {
            Path place = root.resolve(damaged + "-" + steps);
            SpoolFixture here = new SpoolFixture(place);
            try (FileSpool<ContainerStatusEvent> spool = here.open()) {
                spool.append(EVENTS);
                spool.seal();
            }
            List<ContainerStatusEvent> readable = EVENTS;
            if (damaged) {
                Path segment = here.segment(".sealed");
                SegmentFiles.flip(segment, SegmentFiles.lineStarts(segment)[3] + 20, 1);
                readable = new ArrayList<>(EVENTS);
                readable.remove(2);
            }
            DyingDisk disk = new DyingDisk(here.disk());
            try (FileSpool<ContainerStatusEvent> spool = here.open(disk.asDisk(), SpoolFixture.MACHINE)) {
                Batch<ContainerStatusEvent> batch = spool.oldest().orElseThrow();
                disk.stepsLeft = steps;
                spool.reject(batch, rejections(batch, 0, 1));
                done = true;
            } catch (SpoolException e) {
                steps++;
            }
            try (FileSpool<ContainerStatusEvent> spool = here.open()) {
                new RejectedEvents(place, TABLE).retry();
                List<ContainerStatusEvent> all = SpoolFixture.events(SpoolFixture.drain(spool));
                assertThat(all).as("after %d steps", steps).containsExactlyInAnyOrderElementsOf(readable);
                assertThat(spool.bytes()).isEqualTo(bytesOfAllSegments(here));
            }
        }
        assertThat(steps).isGreaterThan(10);
    }

    /** A disk that does so many things, and then nothing any more. */
    private static final class DyingDisk {

        private final SpoolDisk disk;
        private int stepsLeft = Integer.MAX_VALUE;

        DyingDisk(SpoolDisk disk) {
            this.disk = disk;
        }

        SpoolDisk asDisk() {
            return (SpoolDisk) proxy(SpoolDisk.class, disk);
        }

        private Object proxy(Class<?> type, Object target) {
            return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                boolean looks = Set.of("usableBytes", "close").contains(method.getName());
                if (!looks && stepsLeft-- <= 0) {
                    throw new IOException("the power is gone");
                }
                try {
                    method.setAccessible(true);
                    Object result = method.invoke(target, arguments);
                    return result instanceof SpoolDisk.AppendFile file
                            ? proxy(SpoolDisk.AppendFile.class, file)
                            : result;
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            });
        }
    }

    private FileSpool<ContainerStatusEvent> spoolWithABatch() throws Exception {
        FileSpool<ContainerStatusEvent> spool = fixture.open();
        spool.append(EVENTS);
        spool.seal();
        return spool;
    }

    private static List<Rejection> rejections(Batch<ContainerStatusEvent> batch, int... places) {
        List<Rejection> rejections = new ArrayList<>();
        for (int place : places) {
            rejections.add(new Rejection(batch.events().get(place), "column cpu: \"" + place + "\" is odd"));
        }
        return rejections;
    }

    private long bytesOfAllSegments() throws IOException {
        return bytesOfAllSegments(fixture);
    }

    private static long bytesOfAllSegments(SpoolFixture of) throws IOException {
        try (Stream<Path> files = Files.list(of.folder())) {
            return files.filter(file ->
                            SegmentName.parse(file.getFileName().toString()).isPresent())
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
