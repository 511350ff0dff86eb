package io.dispenser.telemetry.app.live;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an agent tells of itself, beside what it sees.
 *
 * @param version the program's version
 * @param started since when it runs
 * @param engineTrouble why nothing is seen, in a sentence; null if something is
 * @param tables how its rows get into each table
 */
public record LiveAgent(
        String version, Instant started, @Nullable String engineTrouble, List<Table> tables) {

    private static final JsonFactory JSON = new JsonFactory();

    public LiveAgent {
        tables = List.copyOf(tables);
    }

    /**
     * The way of rows into one table.
     *
     * @param name the table's name
     * @param waiting rows that are not in it yet
     * @param waitingBytes what the spool takes on the disk; null if that is not known
     * @param oldestWaiting the time of the row that waits longest; null if none does
     * @param trouble why rows do not get there, in a sentence; null if they do
     * @param since since when; null if that is not known
     * @param lastCommit when rows got there last; null if they did not yet
     */
    public record Table(
            String name,
            long waiting,
            @Nullable Long waitingBytes,
            @Nullable Instant oldestWaiting,
            @Nullable String trouble,
            @Nullable Instant since,
            @Nullable Instant lastCommit) {}

    /** {@code document} with what is told here as two more of its fields. */
    byte[] added(byte[] document, @Nullable String host) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(document.length + 1024);
        out.write(document, 0, document.length - 1); // without the brace that ends it
        out.write(',');
        ByteArrayOutputStream own = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(own)) {
            json.writeStartObject();
            json.writeArrayFieldStart("pipelines");
            for (Table table : tables) {
                write(table, json);
            }
            json.writeEndArray();
            json.writeObjectFieldStart("agent");
            text(json, "version", version);
            text(json, "host", host);
            number(json, "started", started.toEpochMilli());
            text(json, "trouble", engineTrouble);
            json.writeEndObject();
            json.writeEndObject();
        }
        out.write(own.toByteArray(), 1, own.size() - 1);
        return out.toByteArray();
    }

    private static void write(Table table, JsonGenerator json) throws IOException {
        json.writeStartObject();
        text(json, "table", table.name());
        json.writeNumberField("waiting", table.waiting());
        number(json, "waitingBytes", table.waitingBytes());
        number(json, "oldestWaiting", millis(table.oldestWaiting()));
        text(json, "trouble", table.trouble());
        number(json, "since", millis(table.since()));
        number(json, "lastCommit", millis(table.lastCommit()));
        json.writeEndObject();
    }

    private static void text(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value == null) {
            json.writeNullField(name);
        } else {
            json.writeStringField(name, value);
        }
    }

    private static void number(JsonGenerator json, String name, @Nullable Long value) throws IOException {
        if (value == null) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, value);
        }
    }

    private static @Nullable Long millis(@Nullable Instant time) {
        return time == null ? null : (Long) time.toEpochMilli();
    }
}
