package io.dispenser.telemetry.adapter.delta.groupcommit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.adapter.delta.DeltaSink;
import io.dispenser.telemetry.adapter.delta.DeltaTableReader;
import io.dispenser.telemetry.adapter.delta.DeltaTableUpgrade;
import io.dispenser.telemetry.adapter.delta.EventAsKnown;
import io.dispenser.telemetry.adapter.delta.RowQuery;
import io.dispenser.telemetry.adapter.delta.committer.DeltaGroupLog;
import io.dispenser.telemetry.adapter.delta.committer.Disposal;
import io.dispenser.telemetry.adapter.delta.committer.GroupCommitter;
import io.dispenser.telemetry.adapter.delta.inbox.InboxFormat;
import io.dispenser.telemetry.adapter.delta.inbox.InboxName;
import io.dispenser.telemetry.adapter.delta.inbox.StoreInbox;
import io.dispenser.telemetry.adapter.delta.kernel.SnapshotFacts;
import io.dispenser.telemetry.adapter.delta.lease.CommitLeases;
import io.dispenser.telemetry.adapter.delta.lease.StoreCommitLeases;
import io.dispenser.telemetry.adapter.delta.log.DeltaErrors;
import io.dispenser.telemetry.adapter.delta.log.DeltaLog;
import io.dispenser.telemetry.adapter.delta.log.LogFileName;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.table.Column;
import io.dispenser.telemetry.core.table.ColumnSet;
import io.dispenser.telemetry.core.table.TelemetryTable;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.core.time.SystemScheduler;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import io.dispenser.telemetry.testkit.ManualTicker;
import io.dispenser.telemetry.testkit.SampleEvents;
import io.dispenser.telemetry.testkit.StoreOperation;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Agents of several versions, each of which knows other columns, hand over to a holder of any of them. */
class MixedVersionsTest {

    private static final ColumnSet OLD = ColumnSet.DOCUMENTED;
    private static final ColumnSet MIDDLE = ColumnSet.WITHOUT_USAGE;
    private static final ColumnSet NEW = ColumnSet.ALL;
    private static final int ROWS = 4;

    private final InMemoryTableStore store = new InMemoryTableStore();
    private final InMemoryTableStore client = store.anotherClient();
    private final ManualTicker ticker = new ManualTicker();
    private final MisfitListener told = new MisfitListener();
    private final List<ContainerStatusEvent> handedOver = new ArrayList<>();
    private int written;

    @ParameterizedTest
    @EnumSource
    void aHolderOfAnyVersionFillsTheColumnsThatTheTableHas(ColumnSet holder) throws Exception {
        create(OLD);
        GroupCommitter committer = holder(TelemetryTables.status(holder));
        List<ContainerStatusEvent> expected = new ArrayList<>();

        handOver("first");
        commitAll(committer);
        expected.addAll(asKnown(OLD));

        handOver("second"); // before the upgrade
        upgrade(MIDDLE);
        commitAll(committer);
        expected.addAll(asKnown(MIDDLE));

        handOver("third");
        upgrade(NEW);
        handOver("fourth"); // after it
        commitAll(committer);
        expected.addAll(asKnown(NEW));

        assertThat(rows()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(told.problems()).isEmpty();
    }

    /** The data files are there, without the columns, and the commit comes too late. */
    @Test
    void whatWasStagedBeforeAnUpgradeIsCommittedWithTheColumnsAfterIt() throws Exception {
        create(OLD);
        GroupCommitter committer = holder(TelemetryTables.status(OLD));
        handOver("agent");
        AtomicBoolean staged = new AtomicBoolean();
        client.beforeNext(StoreOperation.PUT_IF_ABSENT, path -> path.endsWith("00001.json"), () -> {
            staged.set(store.paths().stream().anyMatch(path -> path.startsWith("date=")));
            upgrade(NEW);
        });
        commitAll(committer);

        assertThat(staged).isTrue();
        assertThat(rows()).containsExactlyInAnyOrderElementsOf(asKnown(NEW));
    }

    @Test
    void rowsThatDoNotFitWaitAndGoInOnceTheTableFits() throws Exception {
        create(NEW);
        String nullable = "\\\"name\\\":\\\"exit_code\\\",\\\"type\\\":\\\"integer\\\",\\\"nullable\\\":true";
        String created = new String(store.readAll(LogFileName.commitPath(0)), UTF_8);
        assertThat(created).contains(nullable);
        store.removeIf(path -> path.endsWith(".crc"));
        store.put(
                LogFileName.commitPath(0),
                created.replace(nullable, nullable.replace("true", "false")).getBytes(UTF_8));
        GroupCommitter committer = holder(TelemetryTables.STATUS);
        handOver(NEW, "w");

        makeMoves(committer, 20, () -> false);
        assertThat(told.problems())
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem).contains("exit_code"));
        assertThat(waiting()).isOne();
        assertThat(rows()).isEmpty();

        String changed = created.lines()
                .filter(line -> line.contains("\"metaData\""))
                .collect(Collectors.joining("\n", "{\"commitInfo\":{\"operation\":\"CHANGE COLUMN\"}}\n", "\n"));
        store.put(LogFileName.commitPath(1), changed.getBytes(UTF_8));
        commitAll(committer);
        assertThat(rows()).containsExactlyInAnyOrderElementsOf(asKnown(NEW));
    }

    /** Its numbers may have expired, so it is asked which of its rows are there; only its own version can tell. */
    @Test
    void rowsThatTheHolderCanNotReadWaitAndAreNoHindranceToOthers() throws Exception {
        create(NEW);
        handOver(NEW, "fits");
        put(with("health_status", "unsure"), "later", 7, 9, SampleEvents.statuses(100, 103));
        GroupCommitter committer = holder(TelemetryTables.STATUS);

        makeMoves(committer, 20, () -> false);
        assertThat(rows()).containsExactlyInAnyOrderElementsOf(asKnown(NEW));
        assertThat(waiting()).isOne();
        assertThat(told.problems())
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem).contains("unsure"));
    }

    /** An older version's rows have no value for a column that the table has a default for, which we don't write. */
    @Test
    void rowsOfOneVersionThatTheTableDoesNotTakeAreNoHindranceToOthers() throws Exception {
        create(NEW);
        String column = "\\\"name\\\":\\\"" + onlyOf(NEW) + "\\\"";
        String created = new String(store.readAll(LogFileName.commitPath(0)), UTF_8);
        int metadata = created.indexOf("\\\"metadata\\\":{", created.indexOf(column)) + "\\\"metadata\\\":{".length();
        store.removeIf(path -> path.endsWith(".crc"));
        store.put(
                LogFileName.commitPath(0),
                (created.substring(0, metadata) + "\\\"CURRENT_DEFAULT\\\":\\\"NULL\\\"," + created.substring(metadata))
                        .replace("NULL\\\",}", "NULL\\\"}")
                        .getBytes(UTF_8));
        handOver(OLD, "old");
        handedOver.clear();
        handOver(NEW, "new");
        GroupCommitter committer = holder(TelemetryTables.STATUS);

        makeMoves(committer, 20, () -> false);
        assertThat(rows()).containsExactlyInAnyOrderElementsOf(asKnown(NEW));
        assertThat(waiting()).isOne();
        assertThat(told.problems())
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem).contains("allowColumnDefaults"));
    }

    /** The name of a column that the oldest version does not know. */
    private static String onlyOf(ColumnSet newer) {
        List<String> old = names(OLD);
        return names(newer).stream()
                .filter(name -> !old.contains(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> names(ColumnSet version) {
        return TelemetryTables.status(version).columns().stream()
                .map(Column::name)
                .toList();
    }

    /** A status table whose rows have another text in a column. */
    private static TelemetryTable<ContainerStatusEvent> with(String column, String text) {
        TelemetryTable<ContainerStatusEvent> table = TelemetryTables.STATUS;
        return new TelemetryTable<>(
                table.name(),
                table.columns().stream()
                        .map(each -> each.name().equals(column)
                                ? new Column<ContainerStatusEvent>(
                                        each.name(), each.type(), each.nullable(), each.description(), event -> text)
                                : each)
                        .toList(),
                table.partitionColumn(),
                table.logRetention(),
                table.deletedFileRetention(),
                table.targetFileSizeBytes());
    }

    private void create(ColumnSet columns) throws Exception {
        try (var sink = new DeltaSink<>(TelemetryTables.status(columns), store.anotherClient(), "test/1")) {
            sink.prepare();
        }
    }

    private void upgrade(ColumnSet columns) {
        try (var upgrade = new DeltaTableUpgrade(TelemetryTables.status(columns), store.anotherClient(), "test/1")) {
            assertThat(upgrade.upgrade().orElseThrow().columns()).isNotEmpty();
        } catch (SinkException e) {
            throw new AssertionError(e);
        }
    }

    /** An agent of each version hands its first batch over. */
    private void handOver(String agents) throws Exception {
        for (ColumnSet version : ColumnSet.values()) {
            handOver(version, agents + "-" + version);
        }
    }

    private void handOver(ColumnSet version, String writer) throws Exception {
        List<ContainerStatusEvent> events = SampleEvents.statuses(written, written + ROWS);
        written += ROWS;
        put(TelemetryTables.status(version), writer, -1, 0, events);
        events.forEach(event -> handedOver.add(EventAsKnown.by(version, event)));
    }

    private void put(
            TelemetryTable<ContainerStatusEvent> version,
            String writer,
            long base,
            long number,
            List<ContainerStatusEvent> events)
            throws Exception {
        String table = SnapshotFacts.tableId(new DeltaLog(store).load().orElseThrow());
        inbox().put(
                        InboxName.fresh(writer, number),
                        InboxFormat.encode(version, table, base, List.of(new Batch<>(writer, number, events))));
    }

    /** What was handed over since this was last asked, as a table with these columns has it. */
    private List<ContainerStatusEvent> asKnown(ColumnSet table) {
        List<ContainerStatusEvent> known =
                handedOver.stream().map(event -> EventAsKnown.by(table, event)).toList();
        handedOver.clear();
        return known;
    }

    private GroupCommitter holder(TelemetryTable<ContainerStatusEvent> version) throws Exception {
        var means = new GroupCommitMeans(InstantSource.system(), ticker, new SystemScheduler());
        CommitLeases leases = new StoreCommitLeases(store);
        return new GroupCommitter(
                inbox(),
                new Disposal(inbox(), ticker, told),
                DeltaGroupLog.open(
                        version, client, "test/1", new DeltaErrors("the table"), means.clock(), means.scheduler()),
                leases,
                leases.take(Optional.empty(), "holder").orElseThrow(),
                "nobody",
                ticker,
                told);
    }

    private StoreInbox inbox() {
        return new StoreInbox(store, new SystemScheduler());
    }

    private void commitAll(GroupCommitter committer) throws Exception {
        makeMoves(committer, 200, () -> waiting() == 0);
        assertThat(waiting()).as("files in the inbox").isZero();
    }

    private void makeMoves(GroupCommitter committer, int moves, BooleanSupplier enough) throws Exception {
        for (int move = 0; move < moves && !enough.getAsBoolean(); move++) {
            Optional<Duration> wait = committer.step();
            ticker.advance(wait.orElseThrow(() -> new AssertionError("the lease was given back")));
        }
    }

    private long waiting() {
        return store.paths().stream()
                .filter(path -> path.startsWith(InboxName.DIRECTORY))
                .count();
    }

    private List<ContainerStatusEvent> rows() throws Exception {
        return new DeltaTableReader(store.anotherClient())
                .read(RowQuery.newest(Integer.MAX_VALUE))
                .orElseThrow()
                .events(TelemetryTables.STATUS);
    }
}
