package io.dispenser.telemetry.adapter.spool;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.dispenser.telemetry.core.event.TelemetryEvent;
import io.dispenser.telemetry.core.table.Column;
import io.dispenser.telemetry.core.table.ColumnType;
import io.dispenser.telemetry.core.table.TableRow;
import io.dispenser.telemetry.core.table.TelemetryTable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event as a JSON document: its table's columns by name, without the day of its timestamp, which the table is partitioned
 * by, and without the ones that are null. The table's reader makes the event of it again.
 */
final class EventFormat<E extends TelemetryEvent> {

    private final TelemetryTable<E> table;
    private volatile boolean proven;

    private EventFormat(TelemetryTable<E> table) {
        this.table = table;
    }

    /**
     * The format of {@code table}'s events.
     *
     * @throws IllegalArgumentException if nothing makes events of its rows
     */
    static <E extends TelemetryEvent> EventFormat<E> of(TelemetryTable<E> table) {
        if (table.reader() == null) {
            throw new IllegalArgumentException("events of the table " + table.name()
                    + " can't be spooled, since its definition has no reader to make events of rows");
        }
        return new EventFormat<>(table);
    }

    /** The event as a document of one line. */
    byte[] write(E event) throws IOException {
        ByteArrayOutputStream document = new ByteArrayOutputStream(512);
        try (JsonGenerator json = Json.generator(document)) {
            json.writeStartObject();
            for (Column<E> column : table.columns()) {
                write(json, column, event);
            }
            json.writeEndObject();
        }
        byte[] written = document.toByteArray();
        if (!proven) {
            requireReadable(written);
            proven = true;
        }
        return written;
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

    /**
     * The event in a document that was written in format version {@code format}. The one place that knows of more than the
     * current version. Fields that the table's reader doesn't ask for, it leaves alone.
     */
    E read(int format, byte[] document) throws UnreadableEventException {
        JsonNode node;
        try {
            node = Json.read(document);
        } catch (IOException e) {
            throw new UnreadableEventException(String.valueOf(e.getMessage()));
        }
        return switch (format) {
            case 1 -> read(node);
            default -> throw new UnreadableEventException("format version " + format + " is not known");
        };
    }

    /** Whether there is an event in a document under {@code head}, or in the current format if that can't be read. */
    boolean isReadable(@Nullable SegmentHead head, byte[] document) {
        try {
            read(head == null ? SegmentHead.CURRENT_FORMAT : head.format(), document);
            return true;
        } catch (UnreadableEventException e) {
            return false;
        }
    }

    /** The event in a document of the current format. */
    E read(JsonNode document) throws UnreadableEventException {
        try {
            return table.event(row(new EventFields(document)));
        } catch (RuntimeException e) { // an embedder's reader may throw anything
            throw new UnreadableEventException(
                    e instanceof IllegalArgumentException ? String.valueOf(e.getMessage()) : e.toString());
        }
    }

    /** The fields, with the day that was not written. */
    private TableRow row(EventFields fields) {
        return (column, type) -> {
            Object value = fields.value(column, type);
            if (value == null && type == ColumnType.DATE && column.equals(table.partitionColumn())) {
                Instant timestamp = fields.nullableInstant(TelemetryTable.TIMESTAMP);
                return timestamp == null ? null : LocalDate.ofInstant(timestamp, ZoneOffset.UTC);
            }
            return value;
        };
    }

    /**
     * What was acknowledged must be readable. A definition whose reader doesn't match its columns is found by the first event,
     * before anything is acknowledged.
     */
    private void requireReadable(byte[] written) throws IOException {
        try {
            read(SegmentHead.CURRENT_FORMAT, written);
        } catch (UnreadableEventException e) {
            throw new IOException("the definition of table " + table.name()
                    + " is wrong: its reader makes no event of a row of its columns: " + e.getMessage());
        }
    }

    private void write(JsonGenerator json, Column<E> column, E event) throws IOException {
        Object value = column.value(event);
        if (value == null) {
            if (!column.nullable()) {
                throw new IOException("column " + column.name() + " has no value, and must have one");
            }
            return;
        }
        if (!column.type().javaType().isInstance(value)) {
            throw new IOException("column " + column.name() + " should hold "
                    + column.type().description() + ", but is of " + value.getClass());
        }
        if (column.name().equals(table.partitionColumn())) {
            return;
        }
        json.writeFieldName(column.name());
        switch (column.type()) {
            case STRING -> json.writeString((String) value);
            case TIMESTAMP, DATE -> json.writeString(value.toString());
            case LONG -> json.writeNumber((long) value);
            case INTEGER -> json.writeNumber((int) value);
            case DOUBLE -> json.writeNumber((double) value);
            case BOOLEAN -> json.writeBoolean((boolean) value);
        }
    }
}
