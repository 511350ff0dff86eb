package io.dispenser.telemetry.app.command.setup;

import io.dispenser.telemetry.app.command.process.ExitCode;
import io.dispenser.telemetry.app.output.Printable;
import io.dispenser.telemetry.app.output.Terminal;
import io.dispenser.telemetry.app.output.WrappedText;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** One line a thing that was looked at: its name, how it is, and what there is to say. */
final class VerdictLines {

    private static final int NAME_WIDTH = 26;
    private static final int NARROWEST = 60;
    private static final int INDENT = 4;

    private final PrintStream out;
    private final Terminal terminal;
    private int exitCode = ExitCode.OK;

    VerdictLines(PrintStream out, Terminal terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    void good(String name, String words) {
        line(name, Terminal.Style.GREEN, "ok    ", words);
    }

    /** What works, but for something. */
    void limited(String name, String words) {
        line(name, Terminal.Style.YELLOW, "WARN  ", words);
    }

    /** The exit code of the worst thing is that of all: a wrong configuration is worse than a failure. */
    void bad(String name, String words, int code) {
        exitCode = Math.max(exitCode, code);
        line(name, Terminal.Style.RED, "FAILED", words);
    }

    int exitCode() {
        return exitCode;
    }

    private void line(String name, Terminal.Style style, String verdict, String words) {
        String begin = String.format(Locale.ROOT, "%-" + NAME_WIDTH + "s  ", name);
        List<String> lines = WrappedText.lines(
                begin + verdict + "  " + Printable.oneLine(words), Math.max(terminal.width(), NARROWEST), INDENT);
        out.println(
                begin + terminal.styled(style, verdict) + lines.get(0).substring(begin.length() + verdict.length()));
        lines.stream().skip(1).forEach(out::println);
    }
}
