package io.dispenser.telemetry.adapter.delta;

import io.dispenser.telemetry.adapter.delta.maintenance.MaintenanceLimits;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.CompactionReport;
import io.dispenser.telemetry.core.port.CompactionScope;
import io.dispenser.telemetry.core.port.MaintenanceListener;
import io.dispenser.telemetry.core.port.TableDescription;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.InMemoryTableStore;
import io.dispenser.telemetry.testkit.ManualInstants;
import io.dispenser.telemetry.testkit.ManualTicker;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A status table in memory, with its time, its writer and its maintainers, whose clocks may differ from the store's. */
final class MaintenanceFixture {

    /** The store's clock, and that of hosts whose clocks are right. */
    final ManualInstants clock;

    final ManualTicker ticker = new ManualTicker();
    final InMemoryTableStore store;
    private int written;

    MaintenanceFixture() {
        this(Instant.parse("2026-03-01T18:00:00Z"));
    }

    MaintenanceFixture(Instant start) {
        this.clock = new ManualInstants(start);
        this.store = new InMemoryTableStore(clock);
    }

    /** Appends the next {@code batches} sample events, each with a commit of its own. */
    void append(int batches) throws Exception {
        append(batches, store.anotherClient());
    }

    void append(int batches, TableStore client) throws Exception {
        try (var sink = new DeltaSink<>(TelemetryTables.STATUS, client, "test/1", clock)) {
            for (int i = 0; i < batches; i++) {
                sink.write(new Batch<>("w", written, List.of(SampleEvents.status(written))));
                written++;
            }
        }
    }

    /** What was appended so far. */
    List<ContainerStatusEvent> expected() {
        return SampleEvents.statuses(0, written);
    }

    DeltaMaintenance maintenance() {
        return maintenance(store.anotherClient());
    }

    DeltaMaintenance maintenance(TableStore client) {
        return maintenance(client, Duration.ZERO);
    }

    /** A maintainer on a host whose clock is {@code ahead} of the store's, or behind it by a negative duration. */
    DeltaMaintenance maintenance(TableStore client, Duration ahead) {
        return new DeltaMaintenance(
                "status",
                client,
                "dispenser-telemetry/test",
                () -> clock.instant().plus(ahead),
                ticker,
                MaintenanceLimits.DEFAULTS);
    }

    /** Lets time pass as it does: on all clocks, and for those who count its passing. */
    void elapse(Duration time) {
        clock.advance(time);
        ticker.advance(time);
    }

    CompactionReport compact() throws Exception {
        try (DeltaMaintenance maintenance = maintenance()) {
            return maintenance.compact(CompactionScope.ALL, MaintenanceListener.NONE);
        }
    }

    /** All operations, in a lease. */
    static void maintain(DeltaMaintenance maintenance) throws Exception {
        try (var held = maintenance.acquireLease(Duration.ZERO).orElseThrow()) {
            maintenance.compact(CompactionScope.ALL, MaintenanceListener.NONE);
            maintenance.vacuum(false, MaintenanceListener.NONE);
            maintenance.cleanLog(false, MaintenanceListener.NONE);
            held.finished();
        }
    }

    TableDescription describe() throws Exception {
        try (DeltaMaintenance maintenance = maintenance()) {
            return maintenance.describe().orElseThrow();
        }
    }
}
