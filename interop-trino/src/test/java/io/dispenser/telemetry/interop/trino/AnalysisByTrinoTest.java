package io.dispenser.telemetry.interop.trino;

import io.dispenser.telemetry.adapter.delta.analysis.AnalysisContract;
import io.dispenser.telemetry.adapter.delta.analysis.Question;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.table.TelemetryTables;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

/** Every question of the folder {@code analysis}, put to Trino over tables that our sink wrote. */
@Timeout(300)
class AnalysisByTrinoTest extends AnalysisContract {

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

    @Override
    protected Map<String, List<List<String>>> ask(Function<Question, String> sql) throws Exception {
        Map<String, List<List<String>>> answers = new TreeMap<>();
        for (Question question : Question.all()) {
            answers.put(
                    question.name(),
                    Trino.shared().sql(sql.apply(question)).stream()
                            .map(row -> Question.row(row.toArray()))
                            .toList());
        }
        return answers;
    }
}
