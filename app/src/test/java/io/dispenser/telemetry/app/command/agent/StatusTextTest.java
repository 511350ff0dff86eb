package io.dispenser.telemetry.app.command.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.dispenser.telemetry.app.health.HealthDocument;
import io.dispenser.telemetry.app.health.HealthWatch;
import io.dispenser.telemetry.app.output.Terminal;
import io.dispenser.telemetry.core.flush.FlushReason;
import io.dispenser.telemetry.core.pipeline.FlushReport;
import io.dispenser.telemetry.core.pipeline.PipelineHealth;
import io.dispenser.telemetry.core.pipeline.PipelineHealth.State;
import io.dispenser.telemetry.core.pipeline.WriteFailure;
import io.dispenser.telemetry.core.port.SpoolSpace;
import io.dispenser.telemetry.core.port.WriteReceipt;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person reads of an agent, at each width and in each mode. */
class StatusTextTest {

    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final String DEPLOYMENTS = "dispenser-deployments";
    private static final String STATUS = "dispenser-container-status";

    private Instant now = START;
    private final HealthWatch watch = new HealthWatch(
            "1.2.3",
            START,
            "Docker Engine at unix:///var/run/docker.sock",
            Map.of(DEPLOYMENTS, "s3://bucket/telemetry/deployments", STATUS, "s3://bucket/telemetry/status"),
            () -> now);

    @Test
    void anAgentThatIsWellInEightyColumns() throws IOException {
        hours(1);
        assertThat(text(new Terminal(80, true, false, true), working(0), working(24)))
                .isEqualTo("""
                        WELL: rows are collected and written

                        table                       state  last write  waiting        last hour
                        --------------------------  -----  ----------  -------------  ------------------
                        dispenser-deployments       ok     none yet    nothing        ▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁
                        dispenser-container-status  ok     30 s ago    24 rows, 31 s  ███████████████
                        (too narrow for: rows/min, spool, slowest write, waited, maintained, place)

                        engine  Docker Engine at unix:///var/run/docker.sock; followed for 1 h; last
                                sample 30 s ago
                        agent   1.2.3, for 1 h
                        """);
    }

    @Test
    void aPipeGetsNumbersAndEachLineWhole() throws IOException {
        hours(1);
        assertThat(text(new Terminal(10_000, false, false, true), working(0), working(24)))
                .isEqualTo("""
                        WELL: rows are collected and written

                        table                       state  last write  waiting        rows/min  spool             slowest write  maintained  place
                        --------------------------  -----  ----------  -------------  --------  ----------------  -------------  ----------  ---------------------------------
                        dispenser-deployments       ok     none yet    nothing        0         0 B of 10.0 kB    -              -           s3://bucket/telemetry/deployments
                        dispenser-container-status  ok     30 s ago    24 rows, 31 s  24        240 B of 10.0 kB  60 ms          -           s3://bucket/telemetry/status

                        engine  Docker Engine at unix:///var/run/docker.sock; followed for 1 h; last sample 30 s ago
                        agent   1.2.3, for 1 h
                        """);
    }

    @Test
    void aTroubleComesFirstWithItsCauseItsBeginAndWhatToDo() throws IOException {
        hours(1);
        watch.writeFailed(new WriteFailure(
                STATUS, 1, 3, 1, true, "access\u001B[2J denied", new IllegalStateException(), Duration.ofSeconds(1)));
        now = now.plusSeconds(600);
        String text = text(
                new Terminal(100, true, false, false),
                working(0),
                pipeline(STATUS, State.BLOCKED, 24, "access\u001B[2J denied", null));
        assertThat(text).startsWith("""
                NOT WELL since 2026-03-01 01:00 UTC (10 min): 1 trouble; 24 rows kept on the disk
                FAILED  dispenser-container-status can't be written since 2026-03-01 01:00 UTC (10 min):
                  access\\u001b[2J denied
                  what to do: mend the cause; dispenser-telemetry check tries each step of a write. Rows wait in the
                  spool meanwhile, and none is lost while it has room, for about 40 min
                """);
        assertThat(text).containsPattern("dispenser-container-status  FAILED  10 min ago +24 rows, 10 min");
    }

    @Test
    void anEngineThatIsAwayAndASpoolThatFailsAreTroublesToo() throws IOException {
        hours(1);
        watch.engineUnavailable("it hangs", Duration.ofSeconds(1));
        now = now.plusSeconds(60);
        String text = text(
                new Terminal(10_000, false, false, true),
                working(0),
                pipeline(STATUS, State.WORKING, 24, null, "the disk is full"));
        assertThat(text.lines().toList())
                .startsWith(
                        "NOT WELL since 2026-03-01 01:00 UTC (1 min): 2 troubles; 24 rows kept on the disk",
                        "FAILED  the engine is not followed since 2026-03-01 01:00 UTC (1 min): it hangs",
                        "  what to do: mend the cause; dispenser-telemetry check tries it."
                                + " Deployments of meanwhile are found when it is back, samples of meanwhile are not",
                        "FAILED  the spool of dispenser-container-status fails: the disk is full");
    }

    @Test
    void whatShouldBeLookedAtIsSaidWhereRowsAreWritten() throws IOException {
        hours(1);
        watch.maintenanceFailed(STATUS, "no right to delete", Duration.ofHours(1));
        assertThat(text(new Terminal(10_000, false, false, true), working(0), working(24)))
                .startsWith("""
                        WELL: rows are collected and written; look at 1 thing
                        WARN  dispenser-container-status was not maintained the last time: no right to delete
                        """);
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 40, 60, 80, 120, 200})
    void noLineIsWiderThanTheTerminal(int width) throws IOException {
        hours(2);
        watch.engineUnavailable("it hangs", Duration.ofSeconds(1));
        for (boolean unicode : List.of(true, false)) {
            assertThat(text(new Terminal(width, true, false, unicode), working(0), working(24))
                            .lines())
                    .allSatisfy(line -> assertThat(line.length())
                            .as("what has several words: %s", line)
                            .isLessThanOrEqualTo(line.strip().contains(" ") ? width : 48));
        }
    }

    @Test
    void noNumberIsCut() throws IOException {
        room = 512 << 20;
        hours(1);
        for (int width = 60; width <= 160; width++) {
            for (boolean unicode : List.of(true, false)) {
                assertThat(text(
                                new Terminal(width, true, false, unicode),
                                working(0),
                                pipeline(STATUS, State.WORKING, 0, null, null)))
                        .doesNotContainPattern("[0-9.] ?(…|\\.\\.\\.)");
            }
        }
    }

    @Test
    void coloursAreAddedAndNothingElse() throws IOException {
        hours(1);
        String plain = text(new Terminal(120, true, false, true), working(0), working(24));
        String coloured = text(new Terminal(120, true, true, true), working(0), working(24));
        assertThat(coloured).startsWith("\u001B[32mWELL").isNotEqualTo(plain);
        assertThat(coloured.replaceAll("\u001B\\[[0-9]+m", "")).isEqualTo(plain);
    }

    @Test
    void theAnswerOfAnOlderAgentIsShownAsFarAsItGoes() throws IOException {
        String answer =
                "{\"version\":1,\"ready\":false,\"program\":\"0.1\",\"at\":\"2026-03-01T00:00:00Z\",\"troubles\":[\"x is"
                        + " broken\"],\"engine\":{\"name\":\"e\",\"followed_since\":\"2026-03-01T00:00:00Z\"},"
                        + "\"tables\":[{\"table\":\"t\",\"reached\":true,\"waiting\":1}]}";
        assertThat(printed(answer, new Terminal(80, true, false, true)))
                .startsWith("NOT WELL: 1 trouble; 1 row kept on the disk\nFAILED  x is broken\n")
                .containsPattern("t +ok +none yet +1 row ");
    }

    /** Hours of a status table with 24 rows a minute, and a deployments table without any. */
    private void hours(int hours) {
        watch.engineConnected("1");
        watch.tableReady(DEPLOYMENTS);
        watch.tableReady(STATUS);
        for (int minute = 0; minute < hours * 60; minute++) {
            now = START.plusSeconds(60L * minute + 30);
            accepted += 24;
            watch.look(List.of(working(0), working(24)));
            watch.sampled(24);
            watch.flushed(new FlushReport(
                    STATUS,
                    0,
                    1,
                    3,
                    FlushReason.AGE,
                    WriteReceipt.written(1, 1, 100),
                    Duration.ofMillis(minute + 1),
                    0));
        }
        now = START.plusSeconds(3600L * hours);
    }

    private long accepted;
    private long room = 10_000;

    private PipelineHealth working(long waiting) {
        return pipeline(waiting == 0 ? DEPLOYMENTS : STATUS, State.WORKING, waiting, null, null);
    }

    private PipelineHealth pipeline(
            String table, State state, long waiting, @Nullable String problem, @Nullable String spoolProblem) {
        return new PipelineHealth(
                table,
                state,
                waiting == 0 ? 0 : accepted,
                0,
                0,
                waiting,
                waiting == 0 ? null : START.plusSeconds(3_600 - 31),
                0,
                new SpoolSpace(10 * waiting, room - 10 * waiting),
                problem,
                spoolProblem);
    }

    private String text(Terminal terminal, PipelineHealth... pipelines) throws IOException {
        return printed(HealthDocument.of(watch.health(List.of(pipelines))), terminal);
    }

    private static String printed(String document, Terminal terminal) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new StatusText(new JsonMapper().readTree(document), terminal)
                .print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
