package io.dispenser.telemetry.distribution;

import io.dispenser.telemetry.app.command.DispenserTelemetry;
import io.dispenser.telemetry.app.command.process.CommandContext;
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
        nameNotes(commands);
        String name = commands.getCommandName();
        Files.writeString(directory.resolve(name + ".bash"), AutoComplete.bash(name, commands));
        int failed = ManPageGenerator.generateManPage(
                directory.toFile(), null, new boolean[0], false, commands.getCommandSpec());
        if (failed != 0) {
            throw new IOException("picocli could not write the pages of " + name + " into " + directory);
        }
    }

    /** A page has what a help ends with only below a heading, and there is none in the help. */
    private static void nameNotes(CommandLine command) {
        command.getCommandSpec().usageMessage().footerHeading("Notes%n");
        command.getSubcommands().values().forEach(CommandDocuments::nameNotes);
    }
}
