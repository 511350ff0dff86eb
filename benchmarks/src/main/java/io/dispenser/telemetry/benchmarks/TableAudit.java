package io.dispenser.telemetry.benchmarks;

import io.dispenser.telemetry.adapter.delta.DeltaTableReader;
import io.dispenser.telemetry.adapter.delta.RowQuery;
import io.dispenser.telemetry.adapter.delta.Rows;
import io.dispenser.telemetry.core.storage.TableStore;
import io.dispenser.telemetry.core.storage.TableStoreException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compares a table with what was acknowledged. Of each run it must hold the first events without a gap, at least as many as
 * were acknowledged, each once and unchanged.
 *
 * @param rows how many rows the table has
 * @param version its version
 * @param problems what is wrong; nothing, if all is well
 */
record TableAudit(long rows, long version, List<String> problems) {

    /** Reads the table, one group of runs after another. */
    static TableAudit of(Path table, RunLog log) throws TableStoreException {
        List<String> problems = new ArrayList<>();
        long rows = 0;
        long version = -1;
        try (TableStore store = CrashFiles.store(table)) {
            DeltaTableReader reader = new DeltaTableReader(store);
            for (int first = log.firstRun(); first < log.nextRun(); first += CrashEvents.RUNS_A_GROUP) {
                int next = Math.min(log.nextRun(), first + CrashEvents.RUNS_A_GROUP);
                Optional<Rows> read = reader.read(
                        new RowQuery(CrashEvents.service(first / CrashEvents.RUNS_A_GROUP), null, Integer.MAX_VALUE));
                List<List<@Nullable Object>> found = read.map(Rows::rows).orElse(List.of());
                version = read.map(Rows::version).orElse(-1L);
                rows += found.size();
                compare(found, first, next, log, problems);
            }
        }
        return new TableAudit(rows, version, problems);
    }

    private static void compare(
            List<List<@Nullable Object>> rows, int firstRun, int nextRun, RunLog log, List<String> problems) {
        Map<Integer, BitSet> numbers = new HashMap<>();
        for (List<@Nullable Object> row : rows) {
            int run = CrashEvents.run(row);
            int number = CrashEvents.number(row);
            BitSet seen = numbers.computeIfAbsent(run, any -> new BitSet());
            if (seen.get(number)) {
                problems.add("run " + run + ": event " + number + " is there twice");
            }
            seen.set(number);
            if (!row.equals(CrashEvents.row(CrashEvents.event(run, number)))) {
                problems.add("run " + run + ": event " + number + " is there as " + row);
            }
        }
        for (int run = firstRun; run < nextRun; run++) {
            BitSet seen = numbers.getOrDefault(run, new BitSet());
            int present = seen.nextClearBit(0);
            if (present < log.acknowledged(run)) {
                problems.add("run " + run + ": " + log.acknowledged(run) + " events were acknowledged, and event "
                        + present + " is missing");
            } else if (present < seen.length()) {
                problems.add("run " + run + ": event " + present + " is missing, and later ones are there");
            }
        }
    }
}
