package io.dispenser.telemetry.adapter.delta.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The known answers are what the script says, as a reader of the script finds it. */
class KnownAnswersTest {

    private static final Map<String, List<List<String>>> ANSWERS = new KnownAnswers(new ScriptedMonth()).all();

    private static List<List<String>> answer(String question) {
        return Objects.requireNonNull(ANSWERS.get(question));
    }

    @Test
    void restartsAreThoseOfTheScript() {
        assertThat(answer("restarts").stream().filter(row -> !row.get(2).equals("0")))
                .containsExactlyInAnyOrder(
                        List.of("2026-03-08", "db", "2"),
                        List.of("2026-03-10", "worker", "1"), // while the agent was away
                        List.of("2026-03-15", "db", "1"), // after the engine had begun the count anew
                        List.of("2026-03-26", "worker", "24"),
                        List.of("2026-03-27", "cache", "2"),
                        List.of("2026-03-27", "edgy", "5"),
                        List.of("2026-03-28", "lost", "3"),
                        List.of("2026-03-28", "newer", "6"));
        // It couldn't be inspected in the first sample of its host, and has restarted 500 times before.
        assertThat(answer("restarts")).contains(List.of("2026-03-25", "veteran", "0"));
    }

    @Test
    void oneCrashLoopRanOutOfMemoryAndOneGoesOnOverAFullHour() {
        assertThat(answer("crash-loops"))
                .extracting(row -> String.join(" ", row.subList(1, 3)) + " " + String.join(" ", row.subList(4, 10)))
                .containsExactly(
                        "worker beta 2026-03-26T03:15:07Z 2026-03-26T05:00:07Z 24 12 137 true",
                        "edgy edge 2026-03-27T10:03:00Z 2026-03-27T10:07:00Z 5 4 null false");
    }

    @Test
    void anHourWithoutAgentIsAGapAndALostOneHasNoEnd() {
        assertThat(answer("silent-hosts"))
                .filteredOn(row -> !row.get(2).equals("null"))
                .containsExactly(
                        List.of("away", "2026-03-25T09:59:00Z", "2026-03-28T09:00:00Z", "255660", "60"),
                        List.of("beta", "2026-03-10T01:55:09Z", "2026-03-10T03:00:07Z", "3898", "301"),
                        // Five minutes between samples instead of one are no gap, not even on the day that has both.
                        List.of("slower", "2026-03-21T05:55:00Z", "2026-03-21T07:00:00Z", "3900", "300"));
        assertThat(answer("silent-hosts"))
                .noneMatch(row -> row.get(0).equals("alpha"))
                .contains(List.of("gamma", "2026-03-29T17:55:00Z", "null", "151500", "300"))
                .contains(List.of("ahead", "2026-03-31T09:59:00Z", "null", "7260", "60"))
                .contains(List.of("once", "2026-03-31T08:00:00Z", "null", "14400", "null"));
    }

    @Test
    void freshnessIsMeasuredFromTheTimeOfAsking() {
        assertThat(answer("freshness"))
                .contains(
                        List.of("status", "alpha", "34703", "2026-03-31T11:55:00Z", "300", "0"),
                        List.of("status", "gamma", "16519", "2026-03-29T17:55:00Z", "151500", "0"),
                        List.of("status", "ahead", "120", "2026-03-31T09:59:00Z", "7260", "60"));
    }

    @Test
    void theAgentsGapIsNoDowntime() {
        assertThat(answer("availability"))
                .contains(List.of("2026-03-10", "worker", "82502", "82502", "1"))
                .contains(List.of("2026-03-20", "db", "86100", "86100", "1")) // one sample could not tell
                .contains(List.of("2026-03-20", "steady", "86400", "86400", "1"))
                .contains(List.of("2026-03-21", "steady", "82200", "82200", "1"));
    }

    @Test
    void theBadDeploymentIsNamed() {
        assertThat(answer("broken-by"))
                .contains(List.of(
                        "2026-03-12T14:15:00Z",
                        "web",
                        "alpha",
                        "2026-03-12T14:01:00Z",
                        "840",
                        "recreated",
                        "image_update",
                        "shop/web:1.2",
                        "shop/web:1.1"));
        assertThat(answer("change-failure-rate"))
                .contains(
                        List.of("cache", "3", "2", "1", "0.5"), // nobody saw the third
                        List.of("web", "4", "4", "1", "0.25"),
                        List.of("worker", "1", "1", "0", "0"),
                        List.of("front", "1", "1", "1", "1"), // one of its two containers
                        List.of("migrate", "1", "1", "0", "0")); // a job that ended with 0
    }

    @Test
    void whatWasStoppedIsNotBroken() {
        assertThat(answer("broken-by"))
                .filteredOn(row -> row.get(2).equals("stopped"))
                .extracting(row -> row.get(1))
                .containsExactly("greedy");
        assertThat(answer("change-failure-rate"))
                .contains(List.of("greedy", "1", "1", "1", "1"))
                .contains(List.of("polite", "1", "1", "0", "0"))
                .contains(List.of("stubborn", "1", "1", "0", "0"));
    }

    @Test
    void anImageIsInUseSinceItsDigestIs() {
        assertThat(answer("images"))
                .filteredOn(row -> List.of("retagged", "alpha").contains(row.get(1)))
                .extracting(row -> row.get(0) + " " + row.get(2) + " " + row.get(5))
                .containsExactlyInAnyOrder(
                        "moved moved:latest 2026-03-26T08:30:00Z",
                        "back back:latest 2026-03-28T08:30:00Z",
                        "same same:latest 2026-03-24T00:00:00Z",
                        "web shop/web:1.3 2026-03-30T09:02:00Z",
                        "db postgres:17 2026-02-20T08:00:00Z",
                        "proxy traefik:3 2026-03-02T12:01:00Z");
    }

    @Test
    void aContainerThatOneSampleSeesHasMovedAllOfItsCounter() {
        assertThat(answer("network-and-disk")).contains(List.of("2026-03-25", "burst", "disk", "500004", "2083.35"));
    }
}
