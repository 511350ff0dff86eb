package io.dispenser.telemetry.app.command;

import java.util.List;

/** Ends a command with an exit code and lines for the user, who needs no stack trace. */
final class CommandFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final int exitCode;
    private final transient List<String> lines;

    CommandFailure(int exitCode, List<String> lines) {
        super(String.join(System.lineSeparator(), lines));
        this.exitCode = exitCode;
        this.lines = List.copyOf(lines);
    }

    CommandFailure(int exitCode, String line) {
        this(exitCode, List.of(line));
    }

    int exitCode() {
        return exitCode;
    }

    List<String> lines() {
        return lines;
    }
}
