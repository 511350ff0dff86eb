package io.dispenser.telemetry.adapter.spool;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispenser.telemetry.core.table.ColumnType;
import io.dispenser.telemetry.core.table.TableRow;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields of an event's document as the row that they are, by column name. */
final class EventFields implements TableRow {

    /** What JSON has no numbers for stands there as text. */
    private static final Set<String> NO_JSON_NUMBERS = Set.of("NaN", "Infinity", "-Infinity");

    private final JsonNode document;

    EventFields(JsonNode document) {
        this.document = document;
    }

    @Override
    public @Nullable Object value(String name, ColumnType type) {
        JsonNode field = document.path(name);
        if (field.isMissingNode() || field.isNull()) {
            return null;
        }
        @Nullable Object value;
        try {
            value = value(field, type);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("field " + name + " is unreadable: " + e.getMessage(), e);
        }
        if (value == null) {
            throw new IllegalArgumentException(
                    "field " + name + " should hold " + type.description() + ", but is " + field);
        }
        return value;
    }

    /** What {@link EventFormat} writes for a value of {@code type}, read; null if it is something else. */
    private static @Nullable Object value(JsonNode field, ColumnType type) {
        return switch (type) {
            case STRING -> field.isTextual() ? field.textValue() : null;
            case TIMESTAMP -> field.isTextual() ? Instant.parse(field.textValue()) : null;
            case DATE -> field.isTextual() ? LocalDate.parse(field.textValue()) : null;
            case LONG -> field.isIntegralNumber() && field.canConvertToLong() ? (Object) field.longValue() : null;
            case INTEGER -> field.isIntegralNumber() && field.canConvertToInt() ? (Object) field.intValue() : null;
            case DOUBLE -> decimal(field);
            case BOOLEAN -> field.isBoolean() ? (Object) field.booleanValue() : null;
        };
    }

    private static @Nullable Double decimal(JsonNode field) {
        if (field.isTextual() && NO_JSON_NUMBERS.contains(field.textValue())) {
            return Double.valueOf(field.textValue());
        }
        return field.isNumber() ? field.doubleValue() : null;
    }
}
