package io.dispenser.telemetry.adapter.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class SpoolInspectorTest {

    private static final String STATUS = TelemetryTables.STATUS.name();

    @TempDir
    private Path root;

    private SpoolInspector inspector;
    private FileSpool<ContainerStatusEvent> spool;

    @BeforeEach
    void open() throws Exception {
        inspector = new SpoolInspector(root);
        spool = new SpoolFixture(root).open();
        spool.append(SampleEvents.statuses(0, 3));
        spool.seal();
        spool.append(SampleEvents.statuses(3, 4));
    }

    @AfterEach
    void close() {
        spool.close();
    }

    @Test
    void itTellsTheSegmentsOfAllTablesWhileTheyAreOpenAndChangesNothing() throws Exception {
        try (FileSpool<DeploymentEvent> deployments =
                FileSpool.open(TelemetryTables.DEPLOYMENTS, root, SpoolFixture.OPTIONS)) {
            deployments.append(SampleEvents.deployments(7, 9));
            Map<String, String> before = files();
            List<SpooledSegment> segments = inspector.segments();
            assertThat(segments)
                    .extracting(SpooledSegment::table)
                    .containsExactly(STATUS, STATUS, TelemetryTables.DEPLOYMENTS.name());
            assertThat(segments.get(0))
                    .returns(0L, SpooledSegment::number)
                    .returns("0000000000.3.sealed", SpooledSegment::file)
                    .returns(SegmentState.SEALED, SpooledSegment::state)
                    .returns(spool.writerId(), SpooledSegment::writer)
                    .returns(3, SpooledSegment::events)
                    .returns(SampleEvents.status(0).timestamp(), SpooledSegment::oldestEvent)
                    .returns(List.of(), SpooledSegment::problems);
            assertThat(segments.get(1))
                    .returns(SegmentState.OPEN, SpooledSegment::state)
                    .returns(1, SpooledSegment::events);
            assertThat(segments.get(2)).returns(2, SpooledSegment::events);
            assertThat(segments.get(0).bytes() + segments.get(1).bytes()).isEqualTo(spool.bytes());
            assertThat(files()).isEqualTo(before);
        }
    }

    @Test
    void itGivesTheWaitingEventsInOrder() throws Exception {
        List<String> lines = new ArrayList<>();
        inspector.forEachEvent(STATUS, event -> lines.add(event.json()));
        assertThat(lines).hasSize(4);
        assertThat(lines.get(1))
                .isEqualTo("{\"timestamp\":\"2026-03-01T10:00:01.123456Z\",\"service\":\"service-1\","
                        + "\"container_id\":\"000000000001\",\"state\":\"running\",\"health_status\":\"none\","
                        + "\"restart_count\":1,\"uptime_seconds\":60,\"failing_streak\":0}");
        assertThat(lines.get(3)).contains("service-3");
    }

    @Test
    void itNamesWhatIsWrong() throws Exception {
        Path folder = root.resolve(STATUS);
        Path sealed = folder.resolve("0000000000.3.sealed");
        Path open = folder.resolve("0000000001.open");
        SegmentFiles.flip(sealed, SegmentFiles.lineStarts(sealed)[1] + 30, 1);
        SegmentFiles.replaceLine(
                open, 1, document -> document.replace("\"restart_count\":3", "\"restart_count\":\"three\""));
        Files.writeString(open, "0123", StandardOpenOption.APPEND);
        assertThat(inspector.segments())
                .extracting(SpooledSegment::problems)
                .containsExactly(
                        List.of("1 lines can't be read", "2 of about 3 events can be read"),
                        List.of(
                                "an event can't be understood: field restart_count should hold a whole number, but is"
                                        + " \"three\"",
                                "the last 4 bytes are not whole: they are being written, or will be cut off at the next"
                                        + " start"));
    }

    @Test
    void aFolderThatIsNotThereIsSaidToBeMissing() {
        assertThatThrownBy(() -> inspector.forEachEvent("no-table", event -> {}))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("there is no spool of the table no-table");
        assertThatThrownBy(() -> new SpoolInspector(root.resolve("nowhere")).segments())
                .isInstanceOf(NoSuchFileException.class);
    }

    private Map<String, String> files() throws Exception {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : (Iterable<Path>)
                    all.filter(file -> Files.isRegularFile(file) && !file.endsWith(SpoolLock.FILE))::iterator) {
                files.put(file + " " + Files.getLastModifiedTime(file), Files.readString(file));
            }
        }
        return files;
    }
}
