package io.dispenser.telemetry.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispenser.telemetry.app.logging.ByteSize;
import io.dispenser.telemetry.app.logging.Count;
import io.dispenser.telemetry.app.logging.Elapsed;
import io.dispenser.telemetry.app.output.Printable;
import io.dispenser.telemetry.app.output.Terminal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Asks the agent that runs how it is. */
@Command(
        name = "status",
        description = "Asks the agent that runs here how it is: engine, tables, and what waits.",
        footer = "%nWhat it says is what the page /readyz of [telemetry.http] says; this needs no port.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:rows are collected and written",
            "1:something keeps them from it, or nobody answered",
            "2:the arguments or the configuration have to be changed",
            "3:no agent runs here"
        })
final class StatusCommand implements Callable<Integer> {

    private final CommandContext context;

    @Mixin
    private SpoolOption spool = new SpoolOption();

    @Option(
            names = "--format",
            paramLabel = "F",
            defaultValue = "text",
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
    private Format format = Format.TEXT;

    /** How it is printed. */
    private enum Format {
        TEXT,
        JSON;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    StatusCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws CommandFailure {
        RunningAgent.Answer answer = RunningAgent.ask(spool.directory(context));
        if (answer instanceof RunningAgent.Absent absent) {
            throw new CommandFailure(ExitCode.NO_AGENT, RunningAgent.nobody(absent.evidence()));
        }
        if (answer instanceof RunningAgent.Unanswered unanswered) {
            throw new CommandFailure(ExitCode.FAILURE, unanswered.problem());
        }
        RunningAgent.Health health = (RunningAgent.Health) answer;
        if (format == Format.JSON) {
            // Only texts hold such characters, and in them the escapes mean the same characters.
            context.out().println(Printable.oneLine(health.json()));
        } else {
            print(health.document());
        }
        return health.document().path("ready").asBoolean() ? ExitCode.OK : ExitCode.FAILURE;
    }

    private void print(JsonNode agent) {
        VerdictLines lines = new VerdictLines(context.out(), Terminal.detect());
        Instant now = instant(agent, "at").orElse(Instant.EPOCH);
        lines.good(
                "agent",
                agent.path("program").asText() + ", for "
                        + Elapsed.words(instant(agent, "started_at").orElse(now), now));
        engine(agent.path("engine"), now, lines);
        agent.path("tables").forEach(table -> table(table, now, lines));
        agent.path("notices").forEach(notice -> lines.limited("", notice.asText()));
    }

    private static void engine(JsonNode engine, Instant now, VerdictLines lines) {
        List<String> words = new ArrayList<>(List.of(engine.path("name").asText()));
        Optional<String> problem = text(engine, "problem");
        Optional<Instant> followed = instant(engine, "followed_since");
        followed.ifPresent(since -> words.add("followed for " + Elapsed.words(since, now)));
        words.add(instant(engine, "last_sample")
                .map(sample -> "last sample " + Elapsed.words(sample, now) + " ago")
                .orElse("no sample yet"));
        problem.ifPresent(text -> words.add(0, text));
        instant(engine, "problem_since").ifPresent(since -> words.add(1, "for " + Elapsed.words(since, now)));
        say("engine", problem.isEmpty() && followed.isPresent(), words, lines);
    }

    private static void table(JsonNode table, Instant now, VerdictLines lines) {
        List<String> words = new ArrayList<>();
        Optional<String> problem = text(table, "problem").or(() -> text(table, "spool_problem"));
        problem.ifPresent(words::add);
        instant(table, "problem_since").ifPresent(since -> words.add("for " + Elapsed.words(since, now)));
        text(table, "uri").ifPresent(words::add);
        words.add(instant(table, "last_write")
                .map(write -> "last write " + Elapsed.words(write, now) + " ago")
                .orElse(table.path("reached").asBoolean() ? "nothing written yet" : "not reached yet"));
        long waiting = table.path("waiting").asLong();
        words.add(
                waiting == 0
                        ? "nothing waits"
                        : Count.of(waiting, "row")
                                + (waiting == 1 ? " waits" : " wait")
                                + instant(table, "oldest_waiting")
                                        .map(oldest -> ", the oldest for " + Elapsed.words(oldest, now))
                                        .orElse(""));
        if (table.has("spool_free_bytes")) {
            words.add("spool " + ByteSize.words(table.path("spool_used_bytes").asLong()) + ", room for "
                    + ByteSize.words(table.path("spool_free_bytes").asLong()));
        }
        long refused = table.path("refused").asLong();
        if (refused > 0) {
            words.add(Count.of(refused, "row") + " refused since the start");
        }
        instant(table, "last_maintenance")
                .ifPresent(round -> words.add("maintained " + Elapsed.words(round, now) + " ago"));
        boolean good = problem.isEmpty() && table.path("reached").asBoolean();
        say(table.path("table").asText(), good, words, lines);
    }

    private static void say(String name, boolean good, List<String> words, VerdictLines lines) {
        String all = String.join("; ", words);
        if (good) {
            lines.good(name, all);
        } else {
            lines.bad(name, all, ExitCode.FAILURE);
        }
    }

    private static Optional<String> text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isTextual() && !value.asText().isEmpty() ? Optional.of(value.asText()) : Optional.empty();
    }

    private static Optional<Instant> instant(JsonNode node, String field) {
        try {
            return text(node, field).map(Instant::parse);
        } catch (DateTimeException e) {
            return Optional.empty(); // of a newer agent, perhaps
        }
    }
}
