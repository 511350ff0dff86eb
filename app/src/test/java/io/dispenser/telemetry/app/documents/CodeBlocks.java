package io.dispenser.telemetry.app.documents;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.dispenser.telemetry.core.container.CronSchedule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What is wrong with the code of a page, as far as no other program has to be asked. */
final class CodeBlocks {

    /** Kinds that nothing reads but people. */
    static final Map<String, String> UNREAD =
            Map.of("text", "diagrams, what the program prints, and layouts of folders");

    /** Kinds that a test of its own reads. */
    static final Set<String> ELSEWHERE = Set.of("sql", "yaml", "ini");

    private final Configurations configurations;

    /** @param folder where files are put */
    CodeBlocks(Path folder) {
        configurations = new Configurations(folder);
    }

    List<String> problems(Document document) {
        Stream<String> blocks = document.fences().stream()
                .flatMap(fence -> problems(fence).stream().map(problem -> fence.place() + ": " + problem));
        Stream<String> mentions = document.spans().stream()
                .flatMap(span -> Stream.concat(
                                CommandLines.problemOfMention(span.text()).stream(),
                                configurations.problemsOfMention(span.text()).stream())
                        .map(problem -> document.path() + ":" + span.line() + ": " + problem));
        return Stream.concat(blocks, mentions).toList();
    }

    private List<String> problems(Fence fence) {
        String kind = fence.language();
        if (ELSEWHERE.contains(kind)) {
            return List.of();
        }
        return switch (kind) {
            case "" -> List.of("say which language this is");
            case "toml" -> configurations.problems(fence.text());
            case "sh" -> shell(fence.text());
            case "java" ->
                CompiledExamples.java().contains(fence.text())
                        ? List.of()
                        : List.of("this is none of the examples that are compiled");
            case "xml" ->
                CompiledExamples.pom().equals(fence.text())
                        ? List.of()
                        : List.of("these are not the consumer's coordinates");
            case "json" -> json(fence.text()).stream().toList();
            case "properties" -> properties(fence.text());
            case "crontab" -> fence.text().lines().flatMap(CodeBlocks::crontab).toList();
            case "text" ->
                fence.text()
                        .lines()
                        .filter(line -> line.startsWith("dispenser-telemetry "))
                        .map(line -> List.of(line.split(" +", -1)))
                        .flatMap(words -> ProgramLines.problemOfSynopsis(words.subList(1, words.size())).stream())
                        .toList();
            default -> List.of("nobody reads " + kind);
        };
    }

    private static List<String> shell(String text) {
        Optional<String> syntax = syntax(text);
        return syntax.isPresent()
                ? List.of(syntax.get())
                : ShellWords.commands(text).stream()
                        .flatMap(command -> CommandLines.problem(command).stream())
                        .toList();
    }

    /** What a shell says that only reads it. */
    private static Optional<String> syntax(String text) {
        try {
            Process shell =
                    new ProcessBuilder("sh", "-n").redirectErrorStream(true).start();
            shell.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            shell.getOutputStream().close();
            String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return said.isEmpty() ? Optional.empty() : Optional.of(said.strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<String> json(String text) {
        try {
            new JsonMapper().readTree(text);
            return Optional.empty();
        } catch (JacksonException e) {
            return Optional.of(e.getOriginalMessage());
        }
    }

    /** Settings of Trino, which its tests start it with. */
    private static List<String> properties(String text) {
        try {
            String server = Files.readString(Document.ROOT.resolve(
                    "interop-trino/src/test/java/io/dispenser/telemetry/interop/trino/TrinoServer.java"));
            return text.lines()
                    .filter(line -> !server.contains(" " + line + "\n"))
                    .map(line -> "no test starts Trino with " + line)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Five fields, and a command. */
    private static Stream<String> crontab(String line) {
        List<String> words = List.of(line.split(" +", -1));
        try {
            CronSchedule.parse(String.join(" ", words.subList(0, 5)));
            return CommandLines.problem(words.subList(5, words.size())).stream();
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return Stream.of(Objects.requireNonNullElse(e.getMessage(), "no line of a crontab: " + line));
        }
    }
}
