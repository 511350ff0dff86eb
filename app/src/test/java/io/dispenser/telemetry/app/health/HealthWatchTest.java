package io.dispenser.telemetry.app.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.dispenser.telemetry.core.flush.FlushReason;
import io.dispenser.telemetry.core.pipeline.FlushReport;
import io.dispenser.telemetry.core.pipeline.PipelineHealth;
import io.dispenser.telemetry.core.pipeline.WriteFailure;
import io.dispenser.telemetry.core.port.SpoolSpace;
import io.dispenser.telemetry.core.port.StrandedBatches;
import io.dispenser.telemetry.core.port.WriteReceipt;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is said of an agent follows what it heard. */
class HealthWatchTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final String TABLE = "dispenser-deployments";

    private Instant now = START;
    private final HealthWatch watch =
            new HealthWatch("1.2.3", START, "the engine", Map.of(TABLE, "s3://bucket/d"), () -> now);

    @Test
    void atFirstNothingWasReachedYet() {
        assertThat(health(working()).troubles())
                .containsExactly("the engine was not reached yet", TABLE + " was not reached yet");
    }

    @Test
    void allIsWellWhenEngineAndTableAreThere() throws Exception {
        ready();
        now = START.plusSeconds(60);
        watch.sampled(3);
        watch.flushed(new FlushReport(
                TABLE, 0, 1, 3, FlushReason.AGE, WriteReceipt.written(1, 1, 100), Duration.ofMillis(5), 0));
        now = START.plusSeconds(90);
        AgentHealth health = health(working());
        assertThat(health.troubles()).isEmpty();
        assertThat(health.notices()).isEmpty();

        JsonNode document = new JsonMapper().readTree(HealthDocument.of(health));
        assertThat(document.path("ready").asBoolean()).isTrue();
        assertThat(document.path("program").asText()).isEqualTo("1.2.3");
        assertThat(document.path("engine").path("last_sample_age_seconds").asInt())
                .isEqualTo(30);
        JsonNode table = document.path("tables").path(0);
        assertThat(table.path("last_write").asText()).isEqualTo("2026-03-01T12:01:00Z");
        assertThat(table.path("last_write_age_seconds").asInt()).isEqualTo(30);
        assertThat(table.path("oldest_waiting_age_seconds").asInt()).isEqualTo(50);
        assertThat(table.path("spool_free_bytes").asLong()).isEqualTo(1000);
        assertThat(table.path("problem").isNull()).isTrue();
    }

    @Test
    void oneThatGoesOnForAnotherKnowsTheLastHourAndFindsTroublesAnew() {
        ready();
        watch.flushed(new FlushReport(
                TABLE, 0, 1, 3, FlushReason.AGE, WriteReceipt.written(1, 1, 100), Duration.ofMillis(5), 0));
        watch.writeFailed(failure("no route"));
        health(counted(7));
        now = START.plusSeconds(60);
        HealthWatch next = new HealthWatch("1.2.3", START, "the engine", Map.of(TABLE, "s3://bucket/d"), () -> now);
        next.resume(watch);
        next.health(List.of(counted(9))); // of a pipeline that began anew
        now = START.plusSeconds(120);
        AgentHealth.TableHealth table =
                next.health(List.of(counted(9))).tables().get(0);
        assertThat(table.recent().accepted()).containsExactly(7L, 9L);
        assertThat(table.lastWrite()).isEqualTo(START);
        assertThat(table.problemSince()).isNull();

        HealthWatch elsewhere = new HealthWatch("1.2.3", START, "the engine", Map.of(TABLE, "s3://other/d"), () -> now);
        elsewhere.resume(watch);
        assertThat(elsewhere.health(List.of(counted(0))).tables().get(0).lastWrite())
                .isNull();
    }

    private static PipelineHealth counted(long accepted) {
        return new PipelineHealth(TABLE, PipelineHealth.State.WORKING, accepted, 0, 0, 0, null, 0, null, null, null);
    }

    @Test
    void aTroubleIsToldWithItsLatestCauseSinceItsBegin() {
        ready();
        watch.engineUnavailable("it hangs", Duration.ofSeconds(1));
        watch.writeFailed(failure("no route"));
        now = START.plusSeconds(600);
        watch.engineUnavailable("it is gone", Duration.ofSeconds(1));
        watch.writeFailed(failure("access denied"));
        assertThat(health(pipeline(PipelineHealth.State.BLOCKED, "access denied", null))
                        .troubles())
                .containsExactly(
                        "the engine is not followed since 2026-03-01T12:00:00Z: it is gone",
                        TABLE + " can't be written since 2026-03-01T12:00:00Z: access denied");

        watch.engineConnected("2");
        watch.tableReady(TABLE);
        assertThat(health(working()).troubles()).isEmpty();
    }

    @Test
    void samplesThatFailAndASpoolThatIsFullAreTroubles() {
        ready();
        watch.sampleFailed("it does not answer");
        assertThat(health(pipeline(PipelineHealth.State.WORKING, null, "it is full"))
                        .troubles())
                .containsExactly(
                        "there are no samples since 2026-03-01T12:00:00Z: it does not answer",
                        "the spool of " + TABLE + " fails: it is full");
        watch.sampled(1);
        assertThat(health(working()).troubles()).isEmpty();
    }

    /** The next sample may be a day away. */
    @Test
    void aSampleThatFailedForWantOfTheEngineIsForgottenOnceItIsBack() {
        ready();
        watch.engineUnavailable("there is no socket", Duration.ofSeconds(1));
        watch.sampleFailed("there is no socket");
        watch.engineConnected("2");
        assertThat(health(working()).troubles()).isEmpty();
        watch.sampleFailed("it does not answer");
        assertThat(health(working()).troubles()).hasSize(1);
    }

    @Test
    void maintenanceThatFailedIsANotice() {
        ready();
        watch.maintenanceFailed(TABLE, "no right to delete", Duration.ofHours(1));
        assertThat(health(working()).troubles()).isEmpty();
        assertThat(health(working()).notices())
                .containsExactly(TABLE + " was not maintained the last time: no right to delete");
    }

    @Test
    void whatOthersHandedOverAndNobodyCommitsIsANoticeWithItsAge() throws Exception {
        ready();
        now = START.plusSeconds(3600);
        watch.stranded(TABLE, new StrandedBatches(3, 2, Duration.ofMinutes(25), "nobody is there"));
        now = now.plusSeconds(60);
        AgentHealth health = health(working());
        assertThat(health.troubles()).isEmpty();
        assertThat(health.notices())
                .containsExactly("at " + TABLE + ", 3 files of 2 writers are not committed since 2026-03-01T12:35:00Z:"
                        + " nobody is there");
        JsonNode table = new JsonMapper()
                .readTree(HealthDocument.of(health))
                .path("tables")
                .path(0);
        assertThat(table.path("stranded_files").asInt()).isEqualTo(3);
        assertThat(table.path("stranded_age_seconds").asInt()).isEqualTo(26 * 60);

        watch.nothingStranded(TABLE);
        assertThat(health(working()).notices()).isEmpty();
    }

    @Test
    void whatWasDoneInTheLastHourIsToldWithForHowLongTheSpoolTakesMore() throws Exception {
        ready();
        watch.look(List.of(working()));
        watch.flushed(new FlushReport(
                TABLE, 0, 1, 3, FlushReason.AGE, WriteReceipt.written(1, 1, 100), Duration.ofMillis(7), 0));
        now = START.plusSeconds(120);
        JsonNode table = table(health(working()));
        JsonNode recent = table.path("recent");
        assertThat(recent.path("until").asText()).isEqualTo("2026-03-01T12:02:00Z");
        assertThat(recent.path("slot_seconds").asInt()).isEqualTo(60);
        assertThat(recent.path("accepted").toString()).isEqualTo("[5,null]");
        assertThat(recent.path("written").toString()).isEqualTo("[3,null]");
        assertThat(recent.path("waiting").toString()).isEqualTo("[2,null]");
        assertThat(recent.path("flush_millis").toString()).isEqualTo("[7,null]");
        assertThat(table.path("spool_lasts_seconds").asLong())
                .as("1000 bytes, 5 events a minute of 5 bytes each")
                .isEqualTo(2_400);
        assertThat(table.path("remedy").isNull()).isTrue();
    }

    @Test
    void eachTroubleHasItsRemedyAndTheLongestItsBegin() throws Exception {
        ready();
        now = START.plusSeconds(60);
        watch.writeFailed(failure("access denied"));
        now = START.plusSeconds(120);
        watch.engineUnavailable("it hangs", Duration.ofSeconds(1));
        AgentHealth health = health(pipeline(PipelineHealth.State.BLOCKED, "access denied", null));
        JsonNode document = new JsonMapper().readTree(HealthDocument.of(health));
        assertThat(document.path("troubled_since").asText()).isEqualTo("2026-03-01T12:01:00Z");
        assertThat(document.path("engine").path("remedy").asText()).startsWith("mend the cause");
        assertThat(table(health).path("remedy").asText()).startsWith("mend the cause");
        assertThat(table(health(pipeline(PipelineHealth.State.RETRYING, "no route", null)))
                        .path("remedy")
                        .asText())
                .startsWith("it may pass by itself");
        assertThat(table(health(pipeline(PipelineHealth.State.WORKING, null, "it is full")))
                        .path("remedy")
                        .asText())
                .startsWith("make the spool's disk work again");
    }

    @Test
    void anHourOfTwoTablesFitsIntoAnAnswerOfTheSocket() {
        ready();
        watch.tableReady("another");
        for (int minute = 0; minute <= 60; minute++) {
            now = START.plusSeconds(60L * minute);
            long many = 1_000_000L * minute * minute;
            watch.look(List.of(busy(TABLE, many), busy("another", many)));
        }
        String answer = HealthDocument.of(watch.health(List.of(busy(TABLE, 1L << 40), busy("another", 1L << 40))));
        assertThat(answer.length()).as("of 16 KiB at most").isLessThan(8 * 1024);
    }

    private static PipelineHealth busy(String table, long many) {
        return new PipelineHealth(
                table,
                PipelineHealth.State.WORKING,
                many,
                0,
                many,
                many,
                START,
                0,
                new SpoolSpace(10, 1000),
                null,
                null);
    }

    private static JsonNode table(AgentHealth health) throws Exception {
        return new JsonMapper()
                .readTree(HealthDocument.of(health))
                .path("tables")
                .path(0);
    }

    private void ready() {
        watch.engineConnected("1");
        watch.tableReady(TABLE);
    }

    private AgentHealth health(PipelineHealth pipeline) {
        return watch.health(List.of(pipeline));
    }

    private static WriteFailure failure(String problem) {
        return new WriteFailure(TABLE, 1, 3, 1, true, problem, new IllegalStateException(), Duration.ofSeconds(1));
    }

    private static PipelineHealth working() {
        return pipeline(PipelineHealth.State.WORKING, null, null);
    }

    private static PipelineHealth pipeline(
            PipelineHealth.State state, @Nullable String problem, @Nullable String spoolProblem) {
        return new PipelineHealth(
                TABLE, state, 5, 0, 3, 2, START.plusSeconds(40), 0, new SpoolSpace(10, 1000), problem, spoolProblem);
    }
}
