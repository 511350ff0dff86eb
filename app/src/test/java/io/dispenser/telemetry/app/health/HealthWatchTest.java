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
