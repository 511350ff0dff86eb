package io.dispenser.telemetry.app.command.agent;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispenser.telemetry.app.output.Series;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A part of what the agent answers. It may be of another version: a field that is missing, or holds something else than is asked for,
 * is as good as absent.
 */
record AgentAnswer(JsonNode node) {

    AgentAnswer part(String field) {
        return new AgentAnswer(node.path(field));
    }

    List<AgentAnswer> parts(String field) {
        List<AgentAnswer> parts = new ArrayList<>();
        node.path(field).forEach(part -> parts.add(new AgentAnswer(part)));
        return parts;
    }

    boolean isTrue(String field) {
        return node.path(field).asBoolean();
    }

    /** Zero if it is absent. */
    long number(String field) {
        return node.path(field).asLong();
    }

    Optional<Double> decimal(String field) {
        return node.path(field).isNumber() ? Optional.of(node.path(field).asDouble()) : Optional.empty();
    }

    /** No empty one. */
    Optional<String> text(String field) {
        JsonNode value = node.path(field);
        return value.isTextual() && !value.asText().isEmpty() ? Optional.of(value.asText()) : Optional.empty();
    }

    /** Of an answer that is about a table, for a person. */
    String tableName() {
        return text("table").orElse("a table");
    }

    List<String> texts(String field) {
        List<String> texts = new ArrayList<>();
        node.path(field).forEach(text -> texts.add(text.asText()));
        return texts;
    }

    Optional<Instant> instant(String field) {
        try {
            return text(field).map(Instant::parse);
        } catch (DateTimeException e) {
            return Optional.empty(); // of a newer agent, perhaps
        }
    }

    Series series(String field, Series.Joined joined) {
        List<@Nullable Long> values = new ArrayList<>();
        node.path(field).forEach(value -> values.add(value.isNumber() ? value.asLong() : null));
        return new Series(values, joined);
    }
}
