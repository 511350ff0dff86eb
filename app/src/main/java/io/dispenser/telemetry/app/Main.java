package io.dispenser.telemetry.app;

import io.dispenser.telemetry.app.command.DispenserTelemetry;
import io.dispenser.telemetry.app.command.process.CommandContext;
import io.dispenser.telemetry.core.net.ProxyServer;
import java.util.Locale;

/** The program's entry point. */
public final class Main {

    private Main() {}

    /** Runs the command line and ends the process with its exit code. */
    public static void main(String[] arguments) {
        // Before any other class is loaded: libraries write numbers into file names as the host's locale has them.
        Locale.setDefault(Locale.ROOT);
        // Before any of the JDK's HTTP classes is: a proxy's user and password are sent to nobody else, and in no other
        // way.
        System.setProperty(ProxyServer.DISABLED_SCHEMES, "");
        System.exit(DispenserTelemetry.execute(CommandContext.ofProcess(), arguments));
    }
}
