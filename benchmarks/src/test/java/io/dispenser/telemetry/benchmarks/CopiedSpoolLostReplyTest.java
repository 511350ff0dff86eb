package io.dispenser.telemetry.benchmarks;

import static io.dispenser.telemetry.benchmarks.SpoolTrial.LONG;
import static java.util.stream.IntStream.range;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.pipeline.TelemetryPipeline;
import io.dispenser.telemetry.testkit.StoreFault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Spools that were copied, put back or cloned, around an attempt whose outcome nobody knows. */
@ParameterizedClass
@EnumSource
@Timeout(120)
@SuppressWarnings("NullAway.Init")
class CopiedSpoolLostReplyTest {

    /** Who makes the attempt whose outcome is unknown, and when. */
    enum Loser {
        ORIGINAL_BEFORE_THE_COPY,
        ORIGINAL_AFTER_THE_COPY,
        COPY
    }

    /**
     * A course of events.
     *
     * @param done whether the attempt got into the table
     * @param copyFirst whether the copy has written all of its own before the original goes on, or the other way round
     */
    record Course(Loser loser, boolean done, boolean copyFirst) {

        StoreFault fault() {
            return done ? StoreFault.REPLY_LOST : StoreFault.REQUEST_LOST;
        }
    }

    @Parameter
    private TrialTable.Kind kind;

    @TempDir
    private Path folder;

    private SpoolTrial trial;

    @BeforeEach
    void prepare() throws Exception {
        trial = new SpoolTrial(folder, kind.make(folder));
    }

    static List<Course> courses() {
        List<Course> courses = new ArrayList<>();
        for (Loser loser : Loser.values()) {
            for (boolean done : new boolean[] {true, false}) {
                for (boolean copyFirst : new boolean[] {true, false}) {
                    courses.add(new Course(loser, done, copyFirst));
                }
            }
        }
        return courses;
    }

    @ParameterizedTest
    @MethodSource("courses")
    void aCopyBesideItsOriginalLosesAndDoublesNothing(Course course) throws Exception {
        LostCommit originalStore = new LostCommit(trial.table().store());
        LostCommit copyStore = new LostCommit(trial.table().store());
        TelemetryPipeline<ContainerStatusEvent> original = trial.start("spool", originalStore.store());
        SpoolTrial.record(original, 0, 24);
        trial.awaitWritten(original, 20);
        if (course.loser() == Loser.ORIGINAL_BEFORE_THE_COPY) {
            loseBatch(original, originalStore, course);
        }
        trial.copy("spool", "copy");
        if (course.loser() == Loser.ORIGINAL_AFTER_THE_COPY) {
            loseBatch(original, originalStore, course);
        }
        TelemetryPipeline<ContainerStatusEvent> copy;
        if (course.loser() == Loser.COPY) {
            copyStore.loseNext(course.fault());
            copy = trial.start("copy", copyStore.store());
            SpoolTrial.record(copy, 100, 112);
            await().atMost(LONG).until(copyStore::wasMet);
            SpoolTrial.record(original, 24, 30);
        } else {
            copy = trial.start("copy", copyStore.store());
            SpoolTrial.record(copy, 100, 112);
        }
        if (course.copyFirst()) {
            writeAll(copy, copyStore, 112, 135);
            writeAll(original, originalStore, 30, 60);
        } else {
            writeAll(original, originalStore, 30, 60);
            writeAll(copy, copyStore, 112, 135);
        }
        SpoolTrial.end(original);
        SpoolTrial.end(copy);
        trial.assertRows(range(0, 60), range(100, 135));
        // A batch that was sealed before its writer took a new id may still meet one of the other's: then both take
        // one.
        assertThat(trial.renewed())
                .isNotEmpty()
                .allSatisfy(spool -> assertThat(trial.conflicts(spool)).hasSize(1));
    }

    /** The original seals its events 20 to 30 and tries to write them. */
    private static void loseBatch(TelemetryPipeline<ContainerStatusEvent> original, LostCommit store, Course course) {
        store.loseNext(course.fault());
        SpoolTrial.record(original, 24, 30);
        await().atMost(LONG).until(store::wasMet);
    }

    private static void writeAll(TelemetryPipeline<ContainerStatusEvent> pipeline, LostCommit store, int from, int to) {
        store.mend();
        SpoolTrial.record(pipeline, from, to);
        await().atMost(LONG).until(() -> pipeline.health().waiting() < 10);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "COPY")
    void aSpoolThatIsPutBackAfterALostReplyLosesAndDoublesNothing(Loser loser) throws Exception {
        LostCommit store = new LostCommit(trial.table().store());
        TelemetryPipeline<ContainerStatusEvent> original = trial.start("spool", store.store());
        SpoolTrial.record(original, 0, 24);
        trial.awaitWritten(original, 20);
        if (loser == Loser.ORIGINAL_AFTER_THE_COPY) {
            trial.copy("spool", "copy"); // without events 24 to 30
        }
        store.loseNext(StoreFault.REPLY_LOST);
        SpoolTrial.record(original, 24, 30);
        await().atMost(LONG).until(store::wasMet);
        if (loser == Loser.ORIGINAL_BEFORE_THE_COPY) {
            trial.copy("spool", "copy");
        }
        original.shutdown(Duration.ZERO);
        trial.putBack("copy", "spool");
        trial.run("spool", 60, 95);
        trial.assertRows(range(0, 30), range(60, 95));
    }
}
