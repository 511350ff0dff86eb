package io.dispenser.telemetry.adapter.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.adapter.delta.log.LogFileName;
import io.dispenser.telemetry.core.port.CompactionScope;
import io.dispenser.telemetry.core.port.MaintenanceException;
import io.dispenser.telemetry.core.port.MaintenanceListener;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.table.TelemetryTables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each property that Kernel parses, set to nonsense by somebody. */
class SenselessPropertiesTest {

    private final MaintenanceFixture table = new MaintenanceFixture();
    private final LogText log = new LogText(table.store, table.clock);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "delta.checkpointInterval",
                "delta.logRetentionDuration",
                "delta.deletedFileRetentionDuration",
                "delta.setTransactionRetentionDuration",
                "delta.dataSkippingNumIndexedCols",
                "delta.parquet.compression.codec",
                "delta.inCommitTimestampEnablementVersion",
                "delta.inCommitTimestampEnablementTimestamp",
                "delta.columnMapping.maxColumnId"
            })
    void whatSaysHowATableIsKeptIsPassedOver(String property) throws Exception {
        table.append(2);
        log.withProperty("delta.checkpointInterval", "10");
        log.withProperty(property, "non sense");

        table.append(9);
        assertThat(table.store.stat(LogFileName.commitPath(10).replace(".json", ".checkpoint.parquet")))
                .as("a checkpoint all the same")
                .isPresent();
        table.append(1);
        MaintenanceFixture.maintain(table.maintenance());

        assertThat(ReadBack.statuses(table.store)).containsExactlyInAnyOrderElementsOf(table.expected());
        TableCheckResult check = DeltaTableCheck.look(TelemetryTables.STATUS, table.store.anotherClient());
        assertThat(check.problems()).isEmpty();
        assertThat(check.warnings())
                .singleElement()
                .asString()
                .contains(property + " is 'non sense', which is no value for it", "SET TBLPROPERTIES");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"delta.checkpointPolicy", "delta.universalFormat.enabledFormats", "delta.columnMapping.mode"})
    void whatSaysWhatATableNeedsIsWaitedFor(String property) throws Exception {
        table.append(2);
        String right = log.lines(0).toString();
        log.withProperty(property, "non sense");

        String[] words = {property + " is 'non sense', which is no value for it", "Nothing was written", "or unset it"};
        assertThatThrownBy(() -> table.append(1))
                .isInstanceOfSatisfying(
                        SinkException.class, e -> assertThat(e.isPermanent()).isTrue())
                .hasMessageContainingAll(words);
        TableCheckResult check = DeltaTableCheck.look(TelemetryTables.STATUS, table.store.anotherClient());
        assertThat(check.problems()).singleElement().asString().contains(words);
        assertThat(check.isPermanent()).isTrue();
        if (!property.contains("columnMapping")) {
            try (DeltaMaintenance maintenance = table.maintenance()) {
                assertThatThrownBy(() -> maintenance.compact(CompactionScope.ALL, MaintenanceListener.NONE))
                        .isInstanceOf(MaintenanceException.class)
                        .hasMessageContainingAll(words);
            }
        }

        log.withoutProperty(property);
        assertThat(log.lines(0).toString()).as("mended").hasSameSizeAs(right);
        table.append(1);
        assertThat(ReadBack.statuses(table.store)).hasSize(3);
    }

    /** A number of columns that is none has Kernel's default: statistics of all columns of a table as narrow as ours. */
    @Test
    void statisticsAreWrittenAsIfNothingWasSet() throws Exception {
        table.append(1);
        String before = countedColumns(1);
        log.withProperty("delta.dataSkippingNumIndexedCols", "non sense");
        table.append(1);
        assertThat(countedColumns(2)).isEqualTo(before).contains("memory_bytes");
    }

    private String countedColumns(long version) throws Exception {
        return log.line(version, "add").replaceAll(".*nullCount", "").replaceAll("[^a-z_]+", " ");
    }
}
