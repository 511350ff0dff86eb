package io.dispenser.telemetry.app.command.agent;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispenser.telemetry.app.output.ByteSize;
import io.dispenser.telemetry.app.output.Count;
import io.dispenser.telemetry.app.output.Elapsed;
import io.dispenser.telemetry.app.output.Printable;
import io.dispenser.telemetry.app.output.RowFormat;
import io.dispenser.telemetry.app.output.Series;
import io.dispenser.telemetry.app.output.Styled;
import io.dispenser.telemetry.app.output.Terminal;
import io.dispenser.telemetry.app.output.Terminal.Style;
import io.dispenser.telemetry.app.output.WrappedText;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How an agent is, for a person who was just woken: first whether it is well, then what is wrong, since when and what to do, then a
 * line a table, then the rest.
 */
final class StatusText {

    private static final int INDENT = 2;
    private static final int AFTER_NAME = 8;
    private static final List<String> COLUMNS = List.of(
            "table",
            "state",
            "last write",
            "waiting",
            "last hour",
            "rows/min",
            "spool",
            "slowest write",
            "waited",
            "maintained",
            "place");

    private final AgentAnswer agent;
    private final Terminal terminal;
    private final Instant now;

    /** @param document what the agent answered */
    StatusText(JsonNode document, Terminal terminal) {
        this.agent = new AgentAnswer(document);
        this.terminal = terminal;
        this.now = agent.instant("at").orElse(Instant.EPOCH);
    }

    void print(PrintStream out) throws IOException {
        AgentTroubles found = new AgentTroubles(now);
        Map<AgentAnswer, List<String>> troubles = new LinkedHashMap<>();
        AgentAnswer engine = agent.part("engine");
        troubles.put(engine, found.ofEngine(engine));
        agent.parts("tables").forEach(table -> troubles.put(table, found.ofTable(table)));
        List<String> all = troubles.values().stream().flatMap(List::stream).toList();
        if (all.isEmpty()) { // of another version's agent, which knows of troubles that are not known here
            all = agent.texts("troubles");
            troubles.put(agent, all);
        }
        List<String> notices = agent.texts("notices");
        verdict(all.size(), notices.size(), out);
        troubles.forEach((part, sentences) -> {
            sentences.forEach(sentence -> mark(Style.RED, "FAILED", sentence, out));
            if (!sentences.isEmpty()) {
                AgentTroubles.remedy(part).ifPresent(remedy -> wrapped(" ".repeat(INDENT) + remedy, INDENT, out));
            }
        });
        notices.forEach(notice -> mark(Style.YELLOW, "WARN", notice, out));
        out.println();
        RowFormat.TABLE.writer(terminal).write(COLUMNS, rows(), out);
        out.println();
        wrapped("engine  " + engine(), AFTER_NAME, out);
        wrapped(
                "agent   " + agent.text("program").orElse("of unknown version") + ", for "
                        + Elapsed.words(agent.instant("started_at").orElse(now), now),
                AFTER_NAME,
                out);
        out.flush();
    }

    private void verdict(int troubles, int notices, PrintStream out) {
        Style style = Style.RED;
        String words;
        if (agent.isTrue("ready")) {
            style = notices == 0 ? Style.GREEN : Style.YELLOW;
            words = "WELL: rows are collected and written"
                    + (notices == 0 ? "" : "; look at " + Count.of(notices, "thing"));
        } else {
            String since = agent.instant("troubled_since")
                    .map(begin -> AgentTroubles.since(begin, now))
                    .orElse("");
            words = "NOT WELL" + since + ": " + Count.of(troubles, "trouble")
                    + (waiting() == 0 ? "" : "; " + Count.of(waiting(), "row") + " kept on the disk");
        }
        for (String line : WrappedText.lines(words, terminal.width(), INDENT)) {
            out.println(terminal.styled(style, line));
        }
    }

    private long waiting() {
        return agent.parts("tables").stream()
                .mapToLong(table -> table.number("waiting"))
                .sum();
    }

    private void mark(Style style, String verdict, String text, PrintStream out) {
        List<String> lines = WrappedText.lines(verdict + "  " + Printable.oneLine(text), terminal.width(), INDENT);
        out.println(terminal.styled(style, verdict) + lines.get(0).substring(verdict.length()));
        lines.stream().skip(1).forEach(out::println);
    }

    private void wrapped(String text, int indent, PrintStream out) {
        WrappedText.lines(Printable.oneLine(text), terminal.width(), indent).forEach(out::println);
    }

    private String engine() {
        AgentAnswer engine = agent.part("engine");
        List<String> words = new ArrayList<>(List.of(engine.text("name").orElse("")));
        engine.instant("followed_since").ifPresent(since -> words.add("followed for " + Elapsed.words(since, now)));
        words.add(engine.instant("last_sample")
                .map(this::ago)
                .map("last sample "::concat)
                .orElse("no sample yet"));
        return String.join("; ", words);
    }

    private List<List<@Nullable Object>> rows() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (AgentAnswer table : agent.parts("tables")) {
            AgentAnswer recent = table.part("recent");
            rows.add(Arrays.asList(
                    new Styled(table.tableName(), Style.BOLD),
                    state(table),
                    table.instant("last_write").map(this::ago).orElse("none yet"),
                    waiting(table),
                    recent.series("accepted", Series.Joined.MEAN),
                    recent.decimal("accepted_a_minute").map(StatusText::pace).orElse(null),
                    spool(table),
                    slowest(recent),
                    recent.series("waiting", Series.Joined.PEAK),
                    table.instant("last_maintenance").map(this::ago).orElse(null),
                    table.text("uri").orElse(null)));
        }
        return rows;
    }

    private static Styled state(AgentAnswer table) {
        if (table.text("problem").isPresent() || table.text("spool_problem").isPresent()) {
            return new Styled("FAILED", Style.RED);
        }
        return table.isTrue("reached") ? new Styled("ok", Style.GREEN) : new Styled("FAILED", Style.RED);
    }

    /** How many and for how long: what must not be cut. */
    private Styled waiting(AgentAnswer table) {
        long waiting = table.number("waiting");
        long refused = table.number("refused");
        String words = waiting == 0
                ? "nothing"
                : Count.of(waiting, "row")
                        + table.instant("oldest_waiting")
                                .map(oldest -> ", " + Elapsed.brief(oldest, now))
                                .orElse("");
        return refused == 0
                ? new Styled(words, Style.PLAIN)
                : new Styled(words + ", " + refused + " refused", Style.YELLOW);
    }

    /** A number that is cut is another one. */
    private static @Nullable Styled spool(AgentAnswer table) {
        if (!table.node().has("spool_free_bytes")) {
            return null;
        }
        long used = table.number("spool_used_bytes");
        return new Styled(
                ByteSize.words(used) + " of " + ByteSize.words(used + table.number("spool_free_bytes")), Style.PLAIN);
    }

    private static @Nullable String slowest(AgentAnswer recent) {
        return recent.series("flush_millis", Series.Joined.PEAK).values().stream()
                .filter(Objects::nonNull)
                .max(Long::compareTo)
                .map(millis -> millis + " ms")
                .orElse(null);
    }

    private static String pace(double aMinute) {
        return aMinute == 0 || aMinute >= 10
                ? Long.toString(Math.round(aMinute))
                : String.format(Locale.ROOT, "%.1f", aMinute);
    }

    private String ago(Instant then) {
        return Elapsed.brief(then, now) + " ago";
    }
}
