package io.dispenser.telemetry.adapter.delta;

import io.delta.kernel.Snapshot;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.types.StringType;
import io.dispenser.telemetry.adapter.delta.kernel.RowValues;
import io.dispenser.telemetry.adapter.delta.read.TableQuestions;
import io.dispenser.telemetry.core.port.SampleHistory;
import io.dispenser.telemetry.core.port.SinkException;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.table.TelemetryTables;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks a status table which samples it has, in its latest version: two columns of the files whose days and times reach into the
 * time that is asked for, and that may have rows of the host.
 */
public final class DeltaSampleHistory implements SampleHistory {

    private static final String HOST = "host";

    private final TableQuestions questions;

    /** @param store where the table is; the caller closes it */
    public DeltaSampleHistory(TableStore store) {
        this.questions = new TableQuestions(TelemetryTables.STATUS, store, "earlier samples");
    }

    @Override
    public Set<Instant> times(@Nullable String host, Set<String> containerIds, Instant since)
            throws SinkException, InterruptedException {
        return questions
                .ask(snapshot -> read(snapshot, host, containerIds, since))
                .orElse(Set.of());
    }

    private Set<Instant> read(Snapshot snapshot, @Nullable String host, Set<String> containerIds, Instant since)
            throws IOException, SinkException {
        // Any row of a container is of its host: which one only tells which files need not be read.
        Optional<Predicate> ofHost = host != null && TableQuestions.has(snapshot.getSchema(), HOST, StringType.STRING)
                ? Optional.of(new Predicate("=", new Column(HOST), Literal.ofString(host)))
                : Optional.empty();
        Set<Instant> times = new HashSet<>();
        questions.ofContainers(
                snapshot,
                containerIds,
                since,
                List.of(),
                ofHost,
                (row, columns) -> times.add(RowValues.instant(row, 0)));
        return times;
    }
}
