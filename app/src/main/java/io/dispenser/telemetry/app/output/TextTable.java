package io.dispenser.telemetry.app.output;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Aligned columns for people: numbers to the right, timestamps in UTC, {@code -} for an absent value. Where the columns are
 * too wide together, headers are wrapped, timestamps are shown without their year or without their seconds, and the widest texts are
 * cut; where even that is not enough, the last columns are named below the table and not shown. A {@link Series} is a sparkline, which gets coarser before anything else is made smaller; it
 * is left out where there are none.
 */
final class TextTable implements RowWriter {

    private static final String GAP = "  ";

    private final Terminal terminal;

    private final int essential;

    /** @param essential so many of the first columns are worth that texts are cut, however short; further ones only stand where there is room */
    TextTable(Terminal terminal, int essential) {
        this.terminal = terminal;
        this.essential = essential;
    }

    @Override
    public void write(List<String> columns, List<List<@Nullable Object>> rows, Appendable out) throws IOException {
        List<TextColumn> all = shown(columns, rows, index -> TextColumn.TIMESTAMP);
        if (howManyFit(all) < all.size()) {
            int newest = years(rows.stream().flatMap(List::stream)).max().orElse(0);
            all = shown(columns, rows, index -> shortTimestamp(rows, index, newest));
        }
        List<TextColumn> fitting = all.subList(0, howManyFit(all));
        int[] widths = widths(fitting);
        for (List<String> headers : headerLines(fitting, widths)) {
            line(terminal.styled(Terminal.Style.BOLD, line(fitting, headers, widths)), out);
        }
        List<String> rule =
                Arrays.stream(widths).mapToObj(width -> "-".repeat(width)).toList();
        line(terminal.styled(Terminal.Style.DIM, line(fitting, rule, widths)), out);
        for (int row = 0; row < rows.size(); row++) {
            StringBuilder cells = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                cells.append(i == 0 ? "" : GAP).append(fitting.get(i).cell(row, widths[i], terminal));
            }
            line(cells.toString().stripTrailing(), out);
        }
        if (rows.isEmpty()) {
            line("(no rows)", out);
        }
        if (fitting.size() < all.size()) {
            List<String> left = all.subList(fitting.size(), all.size()).stream()
                    .map(TextColumn::header)
                    .toList();
            String words = "(too narrow for: " + String.join(", ", left) + ")";
            for (String each : WrappedText.lines(words, terminal.width(), 1)) {
                line(terminal.styled(Terminal.Style.DIM, each), out);
            }
        }
    }

    private List<TextColumn> shown(
            List<String> columns, List<List<@Nullable Object>> rows, IntFunction<DateTimeFormatter> timestamps) {
        List<TextColumn> shown = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            TextColumn column = TextColumn.of(columns.get(i), i, rows, timestamps.apply(i));
            if (!column.isSeries() || terminal.sparks() != Terminal.Sparks.NONE) {
                shown.add(column);
            }
        }
        return shown;
    }

    /** Without the year where that is the newest of the table, else without the seconds: of one width. */
    private static DateTimeFormatter shortTimestamp(List<List<@Nullable Object>> rows, int index, int newest) {
        return years(rows.stream().map(row -> row.get(index))).allMatch(year -> year == newest)
                ? TextColumn.WITHIN_A_YEAR
                : TextColumn.OVER_YEARS;
    }

    private static IntStream years(Stream<? extends @Nullable Object> values) {
        return values.filter(Instant.class::isInstance)
                .mapToInt(value -> ((Instant) value).atOffset(ZoneOffset.UTC).getYear());
    }

    private int howManyFit(List<TextColumn> columns) {
        int cut = essential == Integer.MAX_VALUE
                ? howManyFit(columns, TextColumn::leastWidth)
                : Math.min(essential, howManyFit(columns, TextColumn::tightWidth));
        return Math.max(cut, howManyFit(columns, TextColumn::wrappedWidth));
    }

    private int howManyFit(List<TextColumn> columns, ToIntFunction<TextColumn> width) {
        int used = 0;
        for (int i = 0; i < columns.size(); i++) {
            used += width.applyAsInt(columns.get(i)) + (i == 0 ? 0 : GAP.length());
            if (used > terminal.width()) {
                return Math.max(1, i);
            }
        }
        return columns.size();
    }

    /** Coarser sparklines and wrapping lose little, so that they come before cutting. */
    private int[] widths(List<TextColumn> columns) {
        int[] widths = columns.stream().mapToInt(TextColumn::naturalWidth).toArray();
        shrink(widths, columns.stream().mapToInt(TextColumn::coarseWidth).toArray());
        shrink(widths, columns.stream().mapToInt(TextColumn::wrappedWidth).toArray());
        shrink(widths, columns.stream().mapToInt(TextColumn::leastWidth).toArray());
        shrink(widths, columns.stream().mapToInt(TextColumn::tightWidth).toArray());
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
    private static List<List<String>> headerLines(List<TextColumn> columns, int[] widths) {
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

    private String line(List<TextColumn> columns, List<String> texts, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(i == 0 ? "" : GAP).append(columns.get(i).aligned(texts.get(i), widths[i], terminal));
        }
        return line.toString().stripTrailing();
    }

    private static void line(String text, Appendable out) throws IOException {
        out.append(text).append(System.lineSeparator());
    }
}
