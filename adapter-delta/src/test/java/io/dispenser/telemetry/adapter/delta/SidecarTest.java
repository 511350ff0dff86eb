package io.dispenser.telemetry.adapter.delta;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.port.LogReport;
import io.dispenser.telemetry.core.port.MaintenanceListener;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The parts of somebody else's checkpoints go when no checkpoint names them, and not before. */
class SidecarTest {

    private static final Duration LOG_RETENTION = Duration.ofDays(7);

    private final MaintenanceFixture table = new MaintenanceFixture(Instant.parse("2026-03-01T12:00:00Z"));
    private final InMemoryTableStore others = table.store.anotherClient();

    @BeforeEach
    void writeATableWithACheckpointOfOurs() throws Exception {
        table.append(20);
        assertThat(clean(false).checkpoint()).hasValue(20);
    }

    @Test
    void whatTheCheckpointsThatStayNameStays() throws Exception {
        checkpoint(5, "shared", "gone");
        for (String name : List.of("shared", "gone", "named", "unnamed")) {
            sidecar(name);
        }
        table.clock.advance(LOG_RETENTION.plusHours(1));
        table.append(1);
        checkpoint(10, "shared", "_delta_log/_sidecars/%6eamed", "young");
        sidecar("young");
        int files = table.store.paths().size();

        LogReport imagined = clean(true);

        assertThat(sidecars()).containsExactly("gone", "named", "shared", "unnamed", "young");
        assertThat(table.store.paths()).hasSize(files);

        assertThat(clean(false).files()).isEqualTo(imagined.files());
        assertThat(checkpoints()).hasSize(2);
        assertThat(sidecars()).containsExactly("named", "shared", "young");

        table.clock.advance(LOG_RETENTION.plusHours(1));
        table.append(1);
        clean(false);
        assertThat(checkpoints()).hasSize(1);
        assertThat(sidecars()).isEmpty();
        assertThat(ReadBack.statuses(table.store)).containsExactlyInAnyOrderElementsOf(table.expected());
    }

    @Test
    void oneThatNoCheckpointNamesYetStaysUntilItIsOld() throws Exception {
        sidecar("orphan");
        table.clock.advance(LOG_RETENTION.minusHours(1));
        assertThat(clean(false).files()).isZero();
        assertThat(sidecars()).containsExactly("orphan");

        table.clock.advance(Duration.ofHours(1));
        int files = table.store.paths().size();
        assertThat(clean(false).files()).isEqualTo(files - table.store.paths().size());
        assertThat(sidecars()).isEmpty();
    }

    private LogReport clean(boolean dryRun) throws Exception {
        try (DeltaMaintenance maintenance = table.maintenance()) {
            return maintenance.cleanLog(dryRun, MaintenanceListener.NONE);
        }
    }

    private void sidecar(String name) throws Exception {
        others.put(
                "_delta_log/_sidecars/" + name,
                name.substring(0, Math.min(6, name.length())).getBytes(UTF_8));
    }

    /** The part of somebody's checkpoint that names the others. Readers start at ours, which is of a later version. */
    private void checkpoint(int version, String... sidecars) throws Exception {
        StringBuilder rows =
                new StringBuilder(String.format(Locale.ROOT, "{\"checkpointMetadata\":{\"version\":%d}}\n", version));
        for (String sidecar : sidecars) {
            rows.append(String.format(
                    Locale.ROOT,
                    "{\"sidecar\":{\"path\":\"%s\",\"sizeInBytes\":6,\"modificationTime\":0}}\n",
                    sidecar));
        }
        others.put(
                String.format(
                        Locale.ROOT,
                        "_delta_log/%020d.checkpoint.00000000-0000-0000-0000-%012d.json",
                        version,
                        version),
                rows.toString().getBytes(UTF_8));
    }

    private List<String> checkpoints() {
        return table.store.paths().stream()
                .filter(path -> path.contains(".checkpoint."))
                .toList();
    }

    private List<String> sidecars() {
        return table.store.paths().stream()
                .filter(path -> path.startsWith("_delta_log/_sidecars/"))
                .map(path -> path.substring("_delta_log/_sidecars/".length()))
                .toList();
    }
}
