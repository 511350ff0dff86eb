package io.dispenser.telemetry.app.command.table;

import io.dispenser.telemetry.app.output.Count;
import io.dispenser.telemetry.app.output.ProgressLine;
import io.dispenser.telemetry.app.output.TimedProgress;
import io.dispenser.telemetry.core.port.MaintenanceListener;
import io.dispenser.telemetry.core.port.MaintenanceOperation;
import io.dispenser.telemetry.core.time.Ticker;

/** Shows on a terminal how far an operation on a table is, and how long the rest will take; a log is spared. */
final class MaintenanceProgress implements MaintenanceListener {

    private final String table;
    private final TimedProgress progress;

    /** @param shown whether there is a terminal that shows it */
    MaintenanceProgress(String table, ProgressLine line, boolean shown, Ticker ticker) {
        this.table = table;
        this.progress = new TimedProgress(shown ? line : null, ticker);
    }

    /** The operation looks for what there is to do, which on a large table takes a while. */
    void begin(MaintenanceOperation operation) {
        progress.begin(table + " " + word(operation), "looking for what there is to do");
    }

    @Override
    public void progress(MaintenanceOperation operation, long done, long total) {
        if (total > 0) {
            progress.update((double) done / total, table + " " + word(operation), done + "/" + Count.of(total, "file"));
        }
    }

    /** Removes the line. */
    void finish() {
        progress.finish();
    }

    private static String word(MaintenanceOperation operation) {
        return switch (operation) {
            case EXPIRE -> "expire";
            case COMPACT -> "optimize";
            case VACUUM -> "vacuum";
            case CLEAN_LOG -> "log";
        };
    }
}
