package io.dispenser.telemetry.app.command.report;

import io.dispenser.telemetry.app.output.Count;
import io.dispenser.telemetry.app.output.ProgressLine;
import io.dispenser.telemetry.app.output.TimedProgress;
import io.dispenser.telemetry.app.report.TableReading;
import io.dispenser.telemetry.core.time.Ticker;

/** Shows on a terminal how much of a table is read, and how long the rest will take; a log is spared. */
final class ReadingProgress implements TableReading.Progress {

    private final TimedProgress progress;

    /** @param shown whether there is a terminal that shows it */
    ReadingProgress(ProgressLine line, boolean shown, Ticker ticker) {
        this(new TimedProgress(shown ? line : null, ticker));
    }

    private ReadingProgress(TimedProgress progress) {
        this.progress = progress;
    }

    /** One that nobody sees. */
    static ReadingProgress unseen() {
        return new ReadingProgress(new TimedProgress(null, Ticker.system()));
    }

    /** A table's log is read, which of a large table, or of one that is far away, takes a while. */
    void begin(String table) {
        progress.begin(table, "looking for its files");
    }

    @Override
    public void read(String table, double share, long rows) {
        progress.update(share, table, Count.of(rows, "row"));
    }

    /** All is read. */
    void making() {
        progress.busy("making the page");
    }

    /** Removes the line. */
    void finish() {
        progress.finish();
    }
}
