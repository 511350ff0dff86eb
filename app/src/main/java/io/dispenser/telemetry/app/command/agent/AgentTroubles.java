package io.dispenser.telemetry.app.command.agent;

import io.dispenser.telemetry.app.output.Elapsed;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is wrong with an agent, in sentences for a person: what, since when, why, and what to do. */
final class AgentTroubles {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Instant now;

    /** @param now when the agent answered */
    AgentTroubles(Instant now) {
        this.now = now;
    }

    /** What is wrong between the agent and the engine. */
    List<String> ofEngine(AgentAnswer engine) {
        return troubles(engine, this::engineIsAway);
    }

    /** What is wrong with a table, and its spool. */
    List<String> ofTable(AgentAnswer table) {
        return troubles(table, this::tableIsAway);
    }

    /** {@code " since 2026-03-01 12:00 UTC (2 hours)"}. */
    static String since(Instant begin, Instant now) {
        return " since " + TIME.format(begin) + " (" + Elapsed.words(begin, now) + ")";
    }

    /** What a part of the agent has to say of its own. */
    private interface Words {
        String of(AgentAnswer part);
    }

    /** What is wrong with a part: a sentence for each. */
    private List<String> troubles(AgentAnswer part, Words away) {
        List<String> troubles = new ArrayList<>();
        trouble(part, "problem", away).ifPresent(troubles::add);
        trouble(part, "spool_problem", failing -> "the spool of " + failing.tableName() + " fails")
                .ifPresent(troubles::add);
        return troubles;
    }

    /** What is wrong, since when, and why; empty if nothing is. */
    private Optional<String> trouble(AgentAnswer part, String field, Words what) {
        Optional<String> problem = part.text(field);
        boolean untried = field.equals("problem") && !reached(part);
        if (problem.isEmpty() && !untried) {
            return Optional.empty();
        }
        StringBuilder words = new StringBuilder(what.of(part));
        if (field.equals("problem")) {
            part.instant("problem_since").ifPresent(begin -> words.append(since(begin, now)));
        }
        problem.ifPresent(text -> words.append(": ").append(text));
        return Optional.of(words.toString());
    }

    /** What somebody can do, and for how long nothing is lost if nobody does. */
    static Optional<String> remedy(AgentAnswer part) {
        return part.text("remedy")
                .map(remedy -> "what to do: " + remedy
                        + part.decimal("spool_lasts_seconds")
                                .map(seconds -> ", for about " + Elapsed.brief(Duration.ofSeconds(seconds.longValue())))
                                .orElse(""));
    }

    private static boolean reached(AgentAnswer part) {
        return part.node().has("reached")
                ? part.isTrue("reached")
                : part.text("followed_since").isPresent();
    }

    private String engineIsAway(AgentAnswer engine) {
        if (engine.text("followed_since").isPresent()) {
            return "there are no samples";
        }
        return engine.text("problem").isPresent() ? "the engine is not followed" : "the engine was not reached yet";
    }

    private String tableIsAway(AgentAnswer table) {
        return table.tableName() + (table.text("problem").isPresent() ? " can't be written" : " was not reached yet");
    }
}
