package io.dispenser.telemetry.app.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.dispenser.telemetry.core.flush.FlushReason;
import io.dispenser.telemetry.core.pipeline.FlushReport;
import io.dispenser.telemetry.core.pipeline.WriteFailure;
import io.dispenser.telemetry.core.port.WriteReceipt;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class OperatorLogTest {

    private final TableLog log = new TableLog();
    private final EngineLog engine = new EngineLog("Docker Engine at unix:///x");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        logger().addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        logger().detachAppender(lines);
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
                        "INFO Docker Engine at unix:///x: nothing is missing any more");
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
        for (int attempt = 1; attempt <= 10; attempt++) {
            log.writeFailed(new WriteFailure(
                    "status", 3, 12, attempt, false, "no network", new IOException(), Duration.ofSeconds(2)));
        }
        log.tableReady("status");
        assertThat(lines()).filteredOn(line -> line.startsWith("WARN")).hasSize(4); // attempts 1, 2, 4 and 8
        assertThat(lines().get(0))
                .isEqualTo(
                        "WARN status: no network (attempt 1 with 12 rows; rows wait in the spool; the next one in 2 s)");
        assertThat(lines()).contains("INFO status: the table can be written again, after 10 failed attempts");
    }

    @Test
    void anEngineThatIsAwayIsToldOnceAndWhenItIsThere() {
        for (int i = 0; i < 5; i++) {
            engine.sampleFailed("no such socket");
            engine.engineUnavailable("no such socket", Duration.ofSeconds(1));
        }
        engine.engineConnected("20.10.24");
        assertThat(lines())
                .containsExactly(
                        "WARN Docker Engine at unix:///x: no such socket; trying again, the next time in 1 s",
                        "INFO following Docker Engine at unix:///x (20.10.24)");
    }

    @Test
    void deploymentsThatWaitForTheTableAreToldOnceAndWhatBecomesOfThem() {
        for (int i = 0; i < 5; i++) {
            engine.historyUnavailable("no network", Duration.ofSeconds(2));
        }
        engine.alreadyRecorded(3);
        engine.historyUnknown(1, "no such column");
        assertThat(lines()).hasSize(3);
        assertThat(lines().get(0))
                .startsWith("WARN deployments from before this start wait")
                .contains("no network");
        assertThat(lines().get(1)).startsWith("WARN not written again: 3 deployments from before this start");
        assertThat(lines().get(2))
                .startsWith("WARN written without knowing whether the table has it already: 1 deployment")
                .endsWith("no such column");
    }

    @Test
    void whatIsMissingIsCounted() {
        Instant from = Instant.parse("2026-03-01T10:00:00Z");
        engine.changesMissed(from, from.plusSeconds(5));
        engine.changesMissed(from.plusSeconds(60), from.plusSeconds(61));
        engine.samplesSkipped(1);
        engine.samplesSkipped(3);
        assertThat(lines())
                .containsExactly(
                        gap("2026-03-01T10:00:00Z and 2026-03-01T10:00:05Z", 1),
                        gap("2026-03-01T10:01:00Z and 2026-03-01T10:01:01Z", 2),
                        "WARN 1 sample not taken: an earlier one was still under way; 1 in all since the start",
                        "WARN 3 samples not taken: an earlier one was still under way; 4 in all since the start");
    }

    private static String gap(String times, int number) {
        return "WARN Docker Engine at unix:///x: its changes between " + times
                + " are not known; restarts, and containers" + " that came and went, may be missing (gap " + number
                + " since the start)";
    }

    private static FlushReport report(WriteReceipt receipt, long refused) {
        return new FlushReport("status", 3, 1, 12, FlushReason.AGE, receipt, Duration.ofMillis(41), refused);
    }

    private List<String> lines() {
        return lines.list.stream()
                .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                .toList();
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger("telemetry");
    }
}
