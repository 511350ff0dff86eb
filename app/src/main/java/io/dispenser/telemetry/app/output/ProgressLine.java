package io.dispenser.telemetry.app.output;

import static java.util.Objects.requireNonNull;

import java.io.PrintStream;
import java.util.List;

/**
 * Shows how far a piece of work is: on a terminal one line that is rewritten, elsewhere a line now and then, so that a
 * log is not flooded. Safe for several threads, such as one that counts and one that has something to say.
 */
public final class ProgressLine {

    private static final int BAR = 20;
    private static final int LINES_IN_A_LOG = 4;

    private final PrintStream out;
    private final Terminal terminal;
    private String current = "";
    private int loggedParts;

    /** A progress that nothing shows yet. */
    public ProgressLine(PrintStream out, Terminal terminal) {
        this.out = requireNonNull(out, "out");
        this.terminal = requireNonNull(terminal, "terminal");
    }

    /**
     * Shows the progress.
     *
     * @param share how much of the work is done, from 0 to 1; what is beyond counts as its end
     * @param words what has been done, the most telling first, such as {@code 8/20 s} and {@code 12 deployments}
     */
    public synchronized void update(double share, List<String> words) {
        double done = Math.max(0, Math.min(share, 1));
        String text = String.join(terminal.unicode() ? " · " : ", ", words);
        if (terminal.interactive()) {
            String bar = bar((int) (done * BAR));
            rewrite(bar + " " + text);
            return;
        }
        int parts = (int) (done * LINES_IN_A_LOG);
        if (parts > loggedParts) {
            loggedParts = parts;
            out.println(text);
        }
    }

    /** Writes a line of its own, above the progress on a terminal. */
    public synchronized void say(String text) {
        String line = Printable.oneLine(text);
        if (!terminal.interactive()) {
            out.println(line);
            return;
        }
        String progress = current;
        rewrite("");
        out.println(line);
        rewrite(progress);
    }

    /** Takes the line away: what it told of is done, and told in other words. */
    public synchronized void clear() {
        if (!current.isEmpty()) {
            rewrite("");
        }
        loggedParts = 0;
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
