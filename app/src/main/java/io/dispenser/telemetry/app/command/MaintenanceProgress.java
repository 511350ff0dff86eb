package io.dispenser.telemetry.app.command;

import io.dispenser.telemetry.app.output.ProgressLine;
import io.dispenser.telemetry.app.output.Terminal;
import io.dispenser.telemetry.core.port.MaintenanceListener;
import io.dispenser.telemetry.core.port.MaintenanceOperation;
import java.io.PrintStream;
import java.util.List;

/** Shows on a terminal how far an operation is; a log is spared. */
final class MaintenanceProgress implements MaintenanceListener {

    private final String table;
    private final Terminal terminal;
    private final ProgressLine line;

    MaintenanceProgress(String table, PrintStream out, Terminal terminal) {
        this.table = table;
        this.terminal = terminal;
        this.line = new ProgressLine(out, terminal);
    }

    @Override
    public void progress(MaintenanceOperation operation, long done, long total) {
        if (terminal.interactive() && total > 0) {
            line.update((double) done / total, List.of(done + "/" + total + " files", table + " " + word(operation)));
        }
    }

    /** Removes the line. */
    void finish() {
        line.clear();
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
