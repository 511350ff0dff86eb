package io.dispenser.telemetry.app.command.process;

import io.dispenser.telemetry.app.output.AnswerStream;
import io.dispenser.telemetry.app.output.Printable;
import io.dispenser.telemetry.app.storage.InstalledAdapters;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a command finds around it.
 *
 * @param environment environment variables
 * @param home the user's home folder
 * @param out where answers go
 * @param err where complaints go
 * @param storageAdapters the storage adapters that are installed
 */
public record CommandContext(
        Map<String, String> environment,
        Path home,
        PrintStream out,
        PrintStream err,
        InstalledAdapters storageAdapters) {

    /** Those of this process. */
    public static CommandContext ofProcess() {
        return new CommandContext(
                System.getenv(),
                Path.of(System.getProperty("user.home")),
                AnswerStream.ofProcess(),
                System.err,
                InstalledAdapters.ofProcess());
    }

    /** Why not all of the answer got to where answers go; empty if it did, as far as that is known. */
    public Optional<String> lostAnswer() {
        return out instanceof AnswerStream answers ? answers.trouble() : Optional.empty();
    }

    /** Says a line on the side of complaints; what it quotes of engines, stores and files is made harmless. */
    public void complain(String line) {
        err.println(Printable.oneLine(line));
    }

    /** Tells of folders among the storage adapters' that hold none. */
    public void warnOfAdapterFolders() {
        storageAdapters.warnings().forEach(warning -> complain("warning: " + warning));
    }
}
