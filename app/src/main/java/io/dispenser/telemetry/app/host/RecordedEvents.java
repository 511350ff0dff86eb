package io.dispenser.telemetry.app.host;

import io.dispenser.telemetry.core.agent.ReportAnswer;
import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.port.EventRecorder;
import java.util.function.Consumer;

/**
 * Tells somebody of each event that a host's telemetry records.
 *
 * @param watcher called on the thread that records, so it must return quickly
 */
public record RecordedEvents(Consumer<TelemetryEvent> watcher) {

    /** Tells nobody. */
    public static final RecordedEvents UNWATCHED = new RecordedEvents(event -> {});

    <E extends TelemetryEvent> EventRecorder<E> with(EventRecorder<E> recorder) {
        return event -> {
            boolean accepted = recorder.record(event);
            watcher.accept(event); // it happened, whether there is room for its row or not
            return accepted;
        };
    }

    ReportAnswer with(ReportAnswer answer) {
        if (answer instanceof ReportAnswer.Recorded taken) {
            watcher.accept(taken.row());
        }
        return answer;
    }
}
