package io.dispenser.telemetry.benchmarks;

import static io.dispenser.telemetry.benchmarks.SpoolTrial.LONG;
import static java.util.stream.IntStream.range;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dispenser.telemetry.adapter.delta.DeltaRs;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.pipeline.TelemetryPipeline;
import io.dispenser.telemetry.testkit.StoreFault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A table that somebody brings back to an older version, or makes anew, while batches wait: one whose attempt had an outcome
 * that nobody knows, and one that was not tried yet. What left the spool was delivered, and whoever undoes that means it: it
 * does not come back by itself. What waits was delivered to nobody's knowledge, and goes in once.
 */
@ParameterizedClass
@EnumSource
@Timeout(120)
@SuppressWarnings("NullAway.Init")
class RestoredTableTest {

    @Parameter
    private TrialTable.Kind kind;

    @TempDir
    private Path folder;

    private SpoolTrial trial;
    private LostCommit store;
    private @Nullable TelemetryPipeline<ContainerStatusEvent> pipeline;

    /** Events 0 to 10 are in the table. */
    @BeforeEach
    void prepare() throws Exception {
        trial = new SpoolTrial(folder, kind.make(folder));
        trial.run("spool", 0, 10);
    }

    /** RESTORE is a commit that follows the others: the last number of each writer stays what it is. */
    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void aRestoreTakesBackWhatWasDeliveredAndNothingThatWaits(boolean done, boolean restarted) throws Exception {
        DeltaRs deltaRs = DeltaRs.find(folder);
        String version = version(deltaRs);
        trial.run("spool", 10, 20);
        loseBatchAndLetOneWait(done);
        restartIf(restarted);
        deltaRs.run(trial.table().deltaRsEnvironment(), "restore", trial.table().deltaRsName(), version);
        trial.assertRows(range(0, 10));
        writeAllThatWaits();
        trial.assertRows(range(0, 10), range(20, 50));
        // The table names a batch whose rows it lacks: that looks as if somebody else had taken the name.
        assertThat(trial.conflicts("spool")).hasSize(done ? 1 : 0);
    }

    /** Here the last numbers go back too. */
    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void aTableThatIsPutBackFromABackupTakesBackNothingThatWaits(boolean done, boolean restarted) throws Exception {
        Path backup = folder.resolve("backup");
        FileTrees.copy(trial.table().files(), backup);
        trial.run("spool", 10, 20);
        loseBatchAndLetOneWait(done);
        restartIf(restarted);
        trial.table().putBack(backup);
        writeAllThatWaits();
        trial.assertRows(range(0, 10), range(20, 50));
        assertThat(trial.renewed()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void whatWaitsWhenTheTableIsDroppedAndMadeAnewIsInTheNewOne(boolean done, boolean restarted) throws Exception {
        trial.run("spool", 10, 20);
        loseBatchAndLetOneWait(done);
        restartIf(restarted);
        trial.table().drop();
        trial.run("other", 100, 110); // makes the table anew
        writeAllThatWaits();
        trial.assertRows(range(20, 50), range(100, 110));
        assertThat(trial.renewed()).isEmpty();
    }

    /** Events 20 to 30 are tried with an unknown outcome, and 30 to 40 wait behind them. */
    private void loseBatchAndLetOneWait(boolean done) throws Exception {
        store = new LostCommit(trial.table().store());
        store.loseNext(done ? StoreFault.REPLY_LOST : StoreFault.REQUEST_LOST);
        pipeline = trial.start("spool", store.store());
        SpoolTrial.record(pipeline, 20, 30);
        await().atMost(LONG).until(store::wasMet);
        SpoolTrial.record(pipeline, 30, 40);
    }

    private void restartIf(boolean restarted) throws Exception {
        if (restarted && pipeline != null) {
            pipeline.shutdown(Duration.ZERO);
            pipeline = null;
        }
    }

    private void writeAllThatWaits() throws Exception {
        store.mend();
        TelemetryPipeline<ContainerStatusEvent> now = pipeline == null ? trial.start("spool") : pipeline;
        SpoolTrial.record(now, 40, 50);
        SpoolTrial.end(now);
    }

    private String version(DeltaRs deltaRs) throws Exception {
        List<String> lines = deltaRs.run(
                trial.table().deltaRsEnvironment(), "describe", trial.table().deltaRsName());
        return lines.get(0).replace("version ", "");
    }
}
