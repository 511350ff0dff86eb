package io.dispenser.telemetry.adapter.delta;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.delta.kernel.Snapshot;
import io.dispenser.telemetry.adapter.delta.io.TablePaths;
import io.dispenser.telemetry.adapter.delta.kernel.LogFiles;
import io.dispenser.telemetry.adapter.delta.log.DeltaLog;
import io.dispenser.telemetry.adapter.delta.log.LogFileName;
import io.dispenser.telemetry.adapter.delta.log.TableMetadata;
import io.dispenser.telemetry.adapter.delta.maintenance.FileRows;
import io.dispenser.telemetry.adapter.delta.maintenance.StringPool;
import io.dispenser.telemetry.adapter.delta.maintenance.TableLayout;
import io.dispenser.telemetry.adapter.delta.parquet.DataFileWriter;
import io.dispenser.telemetry.adapter.delta.parquet.FileColumn;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.CompactionReport;
import io.dispenser.telemetry.core.port.CompactionScope;
import io.dispenser.telemetry.core.port.MaintenanceListener;
import io.dispenser.telemetry.core.port.WriteReceipt;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import io.dispenser.telemetry.testkit.SampleEvents;
import io.dispenser.telemetry.testkit.StoreOperation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The table changes below somebody who is about to commit, or whose sleep was long. */
class ChangedTableTest {

    private final MaintenanceFixture table = new MaintenanceFixture();
    private final LogText log = new LogText(table.store, table.clock);
    private final InMemoryTableStore client = table.store.anotherClient();

    @BeforeEach
    void makeSmallFilesOfADayThatIsOver() throws Exception {
        table.append(12);
        table.clock.advance(Duration.ofDays(1));
    }

    @Test
    void theValuesOfAColumnThatIsAddedMeanwhileStay() throws Exception {
        client.beforeNext(StoreOperation.PUT_IF_ABSENT, LogText::isCommit, LogText.unchecked(() -> {
            String column =
                    "{\\\"name\\\":\\\"extra\\\",\\\"type\\\":\\\"string\\\",\\\"nullable\\\":true,\\\"metadata\\\":{}},";
            String altered = log.line(0, "metaData").replace("\\\"fields\\\":[", "\\\"fields\\\":[" + column);
            log.commit(13, "ADD COLUMNS", altered + "\n");
            log.commit(14, "WRITE", rowWithExtra("precious"));
        }));

        CompactionReport report = compact();

        assertThat(report.notes()).singleElement().asString().contains("columns or features were changed");
        assertThat(extras()).containsExactly("precious");
        assertThat(table.compact().filesRemoved()).isEqualTo(13);
        assertThat(extras()).containsExactly("precious");
        assertThat(table.describe().rows()).hasValue(13);
    }

    /** Also one that has as many versions as the one before, and more. */
    @ParameterizedTest
    @ValueSource(ints = {1, 12, 13, 20})
    void aTableThatWasMadeAnewMeanwhileIsLeftAlone(int batches) throws Exception {
        client.beforeNext(StoreOperation.PUT, LogText::isData, LogText.unchecked(() -> {
            table.store.removeIf(path -> true);
            try (var sink =
                    new DeltaSink<>(TelemetryTables.STATUS, table.store.anotherClient(), "test/1", table.clock)) {
                for (int i = 0; i < batches; i++) {
                    sink.write(new Batch<>("n", i, List.of(SampleEvents.status(500 + i))));
                }
            }
        }));

        var unused = compact(); // which may go on with the new table's files

        assertThat(ReadBack.statuses(table.store))
                .containsExactlyInAnyOrderElementsOf(SampleEvents.statuses(500, 500 + batches));
        assertThat(log.lines(batches)).as("the last commit of others").anyMatch(line -> line.contains("\"txn\""));
    }

    @Test
    void filesThatAVacuumTookFromASleepingMaintainerAreWrittenAnew() throws Exception {
        client.beforeNext(
                StoreOperation.LIST, path -> path.equals("_delta_log") && dataFiles() == 13, LogText.unchecked(() -> {
                    table.clock.advance(Duration.ofDays(2));
                    try (DeltaMaintenance other = table.maintenance()) {
                        assertThat(other.vacuum(false, MaintenanceListener.NONE).files())
                                .isEqualTo(1);
                    }
                }));

        CompactionReport report = compact();

        assertThat(report.conflicts()).isEqualTo(1);
        assertThat(report.filesRemoved()).isEqualTo(12);
        assertThat(ReadBack.statuses(table.store)).containsExactlyInAnyOrderElementsOf(table.expected());
    }

    @Test
    void aCommitIsNotPutBelowALogThatWasCleanedMeanwhile() throws Exception {
        client.beforeNext(
                StoreOperation.LIST, path -> path.equals("_delta_log") && dataFiles() == 13, LogText.unchecked(() -> {
                    table.append(TableMetadata.CHECKPOINT_INTERVAL);
                    table.clock.advance(TelemetryTables.STATUS.logRetention().plusHours(1));
                    table.append(1);
                    try (DeltaMaintenance other = table.maintenance()) {
                        assertThat(other.cleanLog(false, MaintenanceListener.NONE)
                                        .files())
                                .isPositive();
                    }
                    assertThat(table.store.paths())
                            .doesNotContain(LogFileName.commitPath(12), LogFileName.commitPath(13));
                }));

        CompactionReport report = compact();

        assertThat(report.conflicts()).isEqualTo(1);
        assertThat(table.store.paths()).doesNotContain(LogFileName.commitPath(13));
        assertThat(ReadBack.statuses(table.store)).containsExactlyInAnyOrderElementsOf(table.expected());
    }

    @Test
    void filesThatAVacuumMayHaveTakenFromASleepingWriterAreWrittenAnew() throws Exception {
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, client, "test/1", table.clock)) {
            sink.write(new Batch<>("x", 0, SampleEvents.statuses(100, 101)));
            long puts = client.requests(StoreOperation.PUT);
            client.beforeNext(
                    StoreOperation.PUT,
                    LogText::isData,
                    LogText.unchecked(() -> table.clock.advance(Duration.ofDays(2))));

            WriteReceipt receipt = sink.write(new Batch<>("x", 1, SampleEvents.statuses(101, 102)));

            assertThat(receipt.alreadyPresent()).isFalse();
            assertThat(client.requests(StoreOperation.PUT) - puts).isEqualTo(2);
        }
        assertThat(ReadBack.statuses(table.store)).hasSize(14);
    }

    private CompactionReport compact() throws Exception {
        try (DeltaMaintenance maintenance = table.maintenance(client)) {
            return maintenance.compact(CompactionScope.ALL, MaintenanceListener.NONE);
        }
    }

    private long dataFiles() {
        return table.store.paths().stream().filter(LogText::isData).count();
    }

    /** A commit's actions that add a file with one row, as a writer that knows the new column. */
    private String rowWithExtra(String value) throws Exception {
        DeltaLog current = new DeltaLog(table.store.anotherClient());
        TableLayout layout = TableLayout.of(current.load().orElseThrow());
        String known = log.dataFile(5);
        DataFileWriter writer = new DataFileWriter(layout.columns(), 1 << 20);
        try (FileRows rows = rows(current, layout, TablePaths.ROOT + "/" + known)) {
            @Nullable Object[] row = requireNonNull(rows.next());
            row[extra(layout)] = value.getBytes(UTF_8);
            writer.write(row);
        }
        byte[] content = writer.finish().content();
        table.store.put("date=2026-03-01/theirs.parquet", content);
        return "{\"add\":{\"path\":\"date=2026-03-01/theirs.parquet\",\"partitionValues\":{\"date\":\"2026-03-01\"},"
                + "\"size\":" + content.length + ",\"modificationTime\":1,\"dataChange\":true,"
                + "\"stats\":\"{\\\"numRecords\\\":1}\"}}\n";
    }

    private List<String> extras() throws Exception {
        DeltaLog current = new DeltaLog(table.store.anotherClient());
        Snapshot snapshot = current.load().orElseThrow();
        TableLayout layout = TableLayout.of(snapshot);
        List<String> paths = new ArrayList<>();
        LogFiles.live(snapshot.getScanBuilder().build(), current.engine(), file -> paths.add(file.path()));
        List<String> values = new ArrayList<>();
        for (String path : paths) {
            try (FileRows rows = rows(current, layout, path)) {
                for (@Nullable Object @Nullable [] row = rows.next(); row != null; row = rows.next()) {
                    if (row[extra(layout)] instanceof byte[] value) {
                        values.add(new String(value, UTF_8));
                    }
                }
            }
        }
        return values;
    }

    private FileRows rows(DeltaLog current, TableLayout layout, String path) throws Exception {
        long size = table.store.stat(TablePaths.relative(path)).orElseThrow().size();
        return new FileRows(current.engine(), layout.columns(), layout.schema(), new StringPool(), path, size);
    }

    private static int extra(TableLayout layout) {
        return layout.columns().stream().map(FileColumn::name).toList().indexOf("extra");
    }
}
