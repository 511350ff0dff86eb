package io.dispenser.telemetry.adapter.delta;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.Batch;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.RetryingWriter;
import io.dispenser.telemetry.testkit.SampleEvents;
import io.dispenser.telemetry.testkit.StoreProcess;
import java.util.Arrays;

/** A process that writes to a table as others do at the same time; see {@link StoreProcess}. */
final class DeltaWriter {

    private DeltaWriter() {}

    public static void main(String[] args) throws Exception {
        StoreProcess.Child child = StoreProcess.child();
        DeltaSink<ContainerStatusEvent> sink =
                new DeltaSink<>(TelemetryTables.STATUS, child.store(), "test/1", DeltaSink.Commits.OWN);
        child.say("ready");
        int first = Integer.parseInt(child.hear());
        int commits = Integer.parseInt(child.hear());
        for (int number = 0; number < commits; number++) {
            RetryingWriter.write(sink, batch(child.name(), number, first + number));
            child.say("wrote " + number);
        }
        Runtime.getRuntime().halt(0);
    }

    static Batch<ContainerStatusEvent> batch(String writer, int number, int... events) {
        return new Batch<>(
                writer,
                number,
                Arrays.stream(events).mapToObj(SampleEvents::status).toList());
    }
}
