package io.dispenser.telemetry.adapter.delta.write;

import io.delta.kernel.DataWriteContext;
import io.delta.kernel.Snapshot;
import io.delta.kernel.Transaction;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.utils.CloseableIterable;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.DataFileStatus;
import io.dispenser.telemetry.adapter.delta.io.CloseableIterators;
import io.dispenser.telemetry.adapter.delta.kernel.SnapshotFacts;
import io.dispenser.telemetry.adapter.delta.kernel.TableProperties;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What Kernel says of data files that are to be staged. It writes the table's definition as JSON and parses it again each time that it
 * is asked; here it is asked once, as long as the definition is the same. One thread.
 */
public final class StagingContext {

    /** Days that a backlog may have. */
    private static final int MAX_KEPT = 100;

    private final Snapshot table;
    private final Engine engine;
    private final Row state;
    private final Map<Map<String, @Nullable Object>, DataWriteContext> contexts = new HashMap<>();

    /** @param table what {@code transaction} was begun on */
    public StagingContext(Snapshot table, Transaction transaction, Engine engine) {
        this.table = table;
        this.engine = engine;
        this.state = TableProperties.stateOf(transaction, engine);
    }

    /** Whether this can be used for a transaction on {@code other}. */
    boolean serves(Snapshot other) {
        return contexts.size() < MAX_KEPT && SnapshotFacts.haveSameDefinition(table, other);
    }

    /** Where files of a partition go, and of which columns the table wants statistics. */
    DataWriteContext of(Map<String, Literal> partition) {
        Map<String, @Nullable Object> values = new HashMap<>();
        partition.forEach((column, value) -> values.put(column, value.getValue()));
        return contexts.computeIfAbsent(values, same -> Transaction.getWriteContext(engine, state, partition));
    }

    /** Gives {@code taker} what adds a file to the table. */
    void add(DataFileStatus file, Map<String, Literal> partition, Consumer<Row> taker) throws IOException {
        try (CloseableIterator<Row> rows = Transaction.generateAppendActions(
                engine,
                state,
                CloseableIterable.inMemoryIterable(CloseableIterators.of(List.of(file)))
                        .iterator(),
                of(partition))) {
            rows.forEachRemaining(taker);
        }
    }
}
