package io.dispenser.telemetry.app.output;

import static java.util.Objects.requireNonNull;

import java.io.PrintStream;
import java.util.List;
import java.util.OptionalInt;

/**
 * Shows how far a piece of work is: on a terminal one line that is rewritten, elsewhere a line now and then, so that a
 * log is not flooded. It stays narrower than the terminal, also when that is made narrower. Safe for several threads, such as one
 * that counts and one that has something to say.
 */
public final class ProgressLine {

    private static final int BAR = 20;
    private static final int SHORT_BAR = 10;
    private static final int WIDE_ENOUGH = 60;
    private static final int NARROW = 40;
    private static final int LINES_IN_A_LOG = 4;

    private final PrintStream out;
    private Terminal terminal;
    private String current = "";
    private int loggedParts;
    private boolean closed;

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
        if (terminal.interactive()) {
            rewrite(bar(done) + text(words));
            return;
        }
        int parts = (int) (done * LINES_IN_A_LOG);
        if (parts > loggedParts) {
            loggedParts = parts;
            out.println(text(words));
        }
    }

    /** Shows on a terminal what is done, where nobody knows how much there is of it; a log is spared. */
    public synchronized void busy(List<String> words) {
        if (terminal.interactive()) {
            rewrite(text(words));
        }
    }

    /** Writes a line of its own, above the progress on a terminal. */
    public synchronized void say(String text) {
        aside(() -> out.println(Printable.oneLine(text)));
    }

    /** Lets {@code writing} write whole lines to the terminal, by whichever stream, above the progress. */
    public synchronized void aside(Runnable writing) {
        String progress = current;
        if (!progress.isEmpty()) {
            rewrite("");
        }
        writing.run();
        if (!progress.isEmpty()) {
            rewrite(progress);
        }
    }

    /** The terminal has another size: asks for it, and from now on keeps within it. */
    public void resized() {
        OptionalInt columns = TerminalSize.columns();
        if (columns.isPresent()) {
            resized(columns.getAsInt());
        }
    }

    synchronized void resized(int columns) {
        terminal = terminal.wide(columns);
        String progress = current;
        if (DisplayWidth.of(progress) >= terminal.width()) {
            // It is in several lines by now, or cut: terminals differ, so that it is left as it is, and goes on below.
            finish();
            rewrite(progress);
        }
    }

    /** Takes the line away: what it told of is done, and told in other words. */
    public synchronized void clear() {
        if (!current.isEmpty()) {
            rewrite("");
        }
        loggedParts = 0;
    }

    /** Takes the line away for good: whatever comes later is not shown. */
    public synchronized void close() {
        clear();
        closed = true;
    }

    /** Ends the line, so that what follows begins on the next one. The progress can be shown anew afterwards. */
    public synchronized void finish() {
        if (!current.isEmpty()) {
            out.println();
            current = "";
        }
        out.flush();
    }

    private String text(List<String> words) {
        return Printable.oneLine(String.join(terminal.unicode() ? " · " : ", ", words));
    }

    /** As much of a bar as leaves room for the words. */
    private String bar(double share) {
        if (terminal.width() <= NARROW) {
            return "";
        }
        int length = terminal.width() < WIDE_ENOUGH ? SHORT_BAR : BAR;
        int done = (int) (share * length);
        String tip = done < length ? ">" : "";
        return "[" + "=".repeat(done) + tip + " ".repeat(length - done - tip.length()) + "] ";
    }

    /** Rewrites with spaces and carriage returns only, which every terminal understands. */
    private void rewrite(String text) {
        String line = DisplayWidth.cut(text, terminal.width() - 1, terminal.ellipsis());
        if (closed || line.equals(current)) {
            return;
        }
        out.print("\r" + " ".repeat(DisplayWidth.of(current)) + "\r" + line);
        out.flush();
        current = line;
    }
}
