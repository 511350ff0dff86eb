package io.dispenser.telemetry.app.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One JSON object a line: numbers as numbers, dates and timestamps in ISO 8601, absent values as null. */
final class JsonLines implements RowWriter {

    private static final JsonFactory JSON = new JsonFactory();

    @Override
    public void write(List<String> columns, List<List<@Nullable Object>> rows, Appendable out) throws IOException {
        for (List<@Nullable Object> row : rows) {
            StringWriter line = new StringWriter();
            try (JsonGenerator json = JSON.createGenerator(line)) {
                json.writeStartObject();
                for (int i = 0; i < columns.size(); i++) {
                    json.writeFieldName(columns.get(i));
                    write(row.get(i), json);
                }
                json.writeEndObject();
            }
            // Only texts hold such characters by now, and in them the escapes mean the same characters.
            out.append(Printable.oneLine(line.toString())).append('\n');
        }
    }

    private static void write(@Nullable Object value, JsonGenerator json) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else if (value instanceof Integer number) {
            json.writeNumber(number);
        } else if (value instanceof Long number) {
            json.writeNumber(number);
        } else if (value instanceof Double number) {
            writeDouble(number, json);
        } else if (value instanceof Series series) {
            json.writeStartArray();
            for (Long each : series.values()) {
                write(each, json);
            }
            json.writeEndArray();
        } else {
            json.writeString(value.toString());
        }
    }

    private static void writeDouble(double number, JsonGenerator json) throws IOException {
        if (Double.isFinite(number)) {
            json.writeNumber(number);
        } else {
            json.writeNull();
        }
    }
}
