package io.dispenser.telemetry.app.output;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Comma-separated values after RFC 4180, with a header. An absent value is an empty field, an empty text a quoted one; the
 * numbers of a {@link Series} stand in one field, between semicolons.
 */
final class Csv implements RowWriter {

    private static final String LINE_END = "\r\n";

    private final boolean harmless;

    /**
     * @param harmless whether control characters are escaped, for a terminal; else every value can be read back as it was
     */
    Csv(boolean harmless) {
        this.harmless = harmless;
    }

    @Override
    public void write(List<String> columns, List<List<@Nullable Object>> rows, Appendable out) throws IOException {
        out.append(columns.stream().map(this::field).collect(Collectors.joining(",")))
                .append(LINE_END);
        for (List<@Nullable Object> row : rows) {
            out.append(row.stream().map(this::field).collect(Collectors.joining(",")))
                    .append(LINE_END);
        }
    }

    private String field(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof Series series) {
            return series.values().stream()
                    .map(each -> each == null ? "" : each.toString())
                    .collect(Collectors.joining(";"));
        }
        String text = value.toString();
        if (!(value instanceof String)) {
            return text;
        }
        text = harmless ? Printable.lines(text) : text;
        boolean needsQuotes =
                text.isEmpty() || text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return needsQuotes ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
