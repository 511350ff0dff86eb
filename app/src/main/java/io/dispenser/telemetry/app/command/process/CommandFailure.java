package io.dispenser.telemetry.app.command.process;

import java.util.List;

/** Ends a command with an exit code and lines for the user, who needs no stack trace. */
public final class CommandFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final int exitCode;
    private final transient List<String> lines;

    /**
     * @param exitCode one of {@link ExitCode}
     * @param lines what is wrong and what to do, as the user reads it
     */
    public CommandFailure(int exitCode, List<String> lines) {
        super(String.join(System.lineSeparator(), lines));
        this.exitCode = exitCode;
        this.lines = List.copyOf(lines);
    }

    /** The same in one line. */
    public CommandFailure(int exitCode, String line) {
        this(exitCode, List.of(line));
    }

    public int exitCode() {
        return exitCode;
    }

    public List<String> lines() {
        return lines;
    }
}
