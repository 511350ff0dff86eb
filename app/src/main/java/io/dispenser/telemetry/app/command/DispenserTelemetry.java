package io.dispenser.telemetry.app.command;

import io.dispenser.telemetry.app.command.agent.RecordCommand;
import io.dispenser.telemetry.app.command.agent.StatusCommand;
import io.dispenser.telemetry.app.command.demo.DemoCommand;
import io.dispenser.telemetry.app.command.process.CommandContext;
import io.dispenser.telemetry.app.command.process.CommandFailure;
import io.dispenser.telemetry.app.command.process.ExitCode;
import io.dispenser.telemetry.app.command.report.ReportCommand;
import io.dispenser.telemetry.app.command.run.RunCommand;
import io.dispenser.telemetry.app.command.setup.CheckCommand;
import io.dispenser.telemetry.app.command.setup.InitCommand;
import io.dispenser.telemetry.app.command.spool.SpoolCommand;
import io.dispenser.telemetry.app.command.table.MaintainCommand;
import io.dispenser.telemetry.app.command.table.ShowCommand;
import io.dispenser.telemetry.app.command.table.TablesCommand;
import io.dispenser.telemetry.app.host.ProgramVersion;
import io.dispenser.telemetry.app.logging.ProgramLogging;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
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

    /** By name, in the order of the help. Each is made when it is asked for: to read the annotations of all takes longer than most do. */
    private static final Map<String, Function<CommandContext, Object>> COMMANDS = commands();

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Log what is decided and why, and print the stack trace of an unexpected failure.")
    private boolean verbose;

    private DispenserTelemetry() {}

    private static Map<String, Function<CommandContext, Object>> commands() {
        Map<String, Function<CommandContext, Object>> commands = new LinkedHashMap<>();
        commands.put("run", RunCommand::new);
        commands.put("init", InitCommand::new);
        commands.put("demo", DemoCommand::new);
        commands.put("check", CheckCommand::new);
        commands.put("status", StatusCommand::new);
        commands.put("record", RecordCommand::new);
        commands.put("show", ShowCommand::new);
        commands.put("report", context -> new ReportCommand(context, InstantSource.system()));
        commands.put("tables", TablesCommand::of);
        commands.put("maintain", MaintainCommand::new);
        commands.put("spool", SpoolCommand::of);
        return Collections.unmodifiableMap(commands);
    }

    /**
     * Runs one command.
     *
     * @return its exit code
     */
    public static int execute(CommandContext context, String... arguments) {
        int exitCode = commandLine(context, asked(arguments))
                .execute(arguments.length == 0 ? new String[] {"--help"} : arguments);
        Optional<String> lost = context.lostAnswer();
        lost.ifPresent(reason -> context.complain(
                "the standard output can't be written (" + reason + "); what is there is not the whole answer"));
        return lost.isPresent() && exitCode == ExitCode.OK ? ExitCode.FAILURE : exitCode;
    }

    /** All commands; also what manuals and shell completion are made from. */
    public static CommandLine commandLine(CommandContext context) {
        return commandLine(context, COMMANDS.keySet());
    }

    /** The command that the arguments begin with; else all of them, for the help and for what is mistyped. */
    private static Set<String> asked(String... arguments) {
        return arguments.length > 0 && COMMANDS.containsKey(arguments[0]) ? Set.of(arguments[0]) : COMMANDS.keySet();
    }

    private static CommandLine commandLine(CommandContext context, Set<String> names) {
        DispenserTelemetry program = new DispenserTelemetry();
        CommandLine commandLine = new CommandLine(program);
        COMMANDS.forEach((name, command) -> {
            if (names.contains(name)) {
                commandLine.addSubcommand(name, command.apply(context));
            }
        });
        return commandLine
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
