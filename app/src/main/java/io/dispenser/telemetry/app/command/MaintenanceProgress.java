package io.dispenser.telemetry.app.command;

import io.dispenser.telemetry.app.logging.Count;
import io.dispenser.telemetry.app.output.ProgressLine;
import io.dispenser.telemetry.core.port.MaintenanceListener;
import io.dispenser.telemetry.core.port.MaintenanceOperation;
import io.dispenser.telemetry.core.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Shows on a terminal how far an operation on a table is, and how long the rest will take; a log is spared. */
final class MaintenanceProgress implements MaintenanceListener {

    /** Drawing more often than this costs a terminal at the far end of a line more than it tells. */
    private static final Duration REDRAW = Duration.ofMillis(100);

    private final String table;
    private final ProgressLine line;
    private final boolean shown;
    private final Ticker ticker;
    private long begun;
    private long drawn;

    /** @param shown whether there is a terminal that shows it */
    MaintenanceProgress(String table, ProgressLine line, boolean shown, Ticker ticker) {
        this.table = table;
        this.line = line;
        this.shown = shown;
        this.ticker = ticker;
    }

    /** The operation looks for what there is to do, which on a large table takes a while. */
    void begin(MaintenanceOperation operation) {
        begun = ticker.nanos();
        drawn = begun - REDRAW.toNanos();
        line.busy(List.of(table + " " + word(operation), "looking for what there is to do"));
    }

    @Override
    public void progress(MaintenanceOperation operation, long done, long total) {
        long now = ticker.nanos();
        if (!shown || total <= 0 || (done < total && now - drawn < REDRAW.toNanos())) {
            return;
        }
        drawn = now;
        double share = (double) done / total;
        List<String> words = new ArrayList<>();
        words.add((int) (100 * share) + " %");
        words.add(table + " " + word(operation));
        words.add(done + "/" + Count.of(total, "file"));
        TimeLeft.words(Duration.ofNanos(now - begun), share).ifPresent(words::add);
        line.update(share, words);
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
