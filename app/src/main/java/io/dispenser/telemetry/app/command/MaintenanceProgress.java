package io.dispenser.telemetry.app.command;

import io.dispenser.telemetry.app.output.Terminal;
import io.dispenser.telemetry.core.port.MaintenanceListener;
import io.dispenser.telemetry.core.port.MaintenanceOperation;
import java.io.PrintStream;

/** Shows on a terminal how far an operation is, on a line that is rewritten; a log is spared. */
final class MaintenanceProgress implements MaintenanceListener {

    private static final int BAR = 20;

    private final String table;
    private final PrintStream out;
    private final Terminal terminal;
    private int shownLength;
    private long shownPercent = -1;

    MaintenanceProgress(String table, PrintStream out, Terminal terminal) {
        this.table = table;
        this.out = out;
        this.terminal = terminal;
    }

    @Override
    public void progress(MaintenanceOperation operation, long done, long total) {
        if (!terminal.interactive() || total == 0) {
            return;
        }
        long percent = Math.min(100, 100 * done / total);
        if (percent == shownPercent) {
            return;
        }
        shownPercent = percent;
        int filled = (int) (percent * BAR / 100);
        String line = "[" + "=".repeat(filled) + " ".repeat(BAR - filled) + "] " + table + " " + word(operation) + " "
                + done + "/" + total + " files";
        show(line.substring(0, Math.min(line.length(), terminal.width() - 1)));
    }

    /** Removes the line. */
    void finish() {
        if (shownLength > 0) {
            show("");
        }
        shownPercent = -1;
    }

    private void show(String line) {
        out.print("\r" + line + " ".repeat(Math.max(0, shownLength - line.length())) + (line.isEmpty() ? "\r" : ""));
        out.flush();
        shownLength = line.length();
    }

    private static String word(MaintenanceOperation operation) {
        return switch (operation) {
            case COMPACT -> "optimize";
            case VACUUM -> "vacuum";
            case CLEAN_LOG -> "log";
        };
    }
}
