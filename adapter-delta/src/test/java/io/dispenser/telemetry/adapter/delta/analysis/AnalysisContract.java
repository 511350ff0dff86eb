package io.dispenser.telemetry.adapter.delta.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What every engine answers to the questions of the folder {@code analysis}, put to it over tables of {@link #MONTH}. */
public abstract class AnalysisContract {

    /** What the tables hold. */
    protected static final ScriptedMonth MONTH = new ScriptedMonth();

    /** For subclasses. */
    protected AnalysisContract() {}

    /** The rows of the answers to all questions, by the names of these. */
    protected abstract Map<String, List<List<String>>> ask(Function<Question, String> sql) throws Exception;

    @Test
    void everyQuestionHasTheKnownAnswer() throws Exception {
        Map<String, List<List<String>>> answers = ask(Question::sqlOfTheMonth);

        Map<String, List<List<String>>> known = new KnownAnswers(MONTH).all();
        assertThat(answers.keySet()).isEqualTo(known.keySet());
        known.forEach((name, rows) -> {
            assertThat(rows).as(name).isNotEmpty();
            assertThat(answers.get(name)).as(name).containsExactlyInAnyOrderElementsOf(rows);
        });
    }

    /** A container that is starting still has not failed before its hour is over. */
    @Test
    void aDeploymentIsJudgedOnceItsHourIsOver() throws Exception {
        Instant asked = Instant.parse("2026-03-31T00:02:00Z");

        assertThat(ask(question -> question.sqlAt(asked)).get("change-failure-rate"))
                .contains(Question.row("slow", 1, 0, 0, null))
                .containsExactlyInAnyOrderElementsOf(new DeploymentAnswers(new KnownAnswers(MONTH)).failureRate(asked));
    }

    /** With today's date they ask for days that the month doesn't have. */
    @Test
    void theyCanBeAskedAsTheyStand() throws Exception {
        assertThat(ask(Question::sql).values()).hasSizeGreaterThanOrEqualTo(12).allMatch(List::isEmpty);
    }
}
