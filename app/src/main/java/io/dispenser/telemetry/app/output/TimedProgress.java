package io.dispenser.telemetry.app.output;

import io.dispenser.telemetry.core.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far work is whose end is known: percent, what is done, and how long the rest will take, on a {@link ProgressLine} of a
 * terminal. One thread.
 */
public final class TimedProgress {

    /** Drawing more often than this costs a terminal at the far end of a line more than it tells. */
    private static final Duration REDRAW = Duration.ofMillis(100);

    private final @Nullable ProgressLine line;
    private final Ticker ticker;
    private long begun;
    private long drawn;

    /** @param line null if nobody sees it */
    public TimedProgress(@Nullable ProgressLine line, Ticker ticker) {
        this.line = line;
        this.ticker = ticker;
    }

    /** From now on the work takes its time; nobody knows yet how much there is of it. */
    public void begin(String... words) {
        begun = ticker.nanos();
        drawn = begun - REDRAW.toNanos();
        busy(words);
    }

    /** Shows what is done, where nobody knows how much there is of it. */
    public void busy(String... words) {
        if (line != null) {
            line.busy(List.of(words));
        }
    }

    /**
     * Shows the progress some times a second, and at the end.
     *
     * @param share how much of the work is done, from 0 to 1
     * @param words what has been done, the most telling first
     */
    public void update(double share, String... words) {
        long now = ticker.nanos();
        if (line == null || (share < 1 && now - drawn < REDRAW.toNanos())) {
            return;
        }
        drawn = now;
        List<String> all = new ArrayList<>();
        all.add((int) (100 * share) + " %");
        all.addAll(List.of(words));
        TimeLeft.words(Duration.ofNanos(now - begun), share).ifPresent(all::add);
        line.update(share, all);
    }

    /** Removes the line. */
    public void finish() {
        if (line != null) {
            line.clear();
        }
    }
}
