package io.dispenser.telemetry.adapter.delta.kernel;

import io.delta.kernel.Snapshot;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.actions.SetTransaction;
import io.delta.kernel.internal.actions.SingleAction;
import io.delta.kernel.internal.replay.ActionWrapper;
import io.delta.kernel.internal.replay.ActionsIterator;
import io.delta.kernel.internal.replay.LogReplay;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Delta's transaction identifiers, {@code txn}: the last number of each application that writes with numbers. */
public final class Transactions {

    private Transactions() {}

    /** The action that notes {@code number} for {@code application}. */
    public static Row action(String application, long number, Instant updated) {
        return SingleAction.createTxnSingleAction(
                new SetTransaction(application, number, Optional.of(updated.toEpochMilli())).toRow());
    }

    /** The last number of each application in the checkpoint that {@code snapshot} builds on; none without one. */
    public static Map<String, Long> ofCheckpoint(Snapshot snapshot, Engine engine) throws IOException {
        Map<String, Long> numbers = new HashMap<>();
        try (ActionsIterator actions = new ActionsIterator(
                engine,
                snapshot.getLogSegment().getCheckpoints(),
                LogReplay.SET_TRANSACTION_READ_SCHEMA,
                Optional.empty())) {
            while (actions.hasNext()) {
                ActionWrapper next = actions.next();
                ColumnarBatch batch = next.getColumnarBatch();
                ColumnVector transactions = batch.getColumnVector(0);
                for (int row = 0; row < transactions.getSize(); row++) {
                    SetTransaction transaction = SetTransaction.fromColumnVector(transactions, row);
                    if (transaction != null) {
                        numbers.putIfAbsent(transaction.getAppId(), transaction.getVersion());
                    }
                }
            }
        }
        return numbers;
    }
}
