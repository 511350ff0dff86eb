package io.dispenser.telemetry.app.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.dispenser.telemetry.app.output.Elapsed;
import io.dispenser.telemetry.testkit.ManualInstants;
import io.dispenser.telemetry.testkit.ManualTicker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TroublesTest {

    private final ManualTicker ticker = new ManualTicker();
    private final ManualInstants clock = new ManualInstants(Instant.parse("2026-03-01T03:12:00Z"));
    private final Troubles troubles = new Troubles(ticker, clock);
    private final CapturedLines lines = CapturedLines.begin();
    private String standing = "3 rows wait";

    @AfterEach
    void end() {
        CapturedLines.logger().setLevel(Level.INFO);
        lines.close();
    }

    @Test
    void itIsToldAtOnceThenEveryHourAndAtItsEnd() {
        List<String> told = new ArrayList<>();
        for (int minute = 0; minute <= 150; minute++) {
            occurs("no network, attempt " + minute);
            troubles.repeat();
            told.addAll(lines.take());
            pass(Duration.ofMinutes(1));
        }
        troubles.ends("store", "the store is there again");
        told.addAll(lines.take());
        assertThat(told)
                .containsExactly(
                        "WARN no network, attempt 0; tried again",
                        "WARN no network, attempt 60 (it has lasted since 2026-03-01 03:12 UTC, for 1 h; 3 rows wait)",
                        "WARN no network, attempt 120 (it has lasted since 2026-03-01 03:12 UTC, for 2 h; 3 rows wait)",
                        "INFO the store is there again, after 2 h 31 min");
        assertThat(troubles.ends("store", "the store is there again")).isFalse();
        assertThat(lines.take()).isEmpty();
    }

    /** As of a request that hangs: nobody fails meanwhile, and the rows wait all the same. */
    @Test
    void whatDoesNotShowItselfIsToldEveryHourToo() {
        occurs("no network");
        lines.take();
        standing = "1204 rows wait";
        for (int minute = 0; minute < 61; minute++) {
            pass(Duration.ofMinutes(1));
            troubles.repeat();
        }
        assertThat(lines.take())
                .containsExactly("WARN no network (it has lasted since 2026-03-01 03:12 UTC, for 1 h; 1204 rows wait)");
    }

    @Test
    void anotherCauseIsToldAtOnceAndAnotherNumberIsNone() {
        occurs("HTTP status 503 of request 4f1c-22 for part-0001.parquet");
        pass(Duration.ofSeconds(90));
        occurs("HTTP status 503 of request 99aa-01 for part-0002.parquet");
        occurs("access denied");
        occurs("access denied");
        assertThat(lines.take())
                .containsExactly(
                        "WARN HTTP status 503 of request 4f1c-22 for part-0001.parquet; tried again",
                        "WARN access denied (another cause than before; it has lasted since 2026-03-01 03:12 UTC, for 1 min"
                                + " 30 s; 3 rows wait)");
    }

    @Test
    void whatGetsWorseIsAnotherCause() {
        occurs("the disk is full");
        troubles.occurs("store", trouble(org.slf4j.event.Level.ERROR, "the disk is full"));
        assertThat(lines.take()).hasSize(2).last().asString().startsWith("ERROR the disk is full");
    }

    @Test
    void causesInTurnsDoNotFlood() {
        for (int attempt = 0; attempt < 24 * 60; attempt++) {
            occurs(attempt % 2 == 0 ? "no network" : "access denied");
            pass(Duration.ofMinutes(1));
        }
        assertThat(lines.take()).hasSizeBetween(24, 49);

        for (int attempt = 0; attempt < 24 * 60; attempt++) {
            occurs("cause " + "x".repeat(attempt % 500));
            pass(Duration.ofMinutes(1));
        }
        assertThat(lines.take()).hasSizeLessThanOrEqualTo(24 * (RecentLines.MOST + 1) + RecentLines.MOST);
    }

    @Test
    void aCauseThatComesBackIsToldWhenItStays() {
        occurs("no network");
        pass(Duration.ofMinutes(1));
        occurs("access denied");
        pass(Duration.ofMinutes(1));
        lines.take();
        for (int minute = 0; minute < 12; minute++) {
            occurs("no network");
            pass(Duration.ofMinutes(1));
        }
        assertThat(lines.take())
                .containsExactly(
                        "WARN no network (another cause than before; it has lasted since 2026-03-01 03:12 UTC, for"
                                + " 12 min; 3 rows wait)");
    }

    @Test
    void whatComesAndGoesAllTheTimeDoesNotFloodAndWhatWasToldToBeginIsToldToEnd() {
        for (int time = 0; time < 3600; time++) {
            occurs("no network");
            troubles.ends("store", "the store is there again");
            pass(Duration.ofMillis(900));
        }
        List<String> told = lines.take();
        assertThat(told).hasSize(2 * RecentLines.MOST);
        assertThat(told).filteredOn(line -> line.startsWith("INFO")).hasSize(RecentLines.MOST);
        pass(Duration.ofHours(1));
        occurs("no network");
        assertThat(lines.take()).containsExactly("WARN no network; tried again (it came and went untold 3594 times)");
    }

    @Test
    void oneOfManyThatLastsIsToldAfterAMinute() {
        for (int time = 0; time < RecentLines.MOST; time++) {
            occurs("no network");
            troubles.ends("store", "the store is there again");
        }
        lines.take();
        occurs("no network");
        pass(Duration.ofSeconds(59));
        occurs("no network");
        assertThat(lines.take()).isEmpty();
        pass(Duration.ofSeconds(1));
        troubles.repeat();
        troubles.ends("store", "the store is there again");
        assertThat(lines.take())
                .containsExactly(
                        "WARN no network (it has lasted since 2026-03-01 03:12 UTC, for 1 min; 3 rows wait)",
                        "INFO the store is there again, after 1 min");
    }

    /** Its clock was off, which is what the trouble may be about. */
    @Test
    void aClockThatIsSetChangesSinceWhenAndNotForHowLong() {
        occurs("certificate expired");
        lines.take();
        clock.advance(Duration.ofDays(-30));
        pass(Duration.ofHours(1));
        occurs("certificate expired");
        assertThat(lines.take()).first().asString().contains("since 2026-01-30 03:12 UTC, for 1 h;");
    }

    @Test
    void whereOnlyWarningsAreWantedTheEndOfWhatWasToldIsToldAndNoOther() {
        CapturedLines.logger().setLevel(Level.ERROR);
        occurs("no network");
        troubles.ends("store", "the store is there again");
        assertThat(lines.take()).as("nobody heard of it").isEmpty();

        CapturedLines.logger().setLevel(Level.WARN);
        occurs("no network");
        troubles.ends("store", "the store is there again");
        assertThat(lines.take()).hasSize(2).last().asString().startsWith("INFO the store is there again");
    }

    /** As after a reload that starts everything anew. */
    @Test
    void whatIsLeftBehindIsToldToEndAndCanBeginAgain() {
        occurs("no network");
        pass(Duration.ofHours(2));
        troubles.endAll("tried anew");
        pass(Duration.ofHours(2));
        troubles.repeat();
        occurs("no network");
        assertThat(lines.take())
                .containsExactly(
                        "WARN no network; tried again",
                        "INFO tried anew, after 2 h: no network",
                        "WARN no network; tried again");
    }

    @Test
    void timesAreInTwoUnits() {
        assertThat(List.of(
                        Elapsed.words(Duration.ZERO),
                        Elapsed.words(Duration.ofSeconds(123)),
                        Elapsed.words(Duration.ofHours(1)),
                        Elapsed.words(Duration.ofMinutes(123)),
                        Elapsed.words(Duration.ofHours(76))))
                .containsExactly("1 s", "2 min 3 s", "1 h", "2 h 3 min", "3 d 4 h");
    }

    private void pass(Duration time) {
        ticker.advance(time);
        clock.advance(time);
    }

    private void occurs(String problem) {
        troubles.occurs("store", trouble(org.slf4j.event.Level.WARN, problem));
    }

    private Trouble trouble(org.slf4j.event.Level level, String problem) {
        return new Trouble(Subject.table("status"), level, problem, "; tried again", () -> standing);
    }
}
