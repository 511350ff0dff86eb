package io.dispenser.telemetry.distribution;

import io.dispenser.telemetry.app.command.CommandContext;
import io.dispenser.telemetry.app.command.DispenserTelemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/** Writes what shells and {@code man} know of the command line: a script of completion, and a page in AsciiDoc for each command. */
final class CommandDocuments {

    private CommandDocuments() {}

    /** Writes them into the directory that the only argument names. */
    public static void main(String[] arguments) throws IOException {
        Path directory = Files.createDirectories(Path.of(arguments[0]));
        CommandLine commands = DispenserTelemetry.commandLine(CommandContext.ofProcess());
        String name = commands.getCommandName();
        Files.writeString(directory.resolve(name + ".bash"), AutoComplete.bash(name, commands));
        int failed = ManPageGenerator.generateManPage(
                directory.toFile(), null, new boolean[] {false}, false, commands.getCommandSpec());
        if (failed != 0) {
            throw new IOException("picocli could not write the pages of " + name + " into " + directory);
        }
    }
}
