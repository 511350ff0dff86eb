package io.dispenser.telemetry.app.command.setup;

import io.dispenser.telemetry.app.command.process.CommandContext;
import io.dispenser.telemetry.app.command.process.CommandFailure;
import io.dispenser.telemetry.app.command.process.ExitCode;
import io.dispenser.telemetry.app.config.SampleConfiguration;
import io.dispenser.telemetry.core.storage.DiskError;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a configuration to begin with. */
@Command(
        name = "init",
        description =
                "Writes a configuration with every setting and its meaning, and says what to do next. A file that is there"
                        + " stays as it is.")
public final class InitCommand implements Callable<Integer> {

    private static final Pattern PLAIN_WORD = Pattern.compile("[\\p{L}\\p{N}_./:@%+,=-]+");

    private final CommandContext context;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            defaultValue = "dispenser.toml",
            description = "The file. Default: ${DEFAULT-VALUE}")
    private Path file;

    @Option(
            names = "--tables",
            paramLabel = "URI",
            defaultValue = "tables",
            description =
                    "Where the tables are to be: s3://, gs://, az:// or file://, or a directory, relative to the file. Default:"
                            + " ${DEFAULT-VALUE}")
    private String tables;

    @SuppressWarnings("NullAway.Init") // picocli sets the defaults
    public InitCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws CommandFailure {
        if (file.toString().isEmpty()) {
            throw new CommandFailure(
                    ExitCode.USAGE, "the name of the file is empty; name one, or leave it out for dispenser.toml");
        }
        try {
            Files.writeString(file, SampleConfiguration.text(tables), StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            throw new CommandFailure(
                    ExitCode.FAILURE,
                    file + " is there already and stays as it is; name another file, or add a [telemetry] section to it"
                            + " (dispenser-telemetry check says what is missing)");
        } catch (NoSuchFileException e) {
            throw new CommandFailure(
                    ExitCode.FAILURE,
                    file + " can't be written: its folder is not there; make it, or name a file in another one");
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.FAILURE, file + " can't be written: " + DiskError.explained(e, file.toAbsolutePath()));
        }
        PrintStream out = context.out();
        out.println("Wrote " + file + ": all containers of this host, into " + tables + ". Next:");
        out.println();
        String word = forShell(file.toString());
        out.println("  dispenser-telemetry check -c " + word + "    tries the engine, the spool and both tables");
        out.println("  dispenser-telemetry run -c " + word + "      observes, until SIGTERM or SIGINT");
        out.println("  dispenser-telemetry show -c " + word + "     prints the newest rows");
        return ExitCode.OK;
    }

    /** One word to a shell, as it is or in quotes: what is printed is there to be copied. */
    private static String forShell(String word) {
        return PLAIN_WORD.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
