package io.dispenser.telemetry.app.command.process;

/** What the program's exit codes mean. */
public final class ExitCode {

    /** Everything was done. */
    public static final int OK = 0;

    /** Something failed that the arguments and the configuration are not to blame for. */
    public static final int FAILURE = 1;

    /** The arguments, the configuration or the place of the spool have to be changed. */
    public static final int USAGE = 2;

    /** There is no agent to be asked. */
    public static final int NO_AGENT = 3;

    private ExitCode() {}
}
