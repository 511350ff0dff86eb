package io.dispenser.telemetry.app.output;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Aligned columns for people: numbers to the right, timestamps in UTC, {@code -} for an absent value. Where the columns are
 * too wide together, headers are wrapped, timestamps of one year are shown without it, and the widest texts are cut; where even that is not enough, the last columns are
 * named below the table and not shown.
 */
final class TextTable implements RowWriter {

    private static final String GAP = "  ";
    private static final int NARROWEST_TEXT = 8;
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter WITHIN_A_YEAR =
            DateTimeFormatter.ofPattern("MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Terminal terminal;

    TextTable(Terminal terminal) {
        this.terminal = terminal;
    }

    /** A column as it is shown. */
    private record Shown(String header, List<String> cells, boolean isText, boolean isNumeric) {

        int naturalWidth() {
            return Math.max(DisplayWidth.of(header), cellWidth());
        }

        /** What it needs with its header wrapped and its cells whole. */
        int wrappedWidth() {
            return Math.max(longestWord(), cellWidth());
        }

        /** What it needs with its header wrapped and, if it holds text, its cells cut. */
        int leastWidth() {
            return Math.max(longestWord(), isText ? Math.min(cellWidth(), NARROWEST_TEXT) : cellWidth());
        }

        private int longestWord() {
            return Header.words(header).stream()
                    .mapToInt(DisplayWidth::of)
                    .max()
                    .orElse(0);
        }

        private int cellWidth() {
            return cells.stream().mapToInt(DisplayWidth::of).max().orElse(0);
        }
    }

    @Override
    public void write(List<String> columns, List<List<@Nullable Object>> rows, Appendable out) throws IOException {
        List<Shown> all = shown(columns, rows, TIMESTAMP);
        if (howManyFit(all) < all.size() && areOfOneYear(rows)) {
            all = shown(columns, rows, WITHIN_A_YEAR);
        }
        List<Shown> fitting = all.subList(0, howManyFit(all));
        int[] widths = widths(fitting);
        for (List<String> headers : headerLines(fitting, widths)) {
            line(terminal.styled(Terminal.Style.BOLD, line(fitting, headers, widths)), out);
        }
        List<String> rule =
                Arrays.stream(widths).mapToObj(width -> "-".repeat(width)).toList();
        line(terminal.styled(Terminal.Style.DIM, line(fitting, rule, widths)), out);
        for (int row = 0; row < rows.size(); row++) {
            int index = row;
            List<String> cells =
                    fitting.stream().map(column -> column.cells().get(index)).toList();
            line(line(fitting, cells, widths), out);
        }
        if (rows.isEmpty()) {
            line("(no rows)", out);
        }
        if (fitting.size() < all.size()) {
            List<String> left = all.subList(fitting.size(), all.size()).stream()
                    .map(Shown::header)
                    .toList();
            line("(too narrow for: " + String.join(", ", left) + ")", out);
        }
    }

    private static List<Shown> shown(
            List<String> columns, List<List<@Nullable Object>> rows, DateTimeFormatter timestamps) {
        List<Shown> shown = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            shown.add(column(columns.get(i), i, rows, timestamps));
        }
        return shown;
    }

    private static boolean areOfOneYear(List<List<@Nullable Object>> rows) {
        return rows.stream()
                        .flatMap(List::stream)
                        .filter(Instant.class::isInstance)
                        .map(value -> ((Instant) value).atOffset(ZoneOffset.UTC).getYear())
                        .distinct()
                        .count()
                == 1;
    }

    private static Shown column(
            String name, int index, List<List<@Nullable Object>> rows, DateTimeFormatter timestamps) {
        List<String> cells = new ArrayList<>();
        boolean isText = false;
        boolean isNumeric = false;
        for (List<@Nullable Object> row : rows) {
            Object value = row.get(index);
            isText |= value instanceof String;
            isNumeric |= value instanceof Number;
            cells.add(cell(value, timestamps));
        }
        return new Shown(Printable.oneLine(name), cells, isText, isNumeric && !isText);
    }

    private static String cell(@Nullable Object value, DateTimeFormatter timestamps) {
        if (value == null) {
            return "-";
        }
        if (value instanceof Instant instant) {
            return timestamps.format(instant);
        }
        if (value instanceof Double number) {
            return String.format(Locale.ROOT, "%.2f", number);
        }
        return Printable.oneLine(value.toString());
    }

    private int howManyFit(List<Shown> columns) {
        int used = 0;
        for (int i = 0; i < columns.size(); i++) {
            used += columns.get(i).leastWidth() + (i == 0 ? 0 : GAP.length());
            if (used > terminal.width()) {
                return Math.max(1, i);
            }
        }
        return columns.size();
    }

    /** Wrapping loses nothing, so that it comes before cutting. */
    private int[] widths(List<Shown> columns) {
        int[] widths = columns.stream().mapToInt(Shown::naturalWidth).toArray();
        shrink(widths, columns.stream().mapToInt(Shown::wrappedWidth).toArray());
        shrink(widths, columns.stream().mapToInt(Shown::leastWidth).toArray());
        return widths;
    }

    /** Takes from the widest column, one by one, until all fit or have come down to {@code least}. */
    private void shrink(int[] widths, int[] least) {
        int total = Arrays.stream(widths).sum() + GAP.length() * (widths.length - 1);
        for (; total > terminal.width(); total--) {
            int widest = -1;
            for (int i = 0; i < widths.length; i++) {
                if (widths[i] > least[i] && (widest < 0 || widths[i] > widths[widest])) {
                    widest = i;
                }
            }
            if (widest < 0) {
                return;
            }
            widths[widest]--;
        }
    }

    /** The headers from the top line to the bottom line; a short header stands at the bottom. */
    private static List<List<String>> headerLines(List<Shown> columns, int[] widths) {
        List<List<String>> wrapped = new ArrayList<>();
        for (int i = 0; i < widths.length; i++) {
            wrapped.add(Header.wrapped(columns.get(i).header(), widths[i]));
        }
        int height = wrapped.stream().mapToInt(List::size).max().orElse(0);
        List<List<String>> lines = new ArrayList<>();
        for (int line = 0; line < height; line++) {
            int above = height - line;
            lines.add(wrapped.stream()
                    .map(words -> words.size() >= above ? words.get(words.size() - above) : "")
                    .toList());
        }
        return lines;
    }

    private String line(List<Shown> columns, List<String> texts, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cut = DisplayWidth.cut(texts.get(i), widths[i], terminal.ellipsis());
            String padding = " ".repeat(widths[i] - DisplayWidth.of(cut));
            line.append(i == 0 ? "" : GAP).append(columns.get(i).isNumeric() ? padding + cut : cut + padding);
        }
        return line.toString().stripTrailing();
    }

    private static void line(String text, Appendable out) throws IOException {
        out.append(text).append(System.lineSeparator());
    }
}
