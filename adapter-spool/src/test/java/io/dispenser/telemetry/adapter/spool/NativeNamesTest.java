package io.dispenser.telemetry.adapter.spool;

import static io.dispenser.telemetry.adapter.spool.SpoolFixture.drain;
import static io.dispenser.telemetry.adapter.spool.SpoolFixture.events;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.SpoolException;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spools of a program whose locale had digits of its own. */
@SuppressWarnings("NullAway.Init")
class NativeNamesTest {

    private static final char ARABIC = '\u0660';
    private static final char PERSIAN = '\u06f0';
    private static final char BENGALI = '\u09e6';

    @TempDir
    private Path root;

    private SpoolFixture fixture;

    @BeforeEach
    void fixture() throws IOException {
        fixture = new SpoolFixture(root.resolve("spool"));
    }

    @Test
    void segmentsWithDigitsOfAnotherScriptAreDeliveredAndHavePlainNamesFromThenOn() throws Exception {
        String writer;
        try (FileSpool<ContainerStatusEvent> spool = fixture.open()) {
            writer = spool.writerId();
            spool.append(SampleEvents.statuses(0, 12));
            spool.seal();
            spool.append(SampleEvents.statuses(12, 14));
        }
        rename(fixture.folder(), ARABIC);
        assertThat(fixture.segments()).isEmpty();

        assertThat(new SpoolInspector(fixture.root()).segments())
                .extracting(SpooledSegment::file, SpooledSegment::events, SpooledSegment::problems)
                .containsExactly(
                        tuple(inScript("0000000000.12.sealed", ARABIC), 12, List.of()),
                        tuple(inScript("0000000001.open", ARABIC), 2, List.of()));

        try (FileSpool<ContainerStatusEvent> spool = fixture.open()) {
            assertThat(spool.events()).isEqualTo(14);
            assertThat(spool.problems())
                    .singleElement()
                    .returns(SpoolProblem.Kind.NEW_WRITER, SpoolProblem::kind)
                    .extracting(SpoolProblem::message)
                    .asString()
                    .contains(
                            "2 segments in " + fixture.folder(), inScript("0000000000.12.sealed", ARABIC), "delivered");
            List<Batch<ContainerStatusEvent>> batches = drain(spool);
            assertThat(batches).extracting(Batch::writerId).containsExactly(writer, writer);
            assertThat(events(batches)).isEqualTo(SampleEvents.statuses(0, 14));
        }
        assertThat(names()).containsExactly("0000000002.open", "lock", "writer-id");
        try (FileSpool<ContainerStatusEvent> spool = fixture.open()) {
            assertThat(spool.problems()).isEmpty();
        }
    }

    @Test
    void theSameNumbersOfManyStartsInManyScriptsAreAllDeliveredOnce() throws Exception {
        fillWithManyStarts();
        try (FileSpool<ContainerStatusEvent> spool = fixture.open()) {
            assertThat(spool.events()).isEqualTo(40);
        }
        assertThat(delivered(fixture.disk())).containsExactlyInAnyOrderElementsOf(SampleEvents.statuses(0, 40));
        assertThat(names()).hasSize(3).allMatch(name -> name.chars().allMatch(c -> c < 128));
    }

    @Test
    void ofSeveralSegmentsWithOneNumberEachIsWrittenAnewInItsOwnPlace() throws Exception {
        fillWithManyStarts();
        List<ContainerStatusEvent> kept = new ArrayList<>();
        try (FileSpool<ContainerStatusEvent> spool = fixture.open()) {
            spool.renewWriter();
            spool.remove(spool.oldest().orElseThrow()); // the second of its number has one more digit
            Batch<ContainerStatusEvent> second = spool.oldest().orElseThrow();
            assertThat(second.number()).isZero();
            Path old = fixture.folder().resolve("00000000000.2.sealed");
            byte[] content = Files.readAllBytes(old);
            spool.reissue(second, second.events().subList(1, 2));
            assertThat(old).doesNotExist();
            Files.write(old, content); // as if the process had been killed before it was deleted
            kept.addAll(second.events().subList(1, 2));
        }
        assertThat(names()).contains("00000000000.1.sealed", "000000000000.2.sealed");
        try (FileSpool<ContainerStatusEvent> spool = fixture.open()) {
            assertThat(spool.events()).isEqualTo(37);
            assertThat(spool.oldest().orElseThrow().events()).isEqualTo(kept);
            assertThat(spool.problems()).isEmpty();
        }
    }

    @Test
    void whereverARecoveryIsCutOffTheNextOneGoesOn() throws Exception {
        int steps = 0;
        for (boolean isCut = true; isCut; steps++) {
            fixture = new SpoolFixture(root.resolve("spool" + steps));
            fillWithManyStarts();
            isCut = cutOffAfter(steps);
            assertThat(delivered(fixture.disk()))
                    .as("cut off at step %s", steps)
                    .containsExactlyInAnyOrderElementsOf(SampleEvents.statuses(0, 40));
        }
        assertThat(steps).isGreaterThan(20);
    }

    @Test
    void whatADamagedHeadLeavesIsDelivered() throws Exception {
        try (FileSpool<ContainerStatusEvent> spool = fixture.open()) {
            spool.append(SampleEvents.statuses(0, 3));
        }
        Path open = fixture.segment(".open");
        SegmentFiles.flip(open, 20, 1);
        rename(fixture.folder(), PERSIAN);
        try (FileSpool<ContainerStatusEvent> spool = fixture.open()) {
            assertThat(events(drain(spool))).isEqualTo(SampleEvents.statuses(0, 3));
        }
        assertThat(names()).contains("0000000000.3.delivered.corrupt");
    }

    @Test
    void oneBatchUnderTwoNamesIsDeliveredOnceAndTheOtherFileStays() throws Exception {
        try (FileSpool<ContainerStatusEvent> spool = fixture.open()) {
            spool.append(SampleEvents.statuses(0, 3));
            spool.seal();
        }
        Path sealed = fixture.segment(".sealed");
        Files.copy(sealed, file(fixture.folder(), inScript("0000000000.3.sealed", ARABIC)));
        try (FileSpool<ContainerStatusEvent> spool = fixture.open()) {
            assertThat(spool.problems())
                    .extracting(SpoolProblem::kind)
                    .containsExactly(SpoolProblem.Kind.NEW_WRITER, SpoolProblem.Kind.LEFT_ALONE);
            assertThat(events(drain(spool))).isEqualTo(SampleEvents.statuses(0, 3));
        }
        assertThat(names()).contains("00000000000.3.sealed");
    }

    @Test
    void namesOfMixedDigitsAreRead() {
        assertThat(NativeDigits.parse("0000000012." + inScript("34", PERSIAN) + ".corrupt"))
                .contains(new SegmentName(12, 34, 0, SegmentState.CORRUPT, 10));
        assertThat(NativeDigits.parse(inScript("00000000", ARABIC) + inScript("12", BENGALI) + ".open"))
                .contains(SegmentName.open(12));
        assertThat(NativeDigits.parse("0000000012.open")).isEmpty();
        assertThat(NativeDigits.parse(inScript("12", ARABIC) + ".open")).isEmpty();
        assertThat(NativeDigits.parse("\u0660\u0660.txt")).isEmpty();
    }

    /** Each start of a program that doesn't recognise its segments has a writer of its own and begins at 0. */
    private void fillWithManyStarts() throws Exception {
        char[] scripts = {'0', ARABIC, ARABIC, PERSIAN, '0'};
        int event = 0;
        Files.createDirectories(fixture.folder());
        for (int start = 0; start < scripts.length; start++) {
            SpoolFixture one = new SpoolFixture(fixture.root().resolve("start" + start));
            try (FileSpool<ContainerStatusEvent> spool = one.open()) {
                for (int segment = 0; segment < 3; segment++) {
                    spool.append(SampleEvents.statuses(event, event + 2));
                    event += 2;
                    spool.seal();
                }
                spool.append(SampleEvents.statuses(event, event + 2));
                event += 2;
            }
            for (String name : one.segments()) {
                String other = inScript(name, scripts[start]);
                Path target = file(fixture.folder(), other);
                for (int more = 1; Files.exists(target); more++) {
                    target = file(fixture.folder(), inScript(name, (char) (BENGALI + (more - 1) * 0x80)));
                }
                Files.move(one.folder().resolve(name), target);
            }
            Files.move(
                    one.folder().resolve(WriterIds.FILE),
                    fixture.folder().resolve(WriterIds.FILE),
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** A recovery on a disk that fails from some step on; false if it was through before. */
    private boolean cutOffAfter(int steps) throws SpoolException, IOException {
        SpoolDisk disk = new DyingDisk(JdkDisk.of(fixture.folder()), steps);
        try (FileSpool<ContainerStatusEvent> spool = fixture.open(disk, SpoolFixture.MACHINE)) {
            return false;
        } catch (IOException e) {
            assertThat(e).hasMessage("the disk died");
            return true;
        }
    }

    /** What a table has that takes each writer's numbers in their order only. */
    private List<ContainerStatusEvent> delivered(SpoolDisk disk) throws Exception {
        List<ContainerStatusEvent> rows = new ArrayList<>();
        Map<String, Long> last = new HashMap<>();
        try (FileSpool<ContainerStatusEvent> spool = fixture.open(disk, SpoolFixture.MACHINE)) {
            for (Batch<ContainerStatusEvent> batch : drain(spool)) {
                if (batch.number() > last.getOrDefault(batch.writerId(), -1L)) {
                    last.put(batch.writerId(), batch.number());
                    rows.addAll(batch.events());
                }
            }
        }
        return rows;
    }

    private static void rename(Path folder, char zero) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path segment : files.filter(file ->
                            SegmentName.parse(file.getFileName().toString()).isPresent())
                    .toList()) {
                Files.move(segment, file(folder, inScript(segment.getFileName().toString(), zero)));
            }
        }
    }

    private static String inScript(String name, char zero) {
        StringBuilder other = new StringBuilder();
        name.chars().forEach(c -> other.append((char) (c >= '0' && c <= '9' ? c - '0' + zero : c)));
        return other.toString();
    }

    /** A file, also where the host's locale has no such characters. */
    private static Path file(Path folder, String name) {
        return Path.of(URI.create(folder.toUri() + URLEncoder.encode(name, StandardCharsets.UTF_8)));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(fixture.folder())) {
            return files.map(NativeDigits::fileName).sorted().toList();
        }
    }

    /** Does so many changes, and then none. */
    private static final class DyingDisk implements SpoolDisk {

        private final SpoolDisk disk;
        private int left;

        DyingDisk(SpoolDisk disk, int left) {
            this.disk = disk;
            this.left = left;
        }

        private void step() throws IOException {
            if (left-- <= 0) {
                throw new IOException("the disk died");
            }
        }

        @Override
        public AppendFile create(Path file) throws IOException {
            step();
            return disk.create(file);
        }

        @Override
        public void cut(Path file, long length) throws IOException {
            step();
            disk.cut(file, length);
        }

        @Override
        public void rename(Path from, Path to) throws IOException {
            step();
            disk.rename(from, to);
        }

        @Override
        public void delete(Path file) throws IOException {
            step();
            disk.delete(file);
        }

        @Override
        public void forceFolder(Path folder) throws IOException {
            step();
        }

        @Override
        public long usableBytes() throws IOException {
            return disk.usableBytes();
        }
    }
}
