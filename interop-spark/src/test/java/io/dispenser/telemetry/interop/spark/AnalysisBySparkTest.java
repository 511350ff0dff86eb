package io.dispenser.telemetry.interop.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispenser.telemetry.adapter.delta.analysis.KnownAnswers;
import io.dispenser.telemetry.adapter.delta.analysis.Question;
import io.dispenser.telemetry.adapter.delta.analysis.ScriptedMonth;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.table.TelemetryTables;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every question of the folder {@code analysis}, put to Spark over tables that our sink wrote. */
class AnalysisBySparkTest {

    private static final String PLACE = "/var/lib/dispenser/telemetry/";
    private static final ScriptedMonth MONTH = new ScriptedMonth();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path scratch;

    @BeforeAll
    static void writeTables() throws Exception {
        SharedTable<DeploymentEvent> deployments =
                new SharedTable<>(TelemetryTables.DEPLOYMENTS, scratch.resolve("deployments"));
        deployments.append(0, MONTH.deployments());
        SharedTable<ContainerStatusEvent> statuses =
                new SharedTable<>(TelemetryTables.STATUS, scratch.resolve("status"));
        statuses.append(0, MONTH.statuses());
        Map<String, String> places = Map.of(
                PLACE + "deployments", deployments.directory.toString(),
                PLACE + "status", statuses.directory.toString());
        for (String statement : Question.setup("spark", places)) {
            Spark.shared().sql(statement);
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

    private static List<List<String>> rows(String sql) {
        return Spark.shared().sql(sql).stream()
                .map(row -> Question.row(row.toArray()))
                .toList();
    }
}
