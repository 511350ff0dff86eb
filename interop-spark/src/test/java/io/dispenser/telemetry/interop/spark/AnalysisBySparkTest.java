package io.dispenser.telemetry.interop.spark;

import io.dispenser.telemetry.adapter.delta.analysis.AnalysisContract;
import io.dispenser.telemetry.adapter.delta.analysis.Question;
import io.dispenser.telemetry.core.event.ContainerStatusEvent;
import io.dispenser.telemetry.core.event.DeploymentEvent;
import io.dispenser.telemetry.core.table.TelemetryTables;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Every question of the folder {@code analysis}, put to Spark over tables that our sink wrote. */
class AnalysisBySparkTest extends AnalysisContract {

    private static final String PLACE = "/var/lib/dispenser/telemetry/";

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

    @Override
    protected Map<String, List<List<String>>> ask(Function<Question, String> sql) throws Exception {
        Map<String, List<List<String>>> answers = new TreeMap<>();
        for (Question question : Question.all()) {
            answers.put(
                    question.name(),
                    Spark.shared().sql(sql.apply(question)).stream()
                            .map(row -> Question.row(row.toArray()))
                            .toList());
        }
        return answers;
    }
}
