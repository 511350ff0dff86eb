package io.dispenser.telemetry.adapter.delta.io;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A small JSON file of a table's log, whoever wrote it. What is damaged, or of another type than is asked for, is as good as
 * absent: none of these files is needed for a table to be right.
 */
public final class JsonObject {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode root;

    private JsonObject(JsonNode root) {
        this.root = root;
    }

    /** Reads UTF-8. */
    public static JsonObject parse(byte[] content) {
        try {
            return new JsonObject(JSON.readTree(content));
        } catch (JacksonException e) {
            return new JsonObject(MissingNode.getInstance());
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory can be read", e);
        }
    }

    /** Whether it is one: not damaged, and nothing else. */
    public boolean isThere() {
        return root.isObject();
    }

    /** One line with these fields, in UTF-8. */
    public static byte[] line(Map<String, ?> fields) {
        try {
            return (JSON.writeValueAsString(fields) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("texts, numbers and flags can be written: " + fields, e);
        }
    }

    /** A field that holds text. */
    public Optional<String> text(String field) {
        JsonNode value = root.path(field);
        return value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
    }

    /** A field that holds a whole number. */
    public OptionalLong number(String field) {
        JsonNode value = root.path(field);
        return value.canConvertToLong() && value.isIntegralNumber()
                ? OptionalLong.of(value.longValue())
                : OptionalLong.empty();
    }

    /** Whether a field holds {@code true}. */
    public boolean isTrue(String field) {
        return root.path(field).isBoolean() && root.path(field).booleanValue();
    }
}
