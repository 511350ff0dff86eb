package io.dispenser.telemetry.app.output;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table for people, with cells that are made to fit.
 *
 * @param header what stands above it
 * @param cells what the values are in words; of a sparkline, as many signs as it has numbers
 * @param values the values
 * @param isText whether cells may be cut
 * @param isNumeric whether cells stand to the right
 * @param isSeries whether cells are sparklines
 */
record TextColumn(
        String header,
        List<String> cells,
        List<@Nullable Object> values,
        boolean isText,
        boolean isNumeric,
        boolean isSeries) {

    static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    static final DateTimeFormatter WITHIN_A_YEAR =
            DateTimeFormatter.ofPattern("MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    static final DateTimeFormatter OVER_YEARS =
            DateTimeFormatter.ofPattern("uu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final int NARROWEST_TEXT = 12;
    private static final int TIGHTEST_TEXT = 6;
    private static final int NARROWEST_SERIES = 10;

    /** @param index which value of each row */
    static TextColumn of(String name, int index, List<List<@Nullable Object>> rows, DateTimeFormatter timestamps) {
        List<String> cells = new ArrayList<>();
        List<@Nullable Object> values = new ArrayList<>();
        boolean isText = false;
        boolean isNumeric = false;
        boolean isSeries = false;
        for (List<@Nullable Object> row : rows) {
            Object value = row.get(index);
            isText |= value instanceof String;
            isNumeric |= value instanceof Number;
            isSeries |= value instanceof Series;
            cells.add(words(value, timestamps));
            values.add(value);
        }
        return new TextColumn(Printable.oneLine(name), cells, values, isText, isNumeric && !isText, isSeries);
    }

    private static String words(@Nullable Object value, DateTimeFormatter timestamps) {
        if (value == null) {
            return "-";
        }
        if (value instanceof Instant instant) {
            return timestamps.format(instant);
        }
        if (value instanceof Double number) {
            return String.format(Locale.ROOT, "%.2f", number);
        }
        if (value instanceof Series series) {
            return " ".repeat(series.values().size());
        }
        return Printable.oneLine(value.toString());
    }

    int naturalWidth() {
        return Math.max(DisplayWidth.of(header), cellWidth());
    }

    /** What it needs where sparklines are coarse, and all else is whole. */
    int coarseWidth() {
        return isSeries ? wrappedWidth() : naturalWidth();
    }

    /** What it needs with its header wrapped and its cells whole. */
    int wrappedWidth() {
        return Math.max(longestWord(), isSeries ? Math.min(cellWidth(), NARROWEST_SERIES) : cellWidth());
    }

    /** What it needs with its header wrapped and, if it holds text, its cells cut. */
    int leastWidth() {
        return Math.max(longestWord(), isText ? Math.min(cellWidth(), NARROWEST_TEXT) : wrappedWidth());
    }

    /** What it needs where it must be there, as much as is cut. */
    int tightWidth() {
        return Math.max(longestWord(), isText ? Math.min(cellWidth(), TIGHTEST_TEXT) : wrappedWidth());
    }

    private int longestWord() {
        return Header.words(header).stream().mapToInt(DisplayWidth::of).max().orElse(0);
    }

    private int cellWidth() {
        return cells.stream().mapToInt(DisplayWidth::of).max().orElse(0);
    }

    /** A cell, filled up to {@code width}. */
    String cell(int row, int width, Terminal terminal) {
        Object value = values.get(row);
        if (value instanceof Series series) {
            String line = Sparkline.of(series.within(width).values(), terminal.sparks());
            return line + " ".repeat(width - line.length());
        }
        String aligned = aligned(cells.get(row), width, terminal);
        if (!(value instanceof Styled styled)) {
            return aligned;
        }
        String text = aligned.strip();
        int begin = aligned.indexOf(text);
        return aligned.substring(0, begin)
                + terminal.styled(styled.style(), text)
                + aligned.substring(begin + text.length());
    }

    /** The text cut or filled up to {@code width}. */
    String aligned(String text, int width, Terminal terminal) {
        String cut = DisplayWidth.cut(text, width, terminal.ellipsis());
        String padding = " ".repeat(width - DisplayWidth.of(cut));
        return isNumeric ? padding + cut : cut + padding;
    }
}
