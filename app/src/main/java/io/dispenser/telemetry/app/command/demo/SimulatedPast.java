package io.dispenser.telemetry.app.command.demo;

import io.dispenser.telemetry.adapter.delta.DeltaSink;
import io.dispenser.telemetry.app.command.process.CommandFailure;
import io.dispenser.telemetry.app.command.process.ExitCode;
import io.dispenser.telemetry.app.demo.PastWeek;
import io.dispenser.telemetry.app.demo.SimulatedEngine;
import io.dispenser.telemetry.app.host.HostPlan;
import io.dispenser.telemetry.app.host.ProgramVersion;
import io.dispenser.telemetry.app.output.Count;
import io.dispenser.telemetry.app.storage.StorageAdapters;
import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.port.ContainerEngine;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.storage.TableStoreException;
import io.dispenser.telemetry.core.storage.TableUri;
import io.dispenser.telemetry.core.table.TelemetryTable;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.core.time.Ticker;
import java.io.PrintStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** The week before the demo's story: rows that are written before it begins. */
final class SimulatedPast {

    private SimulatedPast() {}

    private static <E extends TelemetryEvent> int write(
            TelemetryTable<E> table, StorageAdapters storage, TableUri uri, List<E> events)
            throws CommandFailure, InterruptedException {
        try (DeltaSink<E> sink = new DeltaSink<>(table, storage.open(uri), ProgramVersion.nameAndVersion())) {
            sink.write(new Batch<>("demo-past-week", 0, events));
            return events.size();
        } catch (SinkException | TableStoreException | IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.FAILURE, uri + ": " + e.getMessage());
        }
    }

    /** One that has a week behind it, so that there is something to look at; it is written before the story begins. */
    static ContainerEngine engine(HostPlan plan, StorageAdapters storage, PrintStream out)
            throws CommandFailure, InterruptedException {
        Instant pastEnd = InstantSource.system().instant();
        PastWeek past = new PastWeek(pastEnd, ProgramVersion.number());
        int samples = write(TelemetryTables.STATUS, storage, plan.status().uri(), past.samples());
        int deployments =
                write(TelemetryTables.DEPLOYMENTS, storage, plan.deployments().uri(), past.deployments());
        out.println("A simulated week was written before it: " + Count.of(samples, "status row") + ", "
                + Count.of(deployments, "deployment"));
        return SimulatedEngine.start(Ticker.system(), InstantSource.system(), pastEnd);
    }
}
