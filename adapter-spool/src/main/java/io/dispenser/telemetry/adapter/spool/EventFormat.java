package io.dispenser.telemetry.adapter.spool;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.table.Column;
import io.dispenser.telemetry.core.table.TelemetryTable;
import io.dispenser.telemetry.core.table.TelemetryTables;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An event as a JSON document: its table's columns by name, without the date, which follows from the timestamp, and without
 * the ones that are null.
 */
final class EventFormat<E extends TelemetryEvent> {

    /** Makes an event of a document in the current format. */
    @FunctionalInterface
    interface Reader<E> {
        E read(EventFields fields) throws UnreadableEventException;
    }

    private final TelemetryTable<E> table;
    private final Reader<E> reader;

    private EventFormat(TelemetryTable<E> table, Reader<E> reader) {
        this.table = table;
        this.reader = reader;
    }

    /**
     * The format of {@code table}'s events.
     *
     * @throws IllegalArgumentException if it is neither of the two tables
     */
    @SuppressWarnings("unchecked") // the table's name tells what its events are
    static <E extends TelemetryEvent> EventFormat<E> of(TelemetryTable<E> table) {
        Reader<?> reader = reader(table.name())
                .orElseThrow(() -> new IllegalArgumentException(
                        "no events are known for the table " + table.name() + "; a spool is for "
                                + TelemetryTables.DEPLOYMENTS.name() + " or " + TelemetryTables.STATUS.name()));
        return new EventFormat<>(table, (Reader<E>) reader);
    }

    /** What reads the events of the table of that name, if the name is known. */
    static Optional<Reader<? extends TelemetryEvent>> reader(String tableName) {
        if (tableName.equals(TelemetryTables.DEPLOYMENTS.name())) {
            return Optional.of(EventReaders::deployment);
        }
        if (tableName.equals(TelemetryTables.STATUS.name())) {
            return Optional.of(EventReaders::status);
        }
        return Optional.empty();
    }

    /** The event as a document of one line. */
    byte[] write(E event) throws IOException {
        ByteArrayOutputStream document = new ByteArrayOutputStream(512);
        try (JsonGenerator json = Json.generator(document)) {
            json.writeStartObject();
            for (Column<E> column : table.columns()) {
                write(json, column.name(), column.value(event));
            }
            json.writeEndObject();
        }
        return document.toByteArray();
    }

    /** Lines of a segment: its head, if one is given, and the events. */
    byte[] lines(@Nullable SegmentHead head, List<E> events) throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream(512 * events.size());
        if (head != null) {
            LineChecksum.writeLine(head.document(), lines);
        }
        for (E event : events) {
            LineChecksum.writeLine(write(event), lines);
        }
        return lines.toByteArray();
    }

    /** The event in a document that was written in format version {@code format}. */
    E read(int format, byte[] document) throws UnreadableEventException {
        return read(format, document, reader);
    }

    /** Makes sure that a document is an event of the table of that name; of a table that is not known, anything is. */
    static void check(String tableName, int format, byte[] document) throws UnreadableEventException {
        Optional<Reader<? extends TelemetryEvent>> reader = reader(tableName);
        if (reader.isPresent()) {
            read(format, document, reader.get());
        }
    }

    /** The one place that knows of more than the current version. Fields that it doesn't know, it leaves alone. */
    static <E> E read(int format, byte[] document, Reader<E> reader) throws UnreadableEventException {
        try {
            JsonNode node = Json.read(document);
            return switch (format) {
                case 1 -> reader.read(new EventFields(node));
                default -> throw new UnreadableEventException("format version " + format + " is not known");
            };
        } catch (IOException | DateTimeException e) {
            throw new UnreadableEventException(String.valueOf(e.getMessage()));
        }
    }

    private static void write(JsonGenerator json, String name, @Nullable Object value) throws IOException {
        if (value == null || value instanceof LocalDate) {
            return;
        }
        json.writeFieldName(name);
        if (value instanceof String text) {
            json.writeString(text);
        } else if (value instanceof Instant instant) {
            json.writeString(instant.toString());
        } else if (value instanceof Long number) {
            json.writeNumber(number);
        } else if (value instanceof Integer number) {
            json.writeNumber(number);
        } else if (value instanceof Double number) {
            json.writeNumber(number);
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else {
            throw new IOException("column " + name + " holds a " + value.getClass() + ", which no segment can");
        }
    }
}
