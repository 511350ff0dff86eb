package io.dispenser.telemetry.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.port.BatchSink;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.port.SpoolException;
import io.dispenser.telemetry.core.table.TelemetryTables;
import io.dispenser.telemetry.testkit.SampleEvents;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A pipeline that nobody listens to says its troubles in the log. */
@Timeout(60)
class UnheardTroubleTest {

    private static final Logger LOG = Logger.getLogger("io.dispenser.telemetry.core.pipeline");

    private final List<LogRecord> said = new CopyOnWriteArrayList<>();
    private final Handler ear = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            said.add(entry);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        LOG.addHandler(ear);
        LOG.setUseParentHandlers(false);
    }

    @AfterEach
    void listenNoMore() {
        LOG.removeHandler(ear);
        LOG.setUseParentHandlers(true);
    }

    @Test
    void aTableThatIsAwayAndWhatIsLostAtTheEndAreSaidOnceEach() {
        TelemetryPipeline<ContainerStatusEvent> pipeline = pipeline(batch -> {
            throw SinkException.retryable("the store is away", null);
        });
        SampleEvents.statuses(0, 5).forEach(pipeline::record);
        pipeline.close(Duration.ofMillis(1500)); // two attempts
        assertThat(said)
                .extracting(LogRecord::getLevel, LogRecord::getMessage)
                .as("%s", said)
                .satisfiesExactly(
                        failure -> assertThat(failure.toList())
                                .containsExactly(
                                        Level.WARNING,
                                        "dispenser-container-status: 5 events could not be written and wait: the store is"
                                                + " away; it is tried again"),
                        end -> assertThat(end.toList().toString())
                                .contains("WARNING", "5 accepted events are not known to be in the table, 0 of them"));
        pipeline.close();
        assertThat(said).hasSize(2);
    }

    @Test
    void aClassThatCannotBeLinkedIsSaidAsAnErrorThatSomebodyHasToMend() {
        TelemetryPipeline<ContainerStatusEvent> pipeline = pipeline(batch -> {
            throw new NoClassDefFoundError("org/example/Missing");
        });
        pipeline.record(SampleEvents.status(0));
        pipeline.close(Duration.ofMillis(200));
        assertThat(pipeline.health().state()).isEqualTo(PipelineHealth.State.BLOCKED);
        assertThat(said).first().satisfies(failure -> {
            assertThat(failure.getLevel()).isEqualTo(Level.SEVERE);
            assertThat(failure.getMessage()).contains("org/example/Missing", "it stays so until the cause is removed");
        });
    }

    @Test
    void aReportThatWasAskedForIsNotSaidOnceMore() throws Exception {
        TelemetryPipeline<ContainerStatusEvent> pipeline = TelemetryPipeline.builder(
                        TelemetryTables.STATUS, (BatchSink<ContainerStatusEvent>) batch -> {
                            throw SinkException.retryable("the store is away", null);
                        })
                .listener(PipelineListener.NONE)
                .start();
        pipeline.record(SampleEvents.status(0));
        assertThat(pipeline.shutdown(Duration.ofMillis(200)).isComplete()).isFalse();
        pipeline.close();
        assertThat(said).isEmpty();
    }

    @Test
    void aTroubleIsSaidOnceUntilItIsAnother() {
        LoggingListener listener = new LoggingListener();
        for (String problem : List.of("a", "a", "b", "b")) {
            listener.spoolFailed("status", SpoolException.failed(problem, null));
        }
        assertThat(said).hasSize(2);
        listener.spoolReady("status");
        listener.spoolFailed("status", SpoolException.failed("b", null));
        assertThat(said).hasSize(4);
    }

    private static TelemetryPipeline<ContainerStatusEvent> pipeline(BatchSink<ContainerStatusEvent> sink) {
        return TelemetryPipeline.builder(TelemetryTables.STATUS, sink).start();
    }
}
