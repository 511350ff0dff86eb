package io.dispenser.telemetry.adapter.spool;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The fields of an event's document, by column name. A field that must be there and is not makes the event unreadable. */
final class EventFields {

    private final JsonNode document;

    EventFields(JsonNode document) {
        this.document = document;
    }

    String text(String name) throws UnreadableEventException {
        JsonNode value = document.path(name);
        if (!value.isTextual()) {
            throw unreadable(name, "text");
        }
        return value.textValue();
    }

    @Nullable
    String optionalText(String name) throws UnreadableEventException {
        return document.hasNonNull(name) ? text(name) : null;
    }

    Instant instant(String name) throws UnreadableEventException {
        return Instant.parse(text(name));
    }

    long longNumber(String name) throws UnreadableEventException {
        JsonNode value = document.path(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw unreadable(name, "whole number");
        }
        return value.longValue();
    }

    int number(String name) throws UnreadableEventException {
        JsonNode value = document.path(name);
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw unreadable(name, "whole number");
        }
        return value.intValue();
    }

    @Nullable
    Integer optionalNumber(String name) throws UnreadableEventException {
        return document.hasNonNull(name) ? number(name) : null;
    }

    @Nullable
    Long optionalLongNumber(String name) throws UnreadableEventException {
        return document.hasNonNull(name) ? longNumber(name) : null;
    }

    @Nullable
    Double optionalDecimal(String name) throws UnreadableEventException {
        if (!document.hasNonNull(name)) {
            return null;
        }
        JsonNode value = document.path(name);
        if (!value.isNumber()) {
            throw unreadable(name, "number");
        }
        return value.doubleValue();
    }

    boolean flag(String name) throws UnreadableEventException {
        JsonNode value = document.path(name);
        if (!value.isBoolean()) {
            throw unreadable(name, "true or false");
        }
        return value.booleanValue();
    }

    /** The one of {@code values} that the table calls by the word in this field. */
    <T> T word(String name, T[] values, Function<T, String> wordOf) throws UnreadableEventException {
        String word = text(name);
        for (T value : values) {
            if (wordOf.apply(value).equals(word)) {
                return value;
            }
        }
        throw unreadable(name, "known word");
    }

    private UnreadableEventException unreadable(String name, String wanted) {
        return new UnreadableEventException("field " + name + " should hold a " + wanted + ", but is "
                + (document.has(name) ? document.get(name) : "not there"));
    }
}
