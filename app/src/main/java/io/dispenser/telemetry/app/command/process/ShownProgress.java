package io.dispenser.telemetry.app.command.process;

import io.dispenser.telemetry.app.output.ProgressLine;
import io.dispenser.telemetry.app.output.Terminal;
import java.io.PrintStream;

/** The line of a terminal that shows how far a command is: it follows the terminal's size, and goes with the program. */
public final class ShownProgress {

    private ShownProgress() {}

    /** The one of this process's terminal, or of a log. */
    public static ProgressLine on(PrintStream out, Terminal terminal) {
        ProgressLine line = new ProgressLine(out, terminal);
        if (terminal.interactive()) {
            SignalHandler.atResize(line::resized);
            // Ctrl-C must not leave half a line before the shell's next prompt.
            Runtime.getRuntime().addShutdownHook(new Thread(line::close, "progress-end"));
        }
        return line;
    }
}
