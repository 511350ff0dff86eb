package io.dispenser.telemetry.app;

import io.dispenser.telemetry.app.command.DispenserTelemetry;
import io.dispenser.telemetry.app.command.Surroundings;

/** The program's entry point. */
public final class Main {

    private Main() {}

    /** Runs the command line and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(DispenserTelemetry.execute(Surroundings.ofProcess(), arguments));
    }
}
