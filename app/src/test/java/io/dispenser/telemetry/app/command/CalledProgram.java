package io.dispenser.telemetry.app.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dispenser.telemetry.app.command.process.CommandContext;
import io.dispenser.telemetry.app.storage.InstalledAdapters;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The program, called as a person calls it; it keeps what the last call said. */
public final class CalledProgram {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /**
     * Calls it in an environment without variables, with the storage adapters of the class path.
     *
     * @return its exit code
     */
    public int execute(Path home, String... arguments) {
        return execute(home, Map.of(), InstalledAdapters.ofProcess(), arguments);
    }

    /** The same elsewhere. */
    public int execute(Path home, Map<String, String> environment, InstalledAdapters adapters, String... arguments) {
        out.reset();
        err.reset();
        CommandContext context = new CommandContext(
                environment, home, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), adapters);
        return DispenserTelemetry.execute(context, arguments);
    }

    /** The answer. */
    public String out() {
        return out.toString(UTF_8);
    }

    /** The answer, line by line. */
    public List<String> outLines() {
        return out().lines().toList();
    }

    /** The complaints. */
    public String err() {
        return err.toString(UTF_8);
    }

    /** The complaints, line by line. */
    public List<String> errLines() {
        return err().lines().toList();
    }
}
