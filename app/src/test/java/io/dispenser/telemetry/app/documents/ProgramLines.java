package io.dispenser.telemetry.app.documents;

import io.dispenser.telemetry.app.command.DispenserTelemetry;
import io.dispenser.telemetry.app.command.process.CommandContext;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;

/** What pages say that this program can be asked for, put to its own command line. */
final class ProgramLines {

    private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--?[a-z][a-z-]*");

    private ProgramLines() {}

    /** What is wrong with a whole command line. */
    static Optional<String> problem(List<String> arguments) {
        return parse(arguments, true);
    }

    /** What is wrong with a mention, which may leave out what is needed, and name alternatives: {@code spool ls|cat}. */
    static Optional<String> problemOfMention(List<String> arguments) {
        return alternatives(arguments)
                .flatMap(each -> parse(each, false).stream())
                .findFirst();
    }

    /** What is wrong with a line that says how the program can be used: {@code tables [-c FILE | -d DIR]}. */
    static Optional<String> problemOfSynopsis(List<String> words) {
        CommandLine command = DispenserTelemetry.commandLine(CommandContext.ofProcess());
        int rest = 0;
        for (String word : words) {
            Optional<CommandLine> below =
                    Optional.ofNullable(command.getSubcommands().get(word));
            if (below.isEmpty()) {
                break;
            }
            command = below.get();
            rest++;
        }
        if (rest == 0 && !words.isEmpty() && !words.get(0).startsWith("-")) {
            return Optional.of("there is no command " + words.get(0));
        }
        CommandLine.Model.CommandSpec spec = command.getCommandSpec();
        return OPTION.matcher(String.join(" ", words.subList(rest, words.size())))
                .results()
                .map(found -> found.group())
                .filter(option -> spec.findOption(option) == null)
                .findFirst()
                .map(option -> spec.qualifiedName() + " has no " + option);
    }

    /** The program's commands, without those below which there are others: {@code spool ls}. */
    static List<String> commands() {
        return commands("", DispenserTelemetry.commandLine(CommandContext.ofProcess()))
                .toList();
    }

    private static Stream<String> commands(String prefix, CommandLine command) {
        return command.getSubcommands().entrySet().stream().flatMap(each -> {
            String name = prefix + each.getKey();
            Stream<String> below = commands(name + " ", each.getValue());
            return each.getValue().getSubcommands().isEmpty() || each.getKey().equals("tables")
                    ? Stream.concat(Stream.of(name), below)
                    : below;
        });
    }

    private static Optional<String> parse(List<String> arguments, boolean whole) {
        try {
            DispenserTelemetry.commandLine(CommandContext.ofProcess()).parseArgs(arguments.toArray(String[]::new));
            return Optional.empty();
        } catch (MissingParameterException e) {
            return whole ? Optional.of(String.valueOf(e.getMessage())) : Optional.empty();
        } catch (ParameterException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static Stream<List<String>> alternatives(List<String> words) {
        Stream<List<String>> all = Stream.of(List.of());
        for (String word : words) {
            List<String> choices = List.of(word.split("\\|", -1));
            all = all.flatMap(before -> choices.stream()
                    .map(choice ->
                            Stream.concat(before.stream(), Stream.of(choice)).toList()));
        }
        return all;
    }
}
