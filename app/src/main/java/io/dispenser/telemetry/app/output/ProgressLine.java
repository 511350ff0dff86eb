package io.dispenser.telemetry.app.output;

import static java.util.Objects.requireNonNull;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/**
 * Shows how far a run of known length is: on a terminal one line that is rewritten, elsewhere a line now and then, so that a
 * log is not flooded. Safe for several threads, such as one that counts and one that has something to say.
 */
public final class ProgressLine {

    private static final int BAR = 20;
    private static final int LINES_IN_A_LOG = 4;

    private final PrintStream out;
    private final Terminal terminal;
    private final Duration total;
    private String current = "";
    private int loggedParts;

    /**
     * A progress that nothing shows yet.
     *
     * @param total how long the run takes
     */
    public ProgressLine(PrintStream out, Terminal terminal, Duration total) {
        if (total.isNegative() || total.isZero()) {
            throw new IllegalArgumentException("a run takes some time, not " + total);
        }
        this.out = requireNonNull(out, "out");
        this.terminal = requireNonNull(terminal, "terminal");
        this.total = total;
    }

    /**
     * Shows the progress.
     *
     * @param elapsed since the beginning of the run; what is longer than the run counts as its end
     * @param counts what has been done, such as {@code 12 deployments}
     */
    public synchronized void update(Duration elapsed, List<String> counts) {
        long totalMillis = total.toMillis();
        long doneMillis = Math.max(0, Math.min(elapsed.toMillis(), totalMillis));
        String numbers = doneMillis / 1000 + "/" + totalMillis / 1000 + " s";
        String separator = terminal.unicode() ? " · " : ", ";
        String text = counts.isEmpty() ? numbers : numbers + separator + String.join(separator, counts);
        if (terminal.interactive()) {
            rewrite(bar((int) (doneMillis * BAR / totalMillis)) + " " + text);
            return;
        }
        int parts = (int) (doneMillis * LINES_IN_A_LOG / totalMillis);
        if (parts > loggedParts) {
            loggedParts = parts;
            out.println(text);
        }
    }

    /** Writes a line of its own, above the progress on a terminal. */
    public synchronized void say(String line) {
        if (!terminal.interactive()) {
            out.println(line);
            return;
        }
        String progress = current;
        rewrite("");
        out.println(line);
        rewrite(progress);
    }

    /** Ends the line, so that what follows begins on the next one. The progress can be shown anew afterwards. */
    public synchronized void finish() {
        if (!current.isEmpty()) {
            out.println();
            current = "";
        }
        out.flush();
    }

    private static String bar(int done) {
        String tip = done < BAR ? ">" : "";
        return "[" + "=".repeat(done) + tip + " ".repeat(BAR - done - tip.length()) + "]";
    }

    /** Rewrites with spaces and carriage returns only, which every terminal understands. */
    private void rewrite(String text) {
        String line = DisplayWidth.cut(text, terminal.width() - 1, terminal.ellipsis());
        out.print("\r" + " ".repeat(DisplayWidth.of(current)) + "\r" + line);
        out.flush();
        current = line;
    }
}
