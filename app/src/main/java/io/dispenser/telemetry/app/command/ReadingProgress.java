package io.dispenser.telemetry.app.command;

import io.dispenser.telemetry.app.logging.Count;
import io.dispenser.telemetry.app.output.ProgressLine;
import io.dispenser.telemetry.app.report.TableReading;
import io.dispenser.telemetry.core.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows on a terminal how much of a table is read, and how long the rest will take; a log is spared. */
final class ReadingProgress implements TableReading.Progress {

    /** Drawing more often than this costs a terminal at the far end of a line more than it tells. */
    private static final Duration REDRAW = Duration.ofMillis(100);

    private final @Nullable ProgressLine line;
    private final Ticker ticker;
    private long begun;
    private long drawn;

    /** @param shown whether there is a terminal that shows it */
    ReadingProgress(ProgressLine line, boolean shown, Ticker ticker) {
        this(shown ? line : null, ticker);
    }

    private ReadingProgress(@Nullable ProgressLine line, Ticker ticker) {
        this.line = line;
        this.ticker = ticker;
    }

    /** One that nobody sees. */
    static ReadingProgress unseen() {
        return new ReadingProgress(null, Ticker.system());
    }

    /** A table's log is read, which of a large table, or of one that is far away, takes a while. */
    void begin(String table) {
        begun = ticker.nanos();
        drawn = begun - REDRAW.toNanos();
        busy(table, "looking for its files");
    }

    @Override
    public void read(String table, double share, long rows) {
        long now = ticker.nanos();
        if (line == null || (share < 1 && now - drawn < REDRAW.toNanos())) {
            return;
        }
        drawn = now;
        List<String> words = new ArrayList<>();
        words.add((int) (100 * share) + " %");
        words.add(table);
        words.add(Count.of(rows, "row"));
        TimeLeft.words(Duration.ofNanos(now - begun), share).ifPresent(words::add);
        line.update(share, words);
    }

    /** All is read. */
    void making() {
        busy("making the page");
    }

    private void busy(String... words) {
        if (line != null) {
            line.busy(List.of(words));
        }
    }

    /** Removes the line. */
    void finish() {
        if (line != null) {
            line.clear();
        }
    }
}
