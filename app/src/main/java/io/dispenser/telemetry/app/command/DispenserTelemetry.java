package io.dispenser.telemetry.app.command;

import io.dispenser.telemetry.app.host.ProgramVersion;
import io.dispenser.telemetry.app.logging.ProgramLogging;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The program's command line. */
@Command(
        name = "dispenser-telemetry",
        description = "Deployments and the state of this host's containers, in two Delta Lake tables.",
        versionProvider = DispenserTelemetry.Version.class,
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything was done",
            "1:something failed",
            "2:the arguments or the configuration have to be changed"
        })
public final class DispenserTelemetry {

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Log more, and print the stack trace of an unexpected failure.")
    private boolean verbose;

    private DispenserTelemetry() {}

    /**
     * Runs one command.
     *
     * @return its exit code
     */
    public static int execute(Surroundings surroundings, String... arguments) {
        DispenserTelemetry program = new DispenserTelemetry();
        return new CommandLine(program)
                .addSubcommand(new RunCommand(surroundings))
                .addSubcommand(new DemoCommand(surroundings))
                .addSubcommand(new CheckCommand(surroundings))
                .addSubcommand(new RecordCommand(surroundings))
                .addSubcommand(new ShowCommand(surroundings))
                .addSubcommand(new TablesCommand(surroundings))
                .addSubcommand(new MaintainCommand(surroundings))
                .addSubcommand(SpoolCommand.of(surroundings))
                .setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setExecutionStrategy(parsed -> {
                    if (program.verbose) {
                        ProgramLogging.verbose();
                    }
                    return new CommandLine.RunLast().execute(parsed);
                })
                .setExecutionExceptionHandler((failure, command, parsed) -> program.explain(failure, surroundings))
                .execute(arguments.length == 0 ? new String[] {"--help"} : arguments);
    }

    private int explain(Exception failure, Surroundings surroundings) {
        if (failure instanceof CommandFailure known) {
            known.lines().forEach(surroundings.err()::println);
            return known.exitCode();
        }
        if (failure instanceof InterruptedException) {
            return ExitCode.FAILURE;
        }
        surroundings.err().println("dispenser-telemetry: unexpected failure: " + failure);
        if (verbose) {
            failure.printStackTrace(surroundings.err());
        } else {
            surroundings.err().println("This should not happen; run it again with --verbose for the details.");
        }
        return ExitCode.FAILURE;
    }

    /** The answer to {@code --version}. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"dispenser-telemetry " + ProgramVersion.number()};
        }
    }
}
