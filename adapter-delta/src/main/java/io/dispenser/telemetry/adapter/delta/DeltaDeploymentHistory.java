package io.dispenser.telemetry.adapter.delta;

import io.delta.kernel.Snapshot;
import io.delta.kernel.data.Row;
import io.delta.kernel.types.StructType;
import io.dispenser.telemetry.adapter.delta.kernel.RowValues;
import io.dispenser.telemetry.adapter.delta.read.TableQuestions;
import io.dispenser.telemetry.core.port.DeploymentHistory;
import io.dispenser.telemetry.core.port.RecordedDeployment;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.table.TelemetryTables;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks a deployments table what it has, in its latest version: up to five columns of the files whose days and times reach
 * into the time that is asked for. Memory: the rows of the containers that are asked for.
 */
public final class DeltaDeploymentHistory implements DeploymentHistory {

    private static final String RESTART_POLICY = "restart_policy";
    private static final String MEMORY_LIMIT = "memory_limit";
    private static final String CPU_LIMIT = "cpu_limit";

    private final TableQuestions questions;

    /** @param store where the table is; the caller closes it */
    public DeltaDeploymentHistory(TableStore store) {
        this.questions = new TableQuestions(TelemetryTables.DEPLOYMENTS, store, "earlier deployments");
    }

    @Override
    public List<RecordedDeployment> of(Set<String> containerIds, Instant since)
            throws SinkException, InterruptedException {
        return questions.ask(snapshot -> read(snapshot, containerIds, since)).orElse(List.of());
    }

    private List<RecordedDeployment> read(Snapshot snapshot, Set<String> containerIds, Instant since)
            throws IOException, SinkException {
        List<RecordedDeployment> found = new ArrayList<>();
        questions.ofContainers(
                snapshot,
                containerIds,
                since,
                List.of(RESTART_POLICY, MEMORY_LIMIT, CPU_LIMIT),
                Optional.empty(),
                (row, columns) -> found.add(new RecordedDeployment(
                        row.getString(1),
                        RowValues.instant(row, 0),
                        text(row, columns, RESTART_POLICY),
                        text(row, columns, MEMORY_LIMIT),
                        text(row, columns, CPU_LIMIT))));
        return List.copyOf(found);
    }

    private static @Nullable String text(Row row, StructType columns, String column) {
        int ordinal = columns.indexOf(column);
        return ordinal < 0 || row.isNullAt(ordinal) ? null : row.getString(ordinal);
    }
}
