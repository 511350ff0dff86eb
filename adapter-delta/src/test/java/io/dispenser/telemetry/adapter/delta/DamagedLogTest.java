package io.dispenser.telemetry.adapter.delta;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.adapter.delta.io.JsonObject;
import io.dispenser.telemetry.adapter.delta.log.DeltaLog;
import io.dispenser.telemetry.adapter.delta.log.LogFileName;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.MaintenanceListener;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What befalls files of a log: what the commits make up for is done without, all else is told with its remedy. */
class DamagedLogTest {

    private static final int COMMITS = 6;

    private final MaintenanceFixture table = new MaintenanceFixture();
    private final LogText log = new LogText(table.store, table.clock);

    @ParameterizedTest
    @ValueSource(strings = {"zeros", "cut", "header", "middle"})
    void aDamagedCheckpointIsPassedOverAndANewOneIsWritten(String how) throws Exception {
        table.append(4);
        new DeltaLog(table.store).checkpoint();
        table.append(2);
        damage(4, how);
        removeChecksums();

        assertThat(ReadBack.statuses(table.store)).containsExactlyInAnyOrderElementsOf(table.expected());
        TableCheckResult check = DeltaTableCheck.look(TelemetryTables.STATUS, table.store.anotherClient());
        assertThat(check.problems()).isEmpty();
        assertThat(check.warnings()).singleElement().asString().contains(checkpoint(4), "passed over");
        assertThat(check.warnings().get(0))
                .doesNotContainPattern("@[0-9a-f]{4,}")
                .doesNotContain("\n");

        table.append(1);

        assertThat(table.store.stat(checkpoint(7)))
                .as("a new one with the next commit")
                .isPresent();
        assertThat(ReadBack.statuses(table.store)).containsExactlyInAnyOrderElementsOf(table.expected());
    }

    @Test
    void maintenanceReplacesADamagedCheckpointOfTheLatestVersion() throws Exception {
        table.append(COMMITS);
        new DeltaLog(table.store).checkpoint();
        damage(COMMITS, "zeros");
        removeChecksums();

        try (DeltaMaintenance maintenance = table.maintenance()) {
            assertThat(maintenance.cleanLog(false, MaintenanceListener.NONE).checkpoint())
                    .hasValue(COMMITS);
        }
        assertThat(DeltaTableCheck.look(TelemetryTables.STATUS, table.store.anotherClient())
                        .warnings())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void withoutItsCommitsADamagedCheckpointIsToldWithItsRemedy(boolean withChecksums) throws Exception {
        table.append(COMMITS);
        new DeltaLog(table.store).checkpoint();
        byte[] good = table.store.readAll(checkpoint(COMMITS));
        damage(COMMITS, "cut");
        table.store.removeIf(path -> path.equals(LogFileName.commitPath(0)) || path.equals(LogFileName.commitPath(1)));
        if (!withChecksums) {
            removeChecksums();
            assertThatThrownBy(() -> table.append(1))
                    .isInstanceOfSatisfying(
                            SinkException.class,
                            e -> assertThat(e.isPermanent()).isTrue())
                    .hasMessageContainingAll(checkpoint(COMMITS), "no longer there", "put back that file");
        }
        assertThat(DeltaTableCheck.look(TelemetryTables.STATUS, table.store.anotherClient())
                        .problems())
                .singleElement()
                .asString()
                .contains(checkpoint(COMMITS), "no longer there", "put back that file");

        table.store.put(checkpoint(COMMITS), good);
        table.append(1);
        assertThat(ReadBack.statuses(table.store)).isNotEmpty();
    }

    @Test
    void aSinkGoesOnWhenTheCheckpointIsPutBack() throws Exception {
        table.append(COMMITS);
        new DeltaLog(table.store).checkpoint();
        byte[] good = table.store.readAll(checkpoint(COMMITS));
        damage(COMMITS, "zeros");
        table.store.removeIf(path -> path.equals(LogFileName.commitPath(0)) || path.endsWith(".crc"));
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, table.store.anotherClient(), "test/1", table.clock)) {
            Batch<ContainerStatusEvent> batch = new Batch<>("v", 1, List.of(SampleEvents.status(99)));
            assertThatThrownBy(() -> sink.write(batch)).isInstanceOf(SinkException.class);

            table.store.put(checkpoint(COMMITS), good);

            assertThat(sink.write(batch).version()).isEqualTo(COMMITS + 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s\n\n%s\n", "\n%s\n%s", "%s\r\n \t\r\n%s\r\n\r\n", "\uFEFF%s\n%s\n"})
    void blankLinesAndAByteOrderMarkAreSkipped(String form) throws Exception {
        table.append(COMMITS);
        List<String> lines = log.lines(3);
        assertThat(lines.size()).isGreaterThanOrEqualTo(2);
        String rest = String.join("\n", lines.subList(1, lines.size()));
        String text = form.replaceFirst("%s", Matcher.quoteReplacement(lines.get(0)));
        table.store.put(LogFileName.commitPath(3), text.replace("%s", rest).getBytes(UTF_8));
        removeChecksums();

        table.append(1);

        assertThat(ReadBack.statuses(table.store)).containsExactlyInAnyOrderElementsOf(table.expected());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 3, COMMITS})
    void anEmptyCommitIsNoCommit(long version) throws Exception {
        table.append(COMMITS);
        table.store.put(LogFileName.commitPath(version), new byte[0]);

        assertTold(LogFileName.commitPath(version), "is empty", "restore it from a copy");
        assertThat(table.store.stat(LogFileName.commitPath(COMMITS + 1))).isEmpty();
    }

    @Test
    void anEmptyCommitBeforeACheckpointIsOfNoMatter() throws Exception {
        table.append(4);
        new DeltaLog(table.store).checkpoint();
        table.store.put(LogFileName.commitPath(2), new byte[0]);

        table.append(2);

        assertThat(ReadBack.statuses(table.store)).containsExactlyInAnyOrderElementsOf(table.expected());
    }

    @ParameterizedTest
    @ValueSource(longs = {COMMITS, COMMITS - 1})
    void aLastCommitThatIsGoneBesideItsChecksumIsTold(long from) throws Exception {
        table.append(COMMITS);
        table.store.removeIf(path -> LogText.isCommit(path) && path.compareTo(LogFileName.commitPath(from)) >= 0);

        assertTold(LogFileName.commitPath(COMMITS), "is gone", "put the commit back");
    }

    @Test
    void aCommitThatIsGoneFromTheMiddleIsTold() throws Exception {
        table.append(COMMITS);
        table.store.removeIf(LogFileName.commitPath(3)::equals);

        assertTold(LogFileName.commitPath(3), "later ones are there", "from a copy");
    }

    @Test
    void aCommitThatIsNoJsonIsToldInOneLine() throws Exception {
        table.append(COMMITS);
        table.store.put(LogFileName.commitPath(3), "{\"commitInfo\":{},\n\"add\":{}\n".getBytes(UTF_8));
        removeChecksums();

        assertTold(LogFileName.commitPath(3), "damaged", "restore it");
    }

    @Test
    void aCatalogsTableIsLeftToTheCatalog() throws Exception {
        table.append(1);
        log.rewrite(
                0,
                line -> line.startsWith("{\"protocol\"")
                        ? "{\"protocol\":{\"minReaderVersion\":3,\"minWriterVersion\":7,\"readerFeatures\":"
                                + "[\"catalogManaged\"],\"writerFeatures\":[\"catalogManaged\",\"inCommitTimestamp\"]}}"
                        : line);

        assertTold("a catalog manages it", "name a table that no catalog manages");
    }

    @Test
    void aChecksumThatContradictsTheLogIsNotCarriedOn() throws Exception {
        table.append(COMMITS);
        falsify(COMMITS);

        table.append(2);

        assertThat(checksums()).isSubsetOf(List.of((long) COMMITS + 2, (long) COMMITS + 1));
        assertThat(ReadBack.statuses(table.store)).containsExactlyInAnyOrderElementsOf(table.expected());
    }

    /** A checksum file is not forced to the disk: that is what the end of a machine may leave of it. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 40})
    void aChecksumThatWasCutIsPassedOver(int bytes) throws Exception {
        table.append(COMMITS);
        table.store.put(checksum(COMMITS), Arrays.copyOf(table.store.readAll(checksum(COMMITS)), bytes));

        table.append(2);

        assertThat(ReadBack.statuses(table.store)).containsExactlyInAnyOrderElementsOf(table.expected());
        assertThat(numFiles(COMMITS + 2)).isEqualTo(COMMITS + 2);
    }

    /** Earlier versions of Delta Lake wrote less into it than Kernel asks for. */
    @Test
    void aChecksumOfAnotherProgramStays() throws Exception {
        table.append(COMMITS);
        byte[] theirs = "{\"tableSizeBytes\":1,\"numFiles\":1,\"numMetadata\":1,\"numProtocol\":1}".getBytes(UTF_8);
        for (long version = 0; version <= COMMITS; version++) {
            table.store.put(checksum(version), theirs);
        }

        table.append(2);

        for (long version = 0; version <= COMMITS; version++) {
            assertThat(table.store.readAll(checksum(version))).isEqualTo(theirs);
        }
        assertThat(ReadBack.statuses(table.store)).containsExactlyInAnyOrderElementsOf(table.expected());
    }

    @Test
    void inALongLogAWrongChecksumIsFoundAtTheNextCheckpoint() throws Exception {
        table.append(30);
        falsify(30);

        table.append(1);
        new DeltaLog(table.store).checkpoint();

        assertThat(numFiles(31)).isEqualTo(31);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-5", "abc", ""})
    void anInvalidCheckpointIntervalStopsNothing(String interval) throws Exception {
        table.append(2);
        log.withProperty("delta.checkpointInterval", interval);

        table.append(12);

        assertThat(ReadBack.statuses(table.store)).containsExactlyInAnyOrderElementsOf(table.expected());
        assertThat(table.store.paths().stream().filter(path -> path.endsWith(".checkpoint.parquet")))
                .as("every ten versions, which is the default")
                .containsExactly(checkpoint(10));
        assertThat(DeltaTableCheck.look(TelemetryTables.STATUS, table.store.anotherClient())
                        .warnings())
                .singleElement()
                .asString()
                .contains("delta.checkpointInterval is '" + interval + "'");
        MaintenanceFixture.maintain(table.maintenance());
    }

    @ParameterizedTest
    @ValueSource(strings = {"delta.logRetentionDuration", "delta.deletedFileRetentionDuration"})
    void aRetentionThatIsNoneStopsNothing(String property) throws Exception {
        table.append(2);
        log.withProperty(property, "soon");

        table.append(1);
        MaintenanceFixture.maintain(table.maintenance());

        assertThat(ReadBack.statuses(table.store)).containsExactlyInAnyOrderElementsOf(table.expected());
    }

    private void assertTold(String... words) {
        assertThatThrownBy(() -> table.append(1))
                .isInstanceOfSatisfying(
                        SinkException.class, e -> assertThat(e.isPermanent()).isTrue())
                .hasMessageContainingAll(words)
                .message()
                .doesNotContain("\n");
        TableCheckResult check = DeltaTableCheck.look(TelemetryTables.STATUS, table.store.anotherClient());
        assertThat(check.problems()).singleElement().asString().contains(words);
        assertThat(check.isPermanent()).isTrue();
        assertThatThrownBy(() -> ReadBack.statuses(table.store))
                .isInstanceOf(TableStoreException.class)
                .hasMessageContainingAll(words)
                .hasMessageStartingWith("the table in");
    }

    private void damage(long version, String how) throws TableStoreException {
        byte[] content = table.store.readAll(checkpoint(version));
        switch (how) {
            case "zeros" -> Arrays.fill(content, (byte) 0);
            case "cut" -> content = Arrays.copyOf(content, content.length / 2);
            case "header" -> Arrays.fill(content, content.length - 60, content.length - 8, (byte) 7);
            default -> Arrays.fill(content, 4, content.length / 2, (byte) 0x55);
        }
        table.store.put(checkpoint(version), content);
    }

    private static String checkpoint(long version) {
        return LogFileName.commitPath(version).replace(".json", ".checkpoint.parquet");
    }

    private static String checksum(long version) {
        return LogFileName.commitPath(version).replace(".json", ".crc");
    }

    private void removeChecksums() {
        table.store.removeIf(path -> path.endsWith(".crc"));
    }

    private void falsify(long version) throws TableStoreException {
        String text = new String(table.store.readAll(checksum(version)), UTF_8);
        String wrong = text.replace("\"numFiles\":" + version, "\"numFiles\":" + (version + 70));
        assertThat(wrong).isNotEqualTo(text);
        table.store.put(checksum(version), wrong.getBytes(UTF_8));
    }

    private long numFiles(long version) throws TableStoreException {
        return JsonObject.parse(table.store.readAll(checksum(version)))
                .number("numFiles")
                .orElseThrow();
    }

    /** What those after the falsified one say. */
    private List<Long> checksums() throws TableStoreException {
        List<Long> found = new ArrayList<>();
        for (long version = COMMITS; version <= COMMITS + 2; version++) {
            if (table.store.stat(checksum(version)).isPresent()) {
                found.add(numFiles(version));
            }
        }
        return found;
    }
}
