package io.dispenser.telemetry.app.logging;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.core.flush.FlushReason;
import io.dispenser.telemetry.core.maintenance.MaintenanceReport;
import io.dispenser.telemetry.core.pipeline.FlushReport;
import io.dispenser.telemetry.core.pipeline.PipelineHealth;
import io.dispenser.telemetry.core.pipeline.WriteFailure;
import io.dispenser.telemetry.core.port.CompactionReport;
import io.dispenser.telemetry.core.port.LogReport;
import io.dispenser.telemetry.core.port.SpoolException;
import io.dispenser.telemetry.core.port.SpoolSpace;
import io.dispenser.telemetry.core.port.StrandedBatches;
import io.dispenser.telemetry.core.port.WriteReceipt;
import io.dispenser.telemetry.testkit.ManualInstants;
import io.dispenser.telemetry.testkit.ManualTicker;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OperatorLogTest {

    private final ManualTicker ticker = new ManualTicker();
    private final ManualInstants clock = new ManualInstants(Instant.parse("2026-03-01T03:12:00Z"));
    private final Troubles troubles = new Troubles(ticker, clock);
    private final TableLog log = new TableLog(troubles);
    private final MaintenanceLog maintenance = new MaintenanceLog(troubles);
    private final EngineLog engine = new EngineLog(troubles, "Docker Engine at unix:///x");
    private final CapturedLines captured = CapturedLines.begin();

    @AfterEach
    void stopListening() {
        captured.close();
    }

    @Test
    void aFlushIsOneLine() {
        log.flushed(report(WriteReceipt.written(17, 1, 3_412), 0));
        assertThat(lines()).containsExactly("INFO status: 12 rows, 1 file, 3.4 kB, version 17, 41 ms (age)");
    }

    @Test
    void whatAnEngineDoesNotTellIsSaidOnceAndAgainWhenItChanges() {
        for (int connection = 0; connection < 3; connection++) {
            engine.engineLimited(List.of("no CPU: GET /containers/{id}/stats: refused"));
        }
        engine.engineLimited(List.of());
        assertThat(lines())
                .containsExactly(
                        "WARN Docker Engine at unix:///x: no CPU: GET /containers/{id}/stats: refused",
                        "INFO Docker Engine at unix:///x: nothing is missing any more, after 1 s");
    }

    @Test
    void anAddressThatCantBeHadIsToldEachHourWithItsCauseAndToItsEnd() {
        MonitoringLog monitoring = new MonitoringLog(troubles);
        for (int half = 0; half < 3; half++) {
            monitoring.notServed("[::1]:80", "in use", "stop what listens there", Duration.ofSeconds(30));
            troubles.repeat();
            ticker.advance(Duration.ofMinutes(30));
        }
        monitoring.notServed("[::1]:80", "no permission", "name another", Duration.ofSeconds(30));
        monitoring.serves("metrics at http://[::1]:80");
        monitoring.serves("metrics at http://[::1]:80");
        assertThat(lines())
                .hasSize(5)
                .satisfies(all -> assertThat(all.get(0))
                        .isEqualTo(
                                "ERROR metrics and probes are not served: listening at [::1]:80 fails (in use); stop what"
                                        + " listens there (listen in [telemetry.http]); tried every 30 s"))
                .satisfies(all -> assertThat(all.get(1)).contains("it has lasted since 2026-03-01 "))
                .satisfies(all -> assertThat(all.get(2)).contains("no permission", "another cause than before"))
                .satisfies(all -> assertThat(all.get(3)).isEqualTo("INFO metrics at http://[::1]:80, after 1 h 30 min"))
                .satisfies(all -> assertThat(all.get(4)).isEqualTo("INFO metrics at http://[::1]:80"));
    }

    @Test
    void whatCannotBeReadIsToldSeldom() {
        for (int i = 0; i < 100; i++) {
            engine.changeUnreadable("an event is not JSON");
        }
        assertThat(lines()).hasSize(7).allSatisfy(line -> assertThat(line).contains("an event is not JSON"));
    }

    @Test
    void refusedEventsAreOneWarningAFlush() {
        log.flushed(report(WriteReceipt.alreadyPresent(17), 5));
        assertThat(lines())
                .containsExactly(
                        "INFO status: 12 rows, 0 files, 0 B, version 17, 41 ms (age), was there already",
                        "WARN status: 5 events were refused since the last flush, because too many were waiting to be written");
    }

    @Test
    void aTroubleThatLastsIsToldSeldomAndItsEndOnce() {
        log.health(() -> List.of(health(1_204)));
        for (int minute = 0; minute <= 123; minute++) {
            log.writeFailed(failure(minute + 1, "no network"));
            pass(Duration.ofMinutes(1));
        }
        log.tableReady("status");
        assertThat(lines())
                .containsExactly(
                        "WARN status: no network (attempt 1 with 12 rows; rows wait in the spool; the next one in 2 s)",
                        "WARN status: no network (it has lasted since 2026-03-01 03:12 UTC, for 1 h; 1204 rows wait, the oldest"
                                + " from 2026-03-01 03:11 UTC; the spool has 12.0 MB of 256.0 MB left)",
                        "WARN status: no network (it has lasted since 2026-03-01 03:12 UTC, for 2 h; 1204 rows wait, the oldest"
                                + " from 2026-03-01 03:11 UTC; the spool has 12.0 MB of 256.0 MB left)",
                        "INFO status: the table can be written again, after 2 h 4 min");
    }

    @Test
    void aSpoolThatIsFullIsToldOnceAndThatItHasRoomAgainToo() {
        for (int second = 0; second < 600; second++) {
            log.spoolFailed("status", SpoolException.full("the spool holds 512 MiB of at most 512 MiB"));
            pass(Duration.ofSeconds(1));
        }
        log.spoolReady("status");
        assertThat(lines())
                .containsExactly(
                        "WARN status: the spool holds 512 MiB of at most 512 MiB",
                        "INFO status: the spool takes and gives events again, after 10 min");
    }

    @Test
    void aTableThatIsNotMaintainedIsToldUntilItIsByWhomever() {
        for (Runnable end : List.<Runnable>of(() -> maintenance.maintainedByAnother("status"), () -> maintained(0))) {
            maintenance.maintenanceFailed("status", "access denied", Duration.ofHours(1));
            pass(Duration.ofHours(2));
            end.run();
            end.run();
        }
        String begin = "WARN status: not maintained: access denied (again in 1 h)";
        assertThat(lines())
                .containsExactly(
                        begin,
                        "INFO status: the table is maintained by another agent, after 2 h",
                        begin,
                        "INFO status: the table is maintained again, after 2 h");
    }

    @Test
    void batchesOfOthersThatNobodyCommitsAreATroubleUntilTheyAreGone() {
        String problem = "rows that hosts handed over wait, and nobody commits for all";
        for (int look = 0; look < 8; look++) {
            log.stranded("status", new StrandedBatches(3 + look, 2, Duration.ofMinutes(25 + 10L * look), problem));
            pass(Duration.ofMinutes(10));
        }
        log.nothingStranded("status");
        assertThat(lines())
                .containsExactly(
                        "WARN status: " + problem + " (3 files of 2 writers, the oldest for 25 min)",
                        "WARN status: " + problem + " (it has lasted since 2026-03-01 03:12 UTC, for 1 h; 9 files of 2"
                                + " writers, the oldest for 1 h 25 min)",
                        "INFO status: nothing that hosts handed over is left lying any more, after 1 h 20 min");
    }

    @Test
    void filesThatLieAsideAreToldWhenThereAreMore() {
        List.of(0L, 1L, 1L, 3L, 2L, 3L).forEach(this::maintained);
        assertThat(lines())
                .hasSize(3)
                .allSatisfy(line -> assertThat(line).contains("_delta_log/_dispenser/aside/", "30 days"))
                .extracting(line -> line.substring(0, 20))
                .containsExactly("WARN status: 1 file ", "WARN status: 3 files", "WARN status: 3 files");
    }

    @Test
    void whatIsKnownOfDeploymentsAndCannotBeKeptIsToldWithItsEnd() {
        log.outboxProblem("what is known of deployments can't be stored (No space left on device)");
        pass(Duration.ofMinutes(3));
        log.outboxRecovered();
        assertThat(lines())
                .hasSize(2)
                .last()
                .asString()
                .isEqualTo("INFO what is known of deployments can be stored again, after 3 min");
    }

    @Test
    void anEngineThatIsAwayIsToldOnceAndWhenItIsThere() {
        for (int i = 0; i < 5; i++) {
            engine.sampleFailed("no such socket");
            engine.engineUnavailable("no such socket", Duration.ofSeconds(1));
            pass(Duration.ofSeconds(30));
        }
        engine.engineConnected("20.10.24");
        assertThat(lines())
                .containsExactly(
                        "WARN Docker Engine at unix:///x: no such socket; trying again, the next time in 1 s",
                        "INFO following Docker Engine at unix:///x (20.10.24) again, after 2 min 30 s");
    }

    @Test
    void samplesThatFailWhileTheEngineIsThereAreToldWithTheirEnd() {
        engine.engineConnected("20.10.24");
        for (int i = 0; i < 5; i++) {
            engine.sampleFailed("GET /containers/json: no answer within 30 s");
            pass(Duration.ofMinutes(1));
        }
        engine.sampled(3);
        engine.sampled(3);
        assertThat(lines())
                .containsExactly(
                        "INFO following Docker Engine at unix:///x (20.10.24)",
                        "WARN no status rows: Docker Engine at unix:///x: GET /containers/json: no answer within 30 s",
                        "INFO Docker Engine at unix:///x: there are status rows again, after 5 min");
    }

    @Test
    void deploymentsThatWaitForTheTableAreToldOnceAndWhatBecomesOfThem() {
        for (int i = 0; i < 5; i++) {
            engine.historyUnavailable("no network", Duration.ofSeconds(2));
        }
        engine.historyAnswered();
        engine.alreadyRecorded(3);
        engine.historyUnknown(1, "no such column");
        assertThat(lines()).hasSize(4);
        assertThat(lines().get(0))
                .startsWith("WARN deployments from before this start wait")
                .contains("no network");
        assertThat(lines().get(1)).isEqualTo("INFO deployments from before this start wait no longer, after 1 s");
        assertThat(lines().get(2)).startsWith("WARN not written again: 3 deployments from before this start");
        assertThat(lines().get(3))
                .startsWith("WARN written without knowing whether the table has it already: 1 deployment")
                .endsWith("no such column");
    }

    @Test
    void aClockThatIsOffByMoreThanAMinuteIsToldWithItsEnd() {
        for (int hour = 0; hour < 2; hour++) {
            engine.engineClock(Duration.ofSeconds(50));
            engine.engineClock(Duration.ofMinutes(3).plusSeconds(hour));
            pass(Duration.ofHours(1));
        }
        engine.engineClock(Duration.ofMinutes(-3));
        engine.engineClock(Duration.ofSeconds(-50));
        log.storeClock("status", Duration.ofMinutes(-3));
        log.storeClock("status", Duration.ZERO);
        String host = "Docker Engine at unix:///x: this host's clock ";
        String why =
                ": samples are dated by this host's, deployments by the engine's; set the one that is wrong, as by NTP";
        assertThat(lines())
                .containsExactly(
                        "WARN " + host + "is 3 min behind the engine's" + why,
                        "INFO " + host + "and the engine's agree again, after 1 h",
                        "WARN " + host + "is 3 min 1 s behind the engine's" + why,
                        "WARN " + host + "is 3 min ahead of the engine's" + why
                                + " (it has lasted since 2026-03-01 04:12 UTC, for 1 h)",
                        "INFO " + host + "and the engine's agree again, after 1 h",
                        "WARN status: this host's clock is 3 min ahead of the store's: rows are dated by this host's, files and"
                                + " maintenance by the store's; set the one that is wrong, as by NTP",
                        "INFO status: this host's clock and the store's agree again, after 1 s");
    }

    @Test
    void whatIsMissingIsCounted() {
        Instant from = Instant.parse("2026-03-01T10:00:00Z");
        engine.changesMissed(from, from.plusSeconds(5));
        engine.changesMissed(from.plusSeconds(60), from.plusSeconds(61));
        engine.sampled(1);
        engine.samplesSkipped(1);
        for (int sample = 0; sample < 50; sample++) {
            pass(Duration.ofMinutes(1));
            engine.sampled(1);
            engine.samplesSkipped(3);
        }
        engine.sampled(1);
        engine.sampled(1);
        assertThat(lines())
                .containsExactly(
                        gap("2026-03-01T10:00:00Z and 2026-03-01T10:00:05Z", 1),
                        gap("2026-03-01T10:01:00Z and 2026-03-01T10:01:01Z", 2),
                        "WARN 1 sample not taken: an earlier one was still under way; 1 in all since the start",
                        "INFO samples are taken in time again, after 50 min");
    }

    private static String gap(String times, int number) {
        return "WARN Docker Engine at unix:///x: its changes between " + times
                + " are not known; restarts, and containers" + " that came and went, may be missing (gap " + number
                + " since the start)";
    }

    private static FlushReport report(WriteReceipt receipt, long refused) {
        return new FlushReport("status", 3, 1, 12, FlushReason.AGE, receipt, Duration.ofMillis(41), refused);
    }

    private static WriteFailure failure(int attempts, String problem) {
        return new WriteFailure("status", 3, 12, attempts, false, problem, new IOException(), Duration.ofSeconds(2));
    }

    private static PipelineHealth health(long waiting) {
        return new PipelineHealth(
                "status",
                PipelineHealth.State.RETRYING,
                waiting,
                0,
                0,
                waiting,
                Instant.parse("2026-03-01T03:11:30Z"),
                0,
                new SpoolSpace(244_000_000, 12_000_000),
                "no network",
                null);
    }

    private void maintained(long setAside) {
        maintenance.maintained(
                "status",
                new MaintenanceReport(
                        Optional.empty(),
                        CompactionReport.nothing("nothing is small"),
                        Optional.empty(),
                        new LogReport(OptionalLong.empty(), 0, 0, Duration.ZERO, setAside, List.of())));
    }

    private void pass(Duration time) {
        ticker.advance(time);
        clock.advance(time);
    }

    private List<String> lines() {
        return captured.all();
    }
}
