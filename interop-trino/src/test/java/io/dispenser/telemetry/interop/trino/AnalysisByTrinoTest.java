package io.dispenser.telemetry.interop.trino;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.adapter.delta.analysis.KnownAnswers;
import io.dispenser.telemetry.adapter.delta.analysis.Question;
import io.dispenser.telemetry.adapter.delta.analysis.ScriptedMonth;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.table.TelemetryTables;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every question of the folder {@code analysis}, put to Trino over tables that our sink wrote. */
@Timeout(300)
class AnalysisByTrinoTest {

    private static final ScriptedMonth MONTH = new ScriptedMonth();

    @BeforeAll
    static void writeTables() throws Exception {
        SharedTable<DeploymentEvent> deployments = new SharedTable<>(TelemetryTables.DEPLOYMENTS);
        deployments.append(0, MONTH.deployments());
        SharedTable<ContainerStatusEvent> statuses = new SharedTable<>(TelemetryTables.STATUS);
        statuses.append(0, MONTH.statuses());
        Map<String, String> places = Map.of(
                "schema_name => 'telemetry'", "schema_name => 'ours'",
                "s3://lake/telemetry/deployments", deployments.uri().toString(),
                "s3://lake/telemetry/status", statuses.uri().toString());
        for (String statement : Question.setup("trino", places)) {
            Trino.shared().sql(statement);
        }
    }

    @Test
    void everyQuestionHasTheKnownAnswer() throws Exception {
        Map<String, List<List<String>>> known = new TreeMap<>(new KnownAnswers(MONTH).all());
        for (Question question : Question.all()) {
            assertThat(rows(question.sqlOfTheMonth()))
                    .as(question.name())
                    .containsExactlyInAnyOrderElementsOf(Objects.requireNonNull(known.remove(question.name())));
        }
        assertThat(known).isEmpty();
    }

    /** With today's date they ask for days that the month doesn't have. */
    @Test
    void theyCanBeAskedAsTheyStand() throws Exception {
        for (Question question : Question.all()) {
            assertThat(rows(question.sql())).as(question.name()).isEmpty();
        }
    }

    private static List<List<String>> rows(String sql) throws Exception {
        return Trino.shared().sql(sql).stream()
                .map(row -> Question.row(row.toArray()))
                .toList();
    }
}
