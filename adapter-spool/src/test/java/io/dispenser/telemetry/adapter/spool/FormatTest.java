package io.dispenser.telemetry.adapter.spool;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.event.Origin;
import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.table.TelemetryTable;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The files in test resources were written once, one for each format version and table, and never change: whoever changes
 * what is written raises {@link SegmentHead#CURRENT_FORMAT}, adds files, and keeps these readable. Those of version 1 hold
 * a field that no program knows, too.
 */
class FormatTest {

    private static final String WRITER = "3f0b2b52-0c1c-4c38-9f35-0d6a1f0f5a11";

    @TempDir
    private Path root;

    @Test
    void segmentsOfEveryVersionAreRead() throws Exception {
        for (int version = 1; version <= SegmentHead.CURRENT_FORMAT; version++) {
            place(TelemetryTables.STATUS, "status-format-" + version + ".txt");
            try (FileSpool<ContainerStatusEvent> spool =
                    FileSpool.open(TelemetryTables.STATUS, root, SpoolFixture.OPTIONS)) {
                assertThat(spool.oldest().orElseThrow())
                        .isEqualTo(new Batch<>(
                                WRITER,
                                12,
                                SampleEvents.statuses(0, 3).stream()
                                        .map(FormatTest::withoutUsage)
                                        .toList()));
            }
            place(TelemetryTables.DEPLOYMENTS, "deployments-format-" + version + ".txt");
            try (FileSpool<DeploymentEvent> spool =
                    FileSpool.open(TelemetryTables.DEPLOYMENTS, root, SpoolFixture.OPTIONS)) {
                assertThat(spool.oldest().orElseThrow())
                        .isEqualTo(new Batch<>(
                                WRITER,
                                12,
                                SampleEvents.deployments(0, 3).stream()
                                        .map(FormatTest::documented)
                                        .toList()));
            }
        }
    }

    @Test
    void whatIsWrittenIsTheCurrentVersion() throws Exception {
        EventFormat<DeploymentEvent> deployments = EventFormat.of(TelemetryTables.DEPLOYMENTS);
        EventFormat<ContainerStatusEvent> statuses = EventFormat.of(TelemetryTables.STATUS);
        List<byte[]> inDeployments = documents("deployments-format-" + SegmentHead.CURRENT_FORMAT + ".txt");
        List<byte[]> inStatuses = documents("status-format-" + SegmentHead.CURRENT_FORMAT + ".txt");
        for (int i = 0; i < 2; i++) { // the last one has the unknown field
            assertThat(deployments.write(documented(SampleEvents.deployment(i))))
                    .asString()
                    .isEqualTo(new String(inDeployments.get(i), StandardCharsets.UTF_8));
            assertThat(statuses.write(withoutUsage(SampleEvents.status(i))))
                    .asString()
                    .isEqualTo(new String(inStatuses.get(i), StandardCharsets.UTF_8));
        }
    }

    @Test
    void whatContainersUseIsWrittenWhereItIsKnown() throws Exception {
        EventFormat<ContainerStatusEvent> statuses = EventFormat.of(TelemetryTables.STATUS);
        for (ContainerStatusEvent event : SampleEvents.statuses(0, 2)) {
            assertThat(statuses.read(SegmentHead.CURRENT_FORMAT, statuses.write(event)))
                    .isEqualTo(event);
        }
        assertThat(statuses.write(SampleEvents.status(1))).asString().doesNotContain("cpu_percent", "memory");
    }

    /** As programs wrote it that knew the documented columns only. */
    private static DeploymentEvent documented(DeploymentEvent event) {
        return event.with(Origin.UNKNOWN, null, null, null);
    }

    /** As programs wrote it before they asked what containers use: the fields are not there. */
    private static ContainerStatusEvent withoutUsage(ContainerStatusEvent event) {
        return new ContainerStatusEvent(
                event.timestamp(),
                event.service(),
                event.containerId(),
                event.state(),
                event.healthStatus(),
                event.exitCode(),
                event.restartCount(),
                event.uptimeSeconds(),
                event.failingStreak(),
                event.lastHealthOutput());
    }

    @Test
    void aTableThatNobodyKnowsCanNotBeSpooled() {
        TelemetryTable<ContainerStatusEvent> status = TelemetryTables.STATUS;
        TelemetryTable<ContainerStatusEvent> other = new TelemetryTable<>(
                "other",
                status.columns(),
                status.partitionColumn(),
                status.logRetention(),
                status.deletedFileRetention(),
                status.targetFileSizeBytes());
        assertThatThrownBy(() -> FileSpool.open(other, root, SpoolFixture.OPTIONS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("table other");
        assertThat(root).isEmptyDirectory();
    }

    private void place(TelemetryTable<? extends TelemetryEvent> table, String resource) throws IOException {
        Path folder = Files.createDirectories(root.resolve(table.name()));
        try (InputStream in = open(resource)) {
            Files.write(folder.resolve("0000000012.3.sealed"), in.readAllBytes());
        }
    }

    private List<byte[]> documents(String resource) throws IOException {
        Path copy = root.resolve(resource);
        try (InputStream in = open(resource)) {
            Files.write(copy, in.readAllBytes());
        }
        List<byte[]> documents = new ArrayList<>();
        try (SegmentReader reader = new SegmentReader(copy)) {
            for (byte @Nullable [] event = reader.next(); event != null; event = reader.next()) {
                documents.add(event);
            }
        }
        return documents;
    }

    private static InputStream open(String resource) {
        return requireNonNull(FormatTest.class.getResourceAsStream(resource), resource);
    }
}
