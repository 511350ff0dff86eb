package io.dispenser.telemetry.adapter.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.RecordedDeployment;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpooledDeploymentsTest {

    private static final List<DeploymentEvent> ROWS = SampleEvents.deployments(0, 6);

    @TempDir
    Path folder;

    @Test
    void withoutASpoolThereAreNone() throws Exception {
        assertThat(of(ROWS)).isEmpty();
    }

    @Test
    void sealedAndOpenOnesAreToldAndDeliveredOnesAreNot() throws Exception {
        try (FileSpool<DeploymentEvent> spool = open()) {
            for (int i = 0; i < 3; i++) {
                spool.append(ROWS.subList(2 * i, 2 * i + 2));
                if (i < 2) {
                    spool.seal();
                }
            }
            assertThat(of(ROWS)).isEqualTo(recorded(ROWS));
            assertThat(of(ROWS.subList(3, 4))).isEqualTo(recorded(ROWS.subList(3, 4)));
            assertThat(spooled().of(ids(ROWS), ROWS.get(4).timestamp())).isEqualTo(recorded(ROWS.subList(4, 6)));
            spool.remove(spool.waiting(1).get(0));
            assertThat(of(ROWS)).isEqualTo(recorded(ROWS.subList(2, 6)));
        }
    }

    @Test
    void whatMovesWhileItIsReadIsNotMissed() throws Exception {
        try (FileSpool<DeploymentEvent> spool = open()) {
            for (int i = 0; i < 3; i++) {
                spool.append(ROWS.subList(2 * i, 2 * i + 2));
                if (i < 2) {
                    spool.seal();
                }
            }
            List<DeploymentEvent> seen = new ArrayList<>();
            spooled().forEach(row -> {
                seen.add(row);
                if (seen.size() == 1) {
                    move(spool);
                }
            });
            assertThat(seen).containsExactlyInAnyOrderElementsOf(ROWS);
        }
    }

    /** The oldest batch goes out under another name, and the open segment is sealed. */
    private static void move(FileSpool<DeploymentEvent> spool) {
        try {
            spool.seal();
            spool.renewWriter();
            Batch<DeploymentEvent> oldest = spool.waiting(1).get(0);
            spool.reissue(oldest, oldest.events());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aSpoolThatCanNotBeReadMayBeSomeDay() throws Exception {
        Path table = Files.createDirectories(folder.resolve(TelemetryTables.DEPLOYMENTS.name()));
        Files.createDirectory(table.resolve("0000000001.open"));
        assertThatThrownBy(() -> of(ROWS))
                .isInstanceOfSatisfying(
                        SinkException.class, e -> assertThat(e.isPermanent()).isFalse())
                .hasMessageContaining(folder.toString());
    }

    private List<RecordedDeployment> of(List<DeploymentEvent> rows) throws Exception {
        return spooled().of(ids(rows), Instant.EPOCH);
    }

    private SpooledDeployments spooled() {
        return new SpooledDeployments(folder);
    }

    private static Set<String> ids(List<DeploymentEvent> rows) {
        Set<String> ids = new HashSet<>();
        rows.forEach(row -> ids.add(row.containerId()));
        return ids;
    }

    private static List<RecordedDeployment> recorded(List<DeploymentEvent> rows) {
        return rows.stream().map(RecordedDeployment::of).toList();
    }

    private FileSpool<DeploymentEvent> open() throws Exception {
        return FileSpool.open(TelemetryTables.DEPLOYMENTS, folder, FileSpoolOptions.DEFAULT.withMinFreeDiskBytes(0));
    }
}
