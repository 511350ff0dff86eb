package io.dispenser.telemetry.app.documents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Commands of pages: those of this project are asked whether they know what they are told, others have to be known by name. */
final class CommandLines {

    private static final String PROGRAM = "dispenser-telemetry";

    /** What else is run: a word that is none of these is mistyped, or has to be added. */
    private static final Set<String> OTHERS = Set.of(
            "apt",
            "cd",
            "dnf",
            "docker",
            "eval",
            "flock",
            "ln",
            "rm",
            "spark-submit",
            "systemctl",
            "tar",
            "userdel",
            "usermod");

    private static final Pattern ASSIGNMENT = Pattern.compile("[A-Z_]+=.*", Pattern.DOTALL);
    private static final Pattern MAVEN = Pattern.compile("-(pl|P|Dtest=)\\s*(\\S+)");
    private static final Pattern PATH = Pattern.compile("(\\./)?[\\w.-]+(/[\\w.-]+)*");
    private static final Set<String> FOLDERS = Set.of(".ci", "benchmarks", "distribution");

    private CommandLines() {}

    /** What is wrong with a command of a block. */
    static Optional<String> problem(List<String> words) {
        List<String> command = withoutPrefixes(words);
        if (command.isEmpty()) {
            return Optional.empty();
        }
        String name = command.get(0).replaceFirst("^\\./", "");
        if (name.equals(PROGRAM)) {
            return ProgramLines.problem(command.subList(1, command.size()));
        }
        return OTHERS.contains(name) ? Optional.empty() : problemOfOurs(name, command);
    }

    /** What is wrong with what stands between backticks, if it is a command. */
    static Optional<String> problemOfMention(String span) {
        List<String> words = withoutPrefixes(List.of(span.split(" ", -1)));
        String name = words.isEmpty() ? "" : words.get(0).replaceFirst("^\\./", "");
        if (name.equals(PROGRAM)) {
            return ProgramLines.problemOfMention(words.subList(1, words.size()));
        }
        boolean ours = name.equals("mvnw") || FOLDERS.stream().anyMatch(folder -> name.startsWith(folder + "/"));
        return ours && PATH.matcher(name).matches() ? problemOfOurs(name, words) : Optional.empty();
    }

    private static Optional<String> problemOfOurs(String name, List<String> command) {
        Path file = Document.ROOT.resolve(name);
        if (name.contains("/target")) {
            return Optional.empty(); // made by the build
        }
        if (!Files.exists(file)) {
            return Optional.of("there is no command " + name);
        }
        if (name.equals("mvnw")) {
            return problemOfMaven(String.join(" ", command));
        }
        return name.equals("benchmarks/run") || name.equals(".ci/long")
                ? command.stream()
                        .skip(1)
                        .findFirst()
                        .filter(what -> !what.equals("…") && !knows(file, what))
                        .map(what -> name + " knows no " + what)
                : Optional.empty();
    }

    private static Optional<String> problemOfMaven(String command) {
        Matcher argument = MAVEN.matcher(command);
        while (argument.find()) {
            String value = argument.group(2).replace("'", "");
            boolean known =
                    switch (argument.group(1)) {
                        case "pl" ->
                            Stream.of(value.split(",", -1))
                                    .allMatch(module -> Files.exists(Document.ROOT.resolve(module + "/pom.xml")));
                        case "P" -> text(Document.ROOT.resolve("pom.xml")).contains("<id>" + value + "</id>");
                        default -> true;
                    };
            if (!known) {
                return Optional.of("the build has no " + value);
            }
        }
        return Optional.empty();
    }

    /** A script's words are the labels of its cases, or its functions. */
    private static boolean knows(Path script, String word) {
        return Pattern.compile("(?m)^( *([\\w-]+ \\| )*" + Pattern.quote(word) + "( \\| [\\w-]+)*\\)|"
                        + Pattern.quote(word) + "\\(\\))")
                .matcher(text(script))
                .find();
    }

    /** Without variables, {@code sudo} and {@code systemd-run}, and their options. */
    private static List<String> withoutPrefixes(List<String> words) {
        List<String> rest = new ArrayList<>(words);
        while (!rest.isEmpty()) {
            String first = rest.get(0);
            if (first.equals("sudo") || first.equals("systemd-run")) {
                rest.remove(0);
                while (!rest.isEmpty() && rest.get(0).startsWith("-")) {
                    String option = rest.remove(0);
                    if ((option.equals("-u") || option.equals("-p")) && !rest.isEmpty()) {
                        rest.remove(0);
                    }
                }
            } else if (ASSIGNMENT.matcher(first).matches()) {
                rest.remove(0);
            } else {
                break;
            }
        }
        return rest;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
