package io.dispenser.telemetry.app.command;

import io.dispenser.telemetry.app.host.ProgramVersion;
import io.dispenser.telemetry.app.logging.ProgramLogging;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
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
            description = "Log what is decided and why, and print the stack trace of an unexpected failure.")
    private boolean verbose;

    private DispenserTelemetry() {}

    /**
     * Runs one command.
     *
     * @return its exit code
     */
    public static int execute(CommandContext context, String... arguments) {
        return commandLine(context).execute(arguments.length == 0 ? new String[] {"--help"} : arguments);
    }

    /** All commands; also what manuals and shell completion are made from. */
    public static CommandLine commandLine(CommandContext context) {
        DispenserTelemetry program = new DispenserTelemetry();
        return new CommandLine(program)
                .addSubcommand(new RunCommand(context))
                .addSubcommand(new InitCommand(context))
                .addSubcommand(new DemoCommand(context))
                .addSubcommand(new CheckCommand(context))
                .addSubcommand(new StatusCommand(context))
                .addSubcommand(new RecordCommand(context))
                .addSubcommand(new ShowCommand(context))
                .addSubcommand(new ReportCommand(context, InstantSource.system()))
                .addSubcommand(TablesCommand.of(context))
                .addSubcommand(new MaintainCommand(context))
                .addSubcommand(SpoolCommand.of(context))
                .setOut(new PrintWriter(context.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(context.err(), true, StandardCharsets.UTF_8))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setExecutionStrategy(parsed -> {
                    if (program.verbose) {
                        ProgramLogging.verbose();
                    }
                    return new CommandLine.RunLast().execute(parsed);
                })
                .setParameterExceptionHandler((failure, arguments) -> {
                    context.complain(words(failure));
                    return ExitCode.USAGE;
                })
                .setExecutionExceptionHandler((failure, command, parsed) -> program.explain(failure, context));
    }

    /** What is wrong with the arguments, in one line: a page of help would push it out of sight. */
    private static String words(CommandLine.ParameterException failure) {
        CommandLine command = failure.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        StringBuilder words = new StringBuilder();
        if (failure instanceof CommandLine.UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            String kind = unmatched.isUnknownOption()
                    ? "option"
                    : command.getSubcommands().isEmpty() ? "argument" : "command";
            words.append(name)
                    .append(" has no ")
                    .append(kind)
                    .append(" ")
                    .append(unmatched.getUnmatched().get(0));
            List<String> alike = unmatched.getSuggestions();
            if (!alike.isEmpty()) {
                words.append("; did you mean ")
                        .append(String.join(" or ", alike))
                        .append("?");
            }
        } else {
            words.append(failure.getMessage());
        }
        return words.append(" (")
                .append(name)
                .append(" --help tells what there is)")
                .toString();
    }

    private int explain(Exception failure, CommandContext context) {
        if (failure instanceof CommandFailure known) {
            known.lines().forEach(context::complain);
            return known.exitCode();
        }
        if (failure instanceof InterruptedException) {
            return ExitCode.FAILURE;
        }
        context.complain("dispenser-telemetry: unexpected failure: " + failure);
        if (verbose) {
            failure.printStackTrace(context.err());
        } else {
            context.complain("This should not happen; run it again with --verbose for the details.");
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
