package io.dispenser.telemetry.benchmarks;

import static io.dispenser.telemetry.benchmarks.SpoolTrial.LONG;
import static java.util.stream.IntStream.range;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.pipeline.TelemetryPipeline;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Spools that were put back from a copy, and copies that run beside their original, into one Delta table. */
@ParameterizedClass
@EnumSource
@Timeout(120)
@SuppressWarnings("NullAway.Init")
class CopiedSpoolTest {

    @Parameter
    private TrialTable.Kind kind;

    @TempDir
    private Path folder;

    private SpoolTrial trial;

    @BeforeEach
    void prepare() throws Exception {
        trial = new SpoolTrial(folder, kind.make(folder));
    }

    @Test
    void aSpoolThatWasPutBackLosesAndDoublesNothing() throws Exception {
        trial.run("spool", 0, 25);
        trial.copy("spool", "copy");
        trial.run("spool", 25, 60);
        trial.putBack("copy", "spool");
        trial.run("spool", 60, 95);
        trial.assertRows(range(0, 95));
        assertThat(trial.conflicts("spool")).hasSize(1);
        trial.run("spool", 95, 115);
        trial.assertRows(range(0, 115));
        assertThat(trial.conflicts("spool")).hasSize(1);
    }

    @Test
    void anOpenSegmentThatWasCopiedIsThereOnce() throws Exception {
        TelemetryPipeline<ContainerStatusEvent> original = copyWithAnOpenSegmentOfFour();
        SpoolTrial.record(original, 24, 60);
        SpoolTrial.end(original);
        trial.putBack("copy", "spool");
        trial.run("spool", 60, 75);
        trial.assertRows(range(0, 75));
        assertThat(trial.conflicts("spool")).hasSize(1);
    }

    @Test
    void aCopyThatWritesFirstTakesNothingFromTheOriginal() throws Exception {
        TelemetryPipeline<ContainerStatusEvent> original = copyWithAnOpenSegmentOfFour();
        trial.run("copy", 100, 135);
        SpoolTrial.record(original, 24, 60);
        SpoolTrial.end(original);
        trial.assertRows(range(0, 60), range(100, 135));
        assertThat(trial.conflicts("spool")).hasSize(1);
        assertThat(trial.conflicts("copy")).isEmpty();
    }

    @Test
    void anOriginalThatWritesFirstTakesNothingFromTheCopy() throws Exception {
        TelemetryPipeline<ContainerStatusEvent> original = copyWithAnOpenSegmentOfFour();
        TelemetryPipeline<ContainerStatusEvent> copied = trial.start("copy");
        await().atMost(LONG).until(() -> copied.health().waiting() == 0);
        SpoolTrial.record(original, 24, 60);
        trial.awaitWritten(original, 50);
        SpoolTrial.record(copied, 100, 135);
        SpoolTrial.end(copied);
        SpoolTrial.record(original, 60, 70);
        SpoolTrial.end(original);
        trial.assertRows(range(0, 70), range(100, 135));
    }

    @Test
    void whatWaitedWhenTheTableWasDroppedAndMadeAnewIsInTheNewOne() throws Exception {
        trial.run("spool", 0, 20);
        StoreOutage outage = new StoreOutage(trial.table().store());
        outage.begin();
        TelemetryPipeline<ContainerStatusEvent> pipeline = trial.start("spool", outage.store());
        SpoolTrial.record(pipeline, 20, 45);
        await().atMost(LONG).until(outage::wasMet);
        pipeline.shutdown(Duration.ZERO);
        trial.table().drop();
        trial.run("other", 100, 110); // makes the table anew
        trial.run("spool", 45, 50);
        trial.assertRows(range(20, 50), range(100, 110));
        assertThat(trial.renewed()).isEmpty();
    }

    /** An original that has written 20 events, and a copy of its spool; both have the next four in their open segments. */
    private TelemetryPipeline<ContainerStatusEvent> copyWithAnOpenSegmentOfFour() throws Exception {
        TelemetryPipeline<ContainerStatusEvent> original = trial.start("spool");
        SpoolTrial.record(original, 0, 24);
        trial.awaitWritten(original, 20);
        trial.copy("spool", "copy");
        return original;
    }
}
