package io.dispenser.telemetry.app.report;

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
            SeriesJson.text(json, "version", version);
            SeriesJson.text(json, "host", host);
            SeriesJson.time(json, "started", started.toEpochMilli());
            SeriesJson.text(json, "trouble", engineTrouble);
            json.writeEndObject();
            json.writeEndObject();
        }
        out.write(own.toByteArray(), 1, own.size() - 1);
        return out.toByteArray();
    }

    private static void write(Table table, JsonGenerator json) throws IOException {
        json.writeStartObject();
        SeriesJson.text(json, "table", table.name());
        json.writeNumberField("waiting", table.waiting());
        Long bytes = table.waitingBytes();
        SeriesJson.time(json, "waitingBytes", bytes == null ? Sample.NO_TIME : bytes);
        SeriesJson.time(json, "oldestWaiting", millis(table.oldestWaiting()));
        SeriesJson.text(json, "trouble", table.trouble());
        SeriesJson.time(json, "since", millis(table.since()));
        SeriesJson.time(json, "lastCommit", millis(table.lastCommit()));
        json.writeEndObject();
    }

    private static long millis(@Nullable Instant time) {
        return time == null ? Sample.NO_TIME : time.toEpochMilli();
    }
}
