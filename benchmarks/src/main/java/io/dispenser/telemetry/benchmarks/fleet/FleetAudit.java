package io.dispenser.telemetry.benchmarks.fleet;

import io.delta.kernel.Snapshot;
import io.delta.kernel.data.Row;
import io.delta.kernel.types.StructType;
import io.dispenser.telemetry.adapter.delta.kernel.RowValues;
import io.dispenser.telemetry.adapter.delta.log.DeltaLog;
import io.dispenser.telemetry.adapter.delta.read.TimeScan;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.table.TelemetryTables;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares a table with what its hosts were told: each row of a batch that is done must be there once and unchanged; one whose
 * write was begun may be there, once; and nothing else.
 */
final class FleetAudit {

    /** So many problems are told of; more of them say nothing new. */
    private static final int TOLD = 20;

    private final FleetPlan plan;
    private final FleetRows rows;
    private final FleetLog log;
    private final BitSet[] seen;
    private final List<String> problems = new ArrayList<>();

    FleetAudit(FleetPlan plan, FleetLog log) {
        this.plan = plan;
        this.rows = new FleetRows(plan);
        this.log = log;
        this.seen = Stream.generate(BitSet::new).limit(plan.hosts()).toArray(BitSet[]::new);
    }

    /** Reads the table, file by file; what is wrong with it. */
    List<String> problems(TableStore store) throws IOException {
        DeltaLog deltaLog = new DeltaLog(store);
        Optional<Snapshot> table = deltaLog.load();
        if (table.isPresent()) {
            StructType schema = table.get().getSchema();
            TimeScan.read(
                    deltaLog.engine(),
                    table.get(),
                    schema,
                    TelemetryTables.STATUS.partitionColumn(),
                    Instant.EPOCH,
                    null,
                    Optional.empty(),
                    row -> see(values(row, schema)));
        }
        for (int host = 0; host < plan.hosts(); host++) {
            BitSet there = seen[host];
            long done = log.doneBy(host) * plan.rows();
            if (there.nextClearBit(0) < done) {
                problem("host " + host + ": " + done + " rows are done, and row " + there.nextClearBit(0)
                        + " is missing");
            }
            if (there.length() > log.attemptedBy(host) * plan.rows()) {
                problem("host " + host + ": row " + (there.length() - 1) + " is there, and was not written");
            }
            if (there.cardinality() % plan.rows() != 0) {
                problem("host " + host + ": " + there.cardinality() + " rows are there, which are no whole batches");
            }
        }
        return problems;
    }

    private static List<@Nullable Object> values(Row row, StructType schema) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int column = 0; column < schema.length(); column++) {
            values.add(
                    row.isNullAt(column)
                            ? null
                            : RowValues.value(row, column, schema.at(column).getDataType()));
        }
        return values;
    }

    private void see(List<@Nullable Object> row) {
        int host = FleetRows.host(row);
        int number = (int) FleetRows.number(row);
        if (host >= plan.hosts()) {
            problem("a row of host " + host + ", which is none: " + row);
            return;
        }
        if (seen[host].get(number)) {
            problem("host " + host + ": row " + number + " is there twice");
        }
        seen[host].set(number);
        if (!row.equals(FleetRows.columns(rows.row(host, number)))) {
            problem("host " + host + ": row " + number + " is there as " + row);
        }
    }

    private void problem(String problem) {
        if (problems.size() < TOLD) {
            problems.add(problem);
        }
    }
}
